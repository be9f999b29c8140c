"""Searching the comments of one task, and showing where the words were found.

A comment is found if it holds every word of the search, somewhere, in small or capital letters, in full or half width. Of
Korean words the dictionary form finds the others (느리다 finds 느려서 and 느립니다, 어렵다 finds 어려워요), and a particle at the
end need not be there (버스가 finds 버스를). The index narrows the comments down by their terms (`terms.py`), patterns then
decide, and set the marks.
A word of Latin letters or digits is found from its beginning on: "bus" finds "buses", not "minibus".
"""

import re
from dataclasses import dataclass
from functools import cached_property

from django.utils.html import escape
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe

from portal.core.text.cleaning import clean_line
from portal.discussion.models import Comment
from portal.discussion.search.similar import synonym_groups
from portal.discussion.search.terms import LONGEST_WORD, RUN, folded, has_syllables, neighbours, opened
from portal.plan.models import Task

LONGEST_SEARCH = 100
MOST_WORDS = 10  # further ones are left out
SHORTEST_VERB = 3  # syllables with 다; of shorter ones too little is left to find anything by
SHOWN_AROUND = 60  # characters before the first word found
LONGEST_EXCERPT = 240
LONGEST_WORD_CUT = 20  # characters looked back for the beginning of a word
HANGUL = re.compile("[가-힣]+")
FULL_WIDTH = 0xFEE0  # from an ASCII sign to its full-width form
FIRST, VOWELS, FINALS = 0xAC00, 21, 28  # of the block of Hangul syllables (Unicode 3.12)
PARTICLES = re.compile("(?<=..)(?:에서는|에서|에게|으로|까지|부터|에는|에도|[은는이가을를의에도로])$")
# What the last vowel of a stem becomes before 어: 느리 → 느려, 배우 → 배워, 보 → 봐, 쓰 → 써 and 나쁘 → 나빠 (standard
# orthography, art. 16 to 18).
CONTRACTED = {20: [6], 13: [14], 8: [9], 18: [4, 0]}
VOWEL_RIEUL, FINAL_RIEUL, FINAL_BIEUP = "르", 8, 17


@dataclass(frozen=True)
class Search:
    """What somebody looks for. Raises nothing: `q` is cleaned by `asked`. If it is widened, words of like meaning count too."""

    q: str
    is_widened: bool = False

    @cached_property
    def words(self) -> list[str]:
        """The words, each once."""
        return list(dict.fromkeys(folded(self.q).split()))[:MOST_WORDS]

    @property
    def address_part(self) -> str:
        """The search in the address of a further page."""
        return urlencode({"q": self.q})

    @cached_property
    def meanings(self) -> list[list[str]]:
        """For each word the words that are looked for: itself, and others of its groups in `synonyms.txt` if it is widened."""
        return [[word, *(synonyms_of(word) if self.is_widened else ())] for word in self.words]

    @cached_property
    def patterns(self) -> list[re.Pattern[str]]:
        """A regular expression for each word."""
        return [re.compile("|".join(_pattern(form) for word in words for form in forms_of(word))) for words in self.meanings]

    def keys_in(self, task: Task) -> list[int]:
        """The keys of the comments of a task that everybody may read and that hold every word, the newest first.

        One query; the index's answer is close, the patterns are exact. Measured: PostgreSQL applies them four times as slowly.
        """
        if not self.words:
            return []
        comments = Comment.objects.shown().filter(task=task)
        if self.query:
            comments = comments.filter(search_terms__terms__matches=self.query)
        rows = comments.order_by("-created_at", "-pk").values_list("pk", "body")
        return [pk for pk, body in rows if self.finds(body)]

    @cached_property
    def query(self) -> str:
        """What an index of terms is asked for; "" where no word has a term."""
        return " & ".join(self.queries)

    @cached_property
    def queries(self) -> list[str]:
        """The same for each word that has terms."""
        return list(filter(None, map(_query_of_any, self.meanings)))

    def finds(self, text: str) -> bool:
        """Whether a text holds every word."""
        return all(pattern.search(text) for pattern in self.patterns)

    def words_in(self, text: str) -> int:
        """How many of the words a text holds."""
        return sum(pattern.search(text) is not None for pattern in self.patterns)

    def excerpt(self, text: str, *, longest: int = LONGEST_EXCERPT) -> SafeString:
        """The part of a text around the first word found, on one line, each word found in <mark>, everything else escaped."""
        line = " ".join(text.split())
        spans = _spans(line, self.patterns)
        start = max(0, spans[0][0] - SHOWN_AROUND) if spans else 0
        start = line.rfind(" ", max(0, start - LONGEST_WORD_CUT), start) + 1 or start
        return _marked(line, spans, start, start + longest)

    def marked(self, text: str) -> SafeString:
        """A whole line with each word found in <mark>, everything else escaped."""
        return _marked(text, _spans(text, self.patterns), 0, len(text))


def asked(q: str) -> Search:
    """A search for what the address says. Raises UnusableText for what is no line of a hundred characters."""
    return Search(clean_line(q, max_length=LONGEST_SEARCH, min_length=0))


