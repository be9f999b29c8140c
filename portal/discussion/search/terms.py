"""What a comment is found by: its terms, the same in Python and in PostgreSQL.

Korean glues particles and endings to its words (느리다, 느려서, 느린데요), so whole words find little and a dictionary is large.
Two neighbouring syllables without their final consonants are nearly as good: 느립니다 and 느리게 share 느리. So the terms are

- of Hangul, Hanja and kana: each two neighbouring characters of a written word, final consonants left out, the end marked by `$`
  (길은 → 기으, 으$); source: J. H. Lee, J. S. Ahn, "Using n-grams for Korean text retrieval", SIGIR 1996;
- of Latin letters and digits: the word or the number, small letters, no accents, at most forty characters.

PostgreSQL makes them by `discussion_terms` (migration `search_terms`) whenever a comment is written, by whatever way; `terms` is
its twin for the text somebody types. A test compares the two. Change both, and write the table anew.
"""

import re
import unicodedata
from operator import add

END = "$"
LONGEST_WORD = 40
RUN = re.compile("[가-힣一-鿿ぁ-ヿ]+|[a-z]+|[0-9]+")
# Accents, and the consonants that close a Korean syllable, once a text is taken apart (Unicode 3.12, 7.9).
CLOSING = re.compile("[\u0300-\u036f\u11a8-\u11ff]")
SMALL = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


def folded(text: str) -> str:
    """The text as it is compared: full-width forms made plain, A to Z made small."""
    return unicodedata.normalize("NFKC", text).translate(SMALL)


def opened(text: str) -> str:
    """The same without accents and without the final consonants of Korean syllables: 느립니다 → 느리니다."""
    apart = CLOSING.sub("", unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFC", apart).translate(SMALL)


def terms(text: str) -> set[str]:
    """Everything that a text is found by."""
    found: set[str] = set()
    for run in RUN.findall(opened(text)):
        found.update(neighbours(run + END) if has_syllables(run) else [run[:LONGEST_WORD]])
    return found


def neighbours(run: str) -> list[str]:
    """Each two neighbouring characters."""
    return list(map(add, run, run[1:]))


def has_syllables(run: str) -> bool:
    """Whether a run found by RUN is Hangul, Hanja or kana."""
    return not run.isascii()
