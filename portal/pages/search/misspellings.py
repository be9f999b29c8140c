"""How a word may have been meant: every word that one slip of the hand makes into the one that was typed.

A slip is one letter too many, too few, another one, or two that changed places (F. J. Damerau, CACM 7, 1964); of Korean the
letters of which syllables are made, as they are typed, and one syllable too many or two that changed places.
"""

from collections.abc import Iterator
from string import ascii_lowercase

LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
# The final consonants in the order of Unicode 3.12, taken apart as they are typed.
FINALS = (
    "", "ㄱ", "ㄲ", "ㄱㅅ", "ㄴ", "ㄴㅈ", "ㄴㅎ", "ㄷ", "ㄹ", "ㄹㄱ", "ㄹㅁ", "ㄹㅂ", "ㄹㅅ", "ㄹㅌ",
    "ㄹㅍ", "ㄹㅎ", "ㅁ", "ㅂ", "ㅂㅅ", "ㅅ", "ㅆ", "ㅇ", "ㅈ", "ㅊ", "ㅋ", "ㅌ", "ㅍ", "ㅎ",
)  # fmt: skip
CLOSING = frozenset("".join(FINALS))
FIRST = "가"


def slips(word: str) -> set[str]:
    """All words that one slip parts from this one; nothing that is no word of syllables or of letters."""
    if word.isascii():
        found = set(_changed(word, ascii_lowercase))
    else:
        found = {spelled for letters in _changed(_letters(word), LEADS + VOWELS) if (spelled := _syllables(letters))}
        found |= {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)}
        found |= {word[:at] + word[at + 1 :] for at in range(len(word))}
    return found - {word}


def _changed(letters: str, alphabet: str) -> Iterator[str]:
    for at in range(len(letters) + 1):
        before, after = letters[:at], letters[at:]
        yield from (before + letter + after for letter in alphabet)
        if after:
            yield before + after[1:]
            yield from (before + letter + after[1:] for letter in alphabet)
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]


def _letters(word: str) -> str:
    """The letters of syllables as they are typed: 안네 → ㅇㅏㄴㄴㅔ."""
    found = []
    for syllable in word:
        lead, rest = divmod(ord(syllable) - ord(FIRST), len(VOWELS) * len(FINALS))
        vowel, final = divmod(rest, len(FINALS))
        found += [LEADS[lead], VOWELS[vowel], FINALS[final]]
    return "".join(found)


def _syllables(letters: str) -> str:
    """The syllables that typing these letters makes; "" where one of them would stand alone."""
    found, at = "", 0
    while at < len(letters):
        lead, vowel = LEADS.find(letters[at]), VOWELS.find(letters[at + 1 : at + 2] or " ")
        if lead < 0 or vowel < 0:
            return ""
        at += 2
        end = at
        while end < len(letters) and letters[end] in CLOSING:
            end += 1
        # The last consonant before a vowel opens the next syllable.
        if end < len(letters):
            end -= 1
        final = letters[at:end]
        if final not in FINALS:
            return ""
        found += chr(ord(FIRST) + (lead * len(VOWELS) + vowel) * len(FINALS) + FINALS.index(final))
        at = end
    return found
