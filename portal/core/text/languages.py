"""In which language a text is written, so that it is read out right and readers of another language are told.

Letters decide: Hangul is Korean, kana Japanese, Han alone Chinese, Cyrillic Russian or Mongolian, and so on; of Latin texts,
letters that only Vietnamese has, and the short words each language cannot do without. Why no library, and how often it is right:
docs/decisions.md and `tests/core/test_languages.py`.
"""

import re
import unicodedata
from collections import Counter

from django.db.models import TextChoices
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _


class Language(TextChoices):
    """The languages that citizens are likely to write in; the values are tags of BCP 47."""

    KOREAN = "ko", pgettext_lazy("language", "Korean")
    ENGLISH = "en", pgettext_lazy("language", "English")
    CHINESE = "zh", pgettext_lazy("language", "Chinese")
    JAPANESE = "ja", pgettext_lazy("language", "Japanese")
    VIETNAMESE = "vi", pgettext_lazy("language", "Vietnamese")
    RUSSIAN = "ru", pgettext_lazy("language", "Russian")
    MONGOLIAN = "mn", pgettext_lazy("language", "Mongolian")
    UZBEK = "uz", pgettext_lazy("language", "Uzbek")
    INDONESIAN = "id", pgettext_lazy("language", "Indonesian")
    THAI = "th", pgettext_lazy("language", "Thai")
    NEPALI = "ne", pgettext_lazy("language", "Nepali")


WRITTEN_IN = {
    "ko": _("Written in Korean"),
    "en": _("Written in English"),
    "zh": _("Written in Chinese"),
    "ja": _("Written in Japanese"),
    "vi": _("Written in Vietnamese"),
    "ru": _("Written in Russian"),
    "mn": _("Written in Mongolian"),
    "uz": _("Written in Uzbek"),
    "id": _("Written in Indonesian"),
    "th": _("Written in Thai"),
    "ne": _("Written in Nepali"),
}
LONGEST_TAG = 8
READ_AT_MOST = 2_000  # characters
ADDRESS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\S+")
LETTERS = {
    "hangul": re.compile(r"[\uac00-\ud7a3\u1100-\u11ff\u3130-\u318f]"),
    "kana": re.compile(r"[\u3040-\u30ff]"),
    "han": re.compile(r"[\u4e00-\u9fff\u3400-\u4dbf]"),
    "cyrillic": re.compile(r"[\u0400-\u04ff]"),
    "thai": re.compile(r"[\u0e00-\u0e7f]"),
    "devanagari": re.compile(r"[\u0900-\u097f]"),
    "latin": re.compile(r"[^\W\d_]", re.ASCII),
}
BY_LETTERS = {"hangul": "ko", "kana": "ja", "han": "zh", "cyrillic": "ru", "thai": "th", "devanagari": "ne", "latin": "en"}
# What one letter counts for: a syllable or a word sign says as much as some letters of an alphabet.
WEIGHT = {"hangul": 3, "kana": 3, "han": 3, "cyrillic": 1, "thai": 1, "devanagari": 1, "latin": 1}
VIETNAMESE = re.compile(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệịỉọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
MONGOLIAN = re.compile(r"[өү]|аа|ээ|уу|ийг\b|ийн\b", re.IGNORECASE)  # letters and long vowels that Russian does not have
UZBEK_SIGNS = re.compile(r"[og]['ʻ‘’]|q(?!u)|\w{3}lar\b|\w{3}ning\b", re.IGNORECASE)
WORD = re.compile(r"[a-z]+(?:['ʻ‘’][a-z]+)*", re.IGNORECASE)
# Short words that sentences of a language cannot do without, and that the others do not have.
ENGLISH = """
the a an and or but is are was were be been to of in on for with at from by this that these those it its i you we they my our
your he she not no do does did can could would should will have has had there here what when where why how please more so if as
than all some any too very just about me us them
"""
UZBEK_WORDS = "va bu uchun bilan ham kerak emas bor yoq men siz biz ular juda har qanday qilish shu lekin yaxshi katta"
INDONESIAN = """
yang dan di ke dari untuk tidak ini itu saya kami kita dengan pada akan ada bisa sudah lebih karena juga sangat
"""
SHORT_WORDS = {tag: frozenset(words.split()) for tag, words in (("en", ENGLISH), ("uz", UZBEK_WORDS), ("id", INDONESIAN))}
SPEAKING_WORDS = 2  # English words from which on a text with Hangul in it may be an English one


def language_of(text: str) -> str:
    """The language of a text, as a tag of BCP 47; "" where letters do not tell, as in a number or an address."""
    text = unicodedata.normalize("NFC", ADDRESS.sub(" ", text[:READ_AT_MOST]))
    counts = {name: len(letters.findall(text)) * WEIGHT[name] for name, letters in LETTERS.items()}
    if counts["latin"]:
        counts["latin"] += len(VIETNAMESE.findall(text))
    if counts["hangul"] and _short_words(text)["en"] < SPEAKING_WORDS:
        counts["latin"] = 0  # names and abbreviations in a Korean sentence
    if counts["kana"]:
        counts["kana"] += counts.pop("han")
    most = max(counts, key=lambda name: counts[name])
    if not counts[most]:
        return ""
    return {"cyrillic": _cyrillic, "latin": _latin}.get(most, lambda _text: BY_LETTERS[most])(text)


def differs(language: str) -> bool:
    """Whether a text in this language needs a mark on a page of the active language."""
    return bool(language) and language != (get_language() or "").partition("-")[0]


def written_in(language: str) -> str:
    """What readers of the active language are told beside a text in another one; "" for a text in their own."""
    return str(WRITTEN_IN[language]) if differs(language) else ""


def _cyrillic(text: str) -> str:
    return "mn" if MONGOLIAN.search(text) else "ru"


def _latin(text: str) -> str:
    if VIETNAMESE.search(text):
        return "vi"
    found = _short_words(text)
    found["uz"] += len(UZBEK_SIGNS.findall(text))
    return max(found, key=lambda language: (found[language], language == "en"))


def _short_words(text: str) -> Counter[str]:
    words = [word.casefold() for word in WORD.findall(text)]
    return Counter({language: sum(word in known for word in words) for language, known in SHORT_WORDS.items()})
