"""What a nickname may be, and which nicknames look like one another. Pure: no Django, no database.

The skeleton follows the idea of Unicode Technical Standard 39, section 4 (confusable detection), with a small table of
our own: Latin, Greek and Cyrillic letters of one shape, digits that stand for letters, Hangul letters written one by
one. Two nicknames with one skeleton are one nickname, so nobody can sign as somebody else.
"""

import re
import secrets
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

SHORTEST, LONGEST = 2, 20

_PUNCTUATION = frozenset(" -_.·'")
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")

# Lone Hangul letters ("ㅋㅋ"): NFKC turns them into conjoining ones, which fonts show badly. This is the way back.
_LONE_HANGUL = {ord(unicodedata.normalize("NFKC", chr(code))): chr(code) for code in range(0x3131, 0x3164)}

# Capitals go before folding: a Greek Ν (looks like N) would become ν (looks like v).
_CAPITALS = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "abezhikmnoptyx")
_SHAPES = {
    "a": "аαɑᴀ4@",
    "b": "вьβʙ",
    "c": "сςᴄ",
    "d": "ԁđᴅ",
    "e": "еёεᴇ3",
    "f": "ꜰ",
    "g": "ɡɢ",
    "h": "нһʜ",
    "j": "јᴊ",
    "k": "кκᴋ",
    "l": "iіıιɩӏłɪʟ1|!",
    "m": "мᴍ",
    "n": "пηոɴ",
    "o": "оοσօøᴏ0",
    "p": "рρᴘ",
    "q": "ԛ",
    "r": "гʀ",
    "s": "ѕꜱ5$",
    "t": "тτᴛ",
    "u": "μυսᴜ",
    "v": "νᴠ",
    "w": "ωԝᴡ",
    "x": "хχ",
    "y": "уγʏ",
    "z": "ζᴢ",
    "\u1175": "丨",
    "\u1161": "卜ト",
    "\u1173": "一",
    "\u1106": "口",
}
_LOOK_ALIKES = str.maketrans({source: target for target, sources in _SHAPES.items() for source in sources})

# A final consonant counts as the same letter written as an initial one: 장 is ㅈㅏㅇ. Clusters and compound vowels fall into
# their parts.
_INITIALS = "ᄀᄁᄂᄃᄅᄆᄇᄉᄊᄋᄌᄎᄏᄐᄑᄒ"
_FINALS = dict(zip("ᆨᆩᆫᆮᆯᆷᆸᆺᆻᆼᆽᆾᆿᇀᇁᇂ", _INITIALS, strict=True)) | {
    "ᆪ": "ᄀᄉ",
    "ᆬ": "ᄂᄌ",
    "ᆭ": "ᄂᄒ",
    "ᆰ": "ᄅᄀ",
    "ᆱ": "ᄅᄆ",
    "ᆲ": "ᄅᄇ",
    "ᆳ": "ᄅᄉ",
    "ᆴ": "ᄅᄐ",
    "ᆵ": "ᄅᄑ",
    "ᆶ": "ᄅᄒ",
    "ᆹ": "ᄇᄉ",
}
_COMPOUND_VOWELS = {
    "ᅢ": "ᅡᅵ",
    "ᅤ": "ᅣᅵ",
    "ᅦ": "ᅥᅵ",
    "ᅨ": "ᅧᅵ",
    "ᅪ": "ᅩᅡ",
    "ᅫ": "ᅩᅡᅵ",
    "ᅬ": "ᅩᅵ",
    "ᅯ": "ᅮᅥ",
    "ᅰ": "ᅮᅥᅵ",
    "ᅱ": "ᅮᅵ",
    "ᅴ": "ᅳᅵ",
}
_OPEN_SYLLABLES = str.maketrans(_FINALS | _COMPOUND_VOWELS)
_VOWELS = "\u1161-\u1175"


def clean_nickname(raw: str) -> str:
    """The nickname as it is kept and shown: NFKC, single spaces, none around it. Cleaning twice changes nothing."""
    folded = unicodedata.normalize("NFKC", raw).translate(_LONE_HANGUL)
    return " ".join(folded.split())


def nickname_skeleton(raw: str) -> str:
    """What is left of a nickname once everything that looks alike is written alike. Idempotent.

    Letters and digits only, in decomposed Hangul and small Latin letters: spaces, punctuation, zero-width and
    direction characters and combining marks are gone.
    """
    text = unicodedata.normalize("NFKC", raw).translate(_CAPITALS).casefold()
    text = unicodedata.normalize("NFKD", text).translate(_LOOK_ALIKES)
    letters = "".join(character for character in text if _is_letter(character) and character not in _FILLERS)
    return letters.translate(_OPEN_SYLLABLES).replace("rn", "m").replace("vv", "w")


def is_well_formed(nickname: str) -> bool:
    """Letters and digits of any script with single marks between: no pictures, no invisible or control characters."""
    usable = all(_is_letter(character) or character in _PUNCTUATION for character in nickname)
    return usable and not _FILLERS.intersection(nickname) and len(nickname_skeleton(nickname)) >= SHORTEST


def imitates(
    nickname: str,
    *,
    words: Iterable[str],
    names: Iterable[str],
    harmless: Iterable[str] = (),
) -> bool:
    """Whether it looks like one of the `names`, or contains something that looks like one of the `words`.

    `harmless` words are taken out before looking: a citizen (시민) is not the city (시), badminton not an admin.
    """
    skeleton = nickname_skeleton(nickname)
    if skeleton in {nickname_skeleton(name) for name in names}:
        return True
    for word in harmless:
        skeleton = skeleton.replace(nickname_skeleton(word), "")
    return any(_word_pattern(word).search(skeleton) for word in words)


@lru_cache(maxsize=512)
def _word_pattern(word: str) -> re.Pattern[str]:
    # A vowel after the match would own its last consonant: 공시가격 does not contain 공식.
    return re.compile(re.escape(nickname_skeleton(word)) + f"(?![{_VOWELS}])")


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in "LN"


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


OFFICIAL_WORDS = [
    "공식", "관리자", "운영자", "운영진", "운영팀", "관리팀", "중재자", "중재팀", "토론관리", "담당자", "담당공무원", "답변자",
    "주무관", "사무관", "시청직원", "시장실", "비서실", "민원실", "대변인실", "市廳", "公式", "管理者", "運營者",
    "担当者", "擔當者", "admin", "official", "moderator", "operator", "city hall", "city council", "city staff", "civil servant",
    "city officer", "officer in charge", "mayor of", "deputy mayor",
]  # fmt: skip

OFFICIAL_NAMES = [
    "시", "시장", "시장님", "부시장", "구청장", "시청", "구청", "시의회", "의회", "시의원", "공무원",
    "대변인", "안내", "운영진", "관리", "시스템", "市長", "mayor", "the mayor", "vice mayor", "staff", "system", "support",
    "helpdesk", "webmaster", "root", "manager", "officer", "organiser", "organizer", "helper", "city", "the city", "council",
]  # fmt: skip

HARMLESS_WORDS = ["시민", "badminton", "unofficial", "비공식"]
