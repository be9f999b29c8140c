"""Hints for a moderator who reads many comments. A hint decides nothing, blocks nothing and is shown to no citizen."""

import re
import unicodedata

from portal.core.personal_data import find_personal_data

# Common Korean swear words and slurs, also as the letters that people write for them. Short on purpose: a person reads every
# comment anyway, and whatever only looks like one (출발점인 시발점, 병신년, 새끼손가락) costs more trust than a missed one.
SWEAR_WORDS = (
    r"씨[발빨벌팔]",
    r"(?<!다)시발(?![점역표])",
    r"ㅅㅂ",
    r"병신(?!년)",
    r"ㅂㅅ",
    r"개[새쌔]끼",
    r"(?<![가-힣])[이그저]\s?새끼",
    r"새끼(?:야|들)",
    r"지랄",
    r"ㅈㄹ",
    r"좆",
    r"미친\s?[놈년]",
    r"(?:닥쳐|꺼져)(?=$|[.,!?ㅋㅎ])",
    r"틀딱|한남충|김치녀|맘충|급식충|짱깨|쪽바리",
    r"죽여\s?(?:버리|버릴|줄까)",
    r"\b(?:fuck\w*|shit|bitch|asshole)\b",
)
SWEARING = re.compile("|".join(SWEAR_WORDS), re.IGNORECASE)
# What people put between the letters of one word, so that a machine does not see it.
FILLING = re.compile(r"(?<=[가-힣ㄱ-ㅎ])[.\-_*~^1!]+(?=[가-힣ㄱ-ㅎ])")
INVISIBLE = re.compile(r"[\u200b-\u200d\u2060\ufeff]")


def swears(text: str) -> bool:
    """Whether a word in the text is usually a swear word or a slur."""
    composed = unicodedata.normalize("NFC", INVISIBLE.sub("", text))
    return bool(SWEARING.search(FILLING.sub("", composed)))


def kinds_of_personal_data(text: str) -> list[str]:
    """What personal data the text seems to hold, each kind once."""
    return list(dict.fromkeys(str(finding.label) for finding in find_personal_data(text)))
