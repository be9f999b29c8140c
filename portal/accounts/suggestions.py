"""Nicknames to start with, so that nobody has to invent one. Pure but for the dice."""

import secrets

_WORDS = {
    "ko": (
        (
            "푸른",
            "맑은",
            "고요한",
            "씩씩한",
            "느긋한",
            "반가운",
            "포근한",
            "상냥한",
            "부지런한",
            "다정한",
            "산뜻한",
            "호기심많은",
        ),
        ("까치", "느티나무", "고라니", "반딧불", "소나무", "두루미", "다람쥐", "은행나무", "수달", "제비꽃", "종달새", "단풍잎"),
    ),
    "en": (
        ("Blue", "Clear", "Quiet", "Bold", "Calm", "Warm", "Gentle", "Busy", "Kind", "Fresh", "Bright", "Curious"),
        ("Magpie", "Zelkova", "Deer", "Firefly", "Pine", "Crane", "Squirrel", "Ginkgo", "Otter", "Violet", "Lark", "Maple"),
    ),
}


def suggest_nickname(language: str) -> str:
    """Two neutral words and a number, in the person's language: 14,256 possible ones each. May be taken already."""
    first, second = (secrets.choice(words) for words in _WORDS[language])
    return f"{first} {second} {1 + secrets.randbelow(99)}"