def forms_of(word: str) -> list[tuple[str, str]]:
    """The ways in which a word may be written, each as its beginning and its last character; any final may close an open one."""
    whole = [(word[:-1], word[-1])]
    if not HANGUL.fullmatch(word):
        return whole
    if len(word) >= SHORTEST_VERB and word.endswith("다"):
        return [*whole, *_conjugated(word[:-1])]
    stem = PARTICLES.sub("", word)
    return [(stem[:-1], stem[-1])]


def synonyms_of(word: str) -> list[str]:
    """The other words of the groups in `synonyms.txt` that hold this one, whatever its particle; of verbs the stem."""
    stems = {PARTICLES.sub("", word), word.removesuffix("다")}
    return list(dict.fromkeys(each for group in synonym_groups() if stems & {*group} for each in group if each not in stems))


def _conjugated(stem: str) -> list[tuple[str, str]]:
    """How a verb of two or more syllables goes on; of words made with 하다 only what stands before it."""
    before, last = stem[:-1], stem[-1]
    if last == "하":
        return (
            [(before[:-1], before[-1])] if len(before) > 1 else [(before, "하"), (before, "해"), (before, "했"), (before, "합")]
        )
    lead, vowel, final = _parts(last)
    if final == FINAL_BIEUP:  # 어렵 → 어려우, 어려워
        return [(before, last), (before + _syllable(lead, vowel), "우"), (before + _syllable(lead, vowel), "워")]
    if final == FINAL_RIEUL:  # 만들 → 만드는, 만듭니다
        return [(before, last), (before, _syllable(lead, vowel))]
    if final:
        return [(before, last)]
    forms = [(before, last), *((before, _syllable(lead, changed)) for changed in CONTRACTED.get(vowel, ()))]
    if last == VOWEL_RIEUL and not _parts(before[-1])[2]:  # 다르 → 달라, 누르 → 눌러
        first, its_vowel, _ = _parts(before[-1])
        closed = before[:-1] + _syllable(first, its_vowel, FINAL_RIEUL)
        forms += [(closed, "라"), (closed, "러")]
    return forms


def _parts(syllable: str) -> tuple[int, int, int]:
    """Leading consonant, vowel and final consonant by their numbers."""
    lead, rest = divmod(ord(syllable) - FIRST, VOWELS * FINALS)
    return lead, *divmod(rest, FINALS)


def _syllable(lead: int, vowel: int, final: int = 0) -> str:
    return chr(FIRST + (lead * VOWELS + vowel) * FINALS + final)


def _pattern(form: tuple[str, str]) -> str:
    beginning, last = form
    return "".join(map(_literal, beginning)) + _any_final(last)


def _literal(character: str) -> str:
    """The character in small, capital and full width. A backslash makes any sign plain; before a letter it means something."""
    if not character.isalnum():
        return f"\\{character}"
    cases = {character, character.lower(), character.upper()}
    cases |= {chr(ord(one) + FULL_WIDTH) for one in cases if len(one) == 1 and one.isascii()}
    alike = sorted(one for one in cases if len(one) == 1)
    return f"[{''.join(alike)}]" if len(alike) > 1 else character


def _any_final(character: str) -> str:
    """An open Korean syllable at the end of a word stands for itself with any final consonant: 리 → 린, 립, 렸 as 려."""
    if not HANGUL.fullmatch(character) or _parts(character)[2]:
        return _literal(character)
    return f"[{character}-{chr(ord(character) + FINALS - 1)}]"


def _query_of(word: str) -> str:
    """What the index is asked for: in any of its forms, all terms inside the word; "" if a form has none and may be anywhere."""
    forms = [" & ".join(_terms_inside("".join(form))) for form in forms_of(word)]
    return "(" + " | ".join(forms) + ")" if all(forms) else ""


def _query_of_any(words: list[str]) -> str:
    queries = list(map(_query_of, words))
    return f"({' | '.join(queries)})" if all(queries) else ""


def _terms_inside(word: str) -> list[str]:
    """The terms that a text must have if the word stands in it. Other letters may follow, so what is no pair is a beginning."""
    found: list[str] = []
    for run in RUN.findall(opened(word)):
        pairs = neighbours(run) if has_syllables(run) else []
        found += [f"'{pair}'" for pair in pairs] or [f"'{run[:LONGEST_WORD]}':*"]
    return found


def _spans(text: str, patterns: list[re.Pattern[str]]) -> list[tuple[int, int]]:
    """Where any of the patterns stands in the text: first and after-last character, in order, never overlapping."""
    return [match.span() for match in re.finditer("|".join(pattern.pattern for pattern in patterns), text)] if patterns else []


def _marked(line: str, spans: list[tuple[int, int]], start: int, end: int) -> SafeString:
    """A part of a line with the spans in <mark> and an ellipsis where something was left out."""
    parts, at = ["… " if start else ""], start
    for first, last in spans:
        if first >= end:
            break
        parts += [escape(line[at:first]), "<mark>", escape(line[first : min(last, end)]), "</mark>"]
        at = last
    parts += [escape(line[at:end]), " …" if end < len(line) else ""]
    return mark_safe("".join(parts))  # noqa: S308 (all parts are escaped)
