"""What a nickname may be, and what looks like what."""

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from portal.accounts import services
from portal.accounts.nicknames import (
    HARMLESS_WORDS,
    OFFICIAL_NAMES,
    OFFICIAL_WORDS,
    clean_nickname,
    imitates,
    is_well_formed,
    nickname_skeleton,
    suggest_nickname,
)
from portal.accounts.services.accounts import UnusableNickname, usable_nickname
from tests.factories import make_citizen, make_department, make_task

HANGUL_AND_LATIN = st.text(st.characters(codec="utf-8", categories=["L", "N", "M", "Zs", "Cf", "P", "S"]), max_size=30)


@given(HANGUL_AND_LATIN)
def test_cleaning_twice_changes_nothing(raw):
    assert clean_nickname(clean_nickname(raw)) == clean_nickname(raw)


@given(HANGUL_AND_LATIN)
def test_a_skeleton_of_a_skeleton_is_the_skeleton(raw):
    assert nickname_skeleton(nickname_skeleton(raw)) == nickname_skeleton(raw)


@given(HANGUL_AND_LATIN)
def test_cleaning_does_not_change_what_a_nickname_looks_like(raw):
    assert nickname_skeleton(clean_nickname(raw)) == nickname_skeleton(raw)


@given(HANGUL_AND_LATIN)
def test_the_skeleton_of_a_nickname_fits_its_column(raw):
    assert len(nickname_skeleton(clean_nickname(raw)[:20])) <= 160


@pytest.mark.parametrize(
    "disguise",
    [
        "GAPCHEON",
        "g a p c h e o n",
        "gap\u200bcheon",
        "gap-cheon",
        "ｇａｐｃｈｅｏｎ",
        "gаpchеоn",
        "GΑPCHEON",
        "gapche0n",
        "g\u0301apcheon",
        "\u202egapcheon",
        "gap\u00adcheon",
        "𝐠𝐚𝐩𝐜𝐡𝐞𝐨𝐧",
    ],
)
def test_disguises_share_a_skeleton(disguise):
    assert nickname_skeleton(disguise) == nickname_skeleton("gapcheon")


@pytest.mark.parametrize(
    "disguise", ["갑 천", "ㄱㅏㅂㅊㅓㄴ", "가ㅂ천", "\u1100\u1161\u11b8\u110e\u1165\u11ab", "갑\u3164천", "갑\u200d천"]
)
def test_hangul_disguises_share_a_skeleton(disguise):
    assert nickname_skeleton(disguise) == nickname_skeleton("갑천")


@pytest.mark.parametrize(
    ("one", "other"), [("갑천", "갑전"), ("가나", "간아"), ("둔산1", "둔산2"), ("magpie", "magpies"), ("각시", "가기")]
)
def test_different_names_stay_different(one, other):
    assert nickname_skeleton(one) != nickname_skeleton(other)


OFFICIALS = [
    "대전시", "대전광역시", "대전시장", "시장", "시장님", "공식 계정", "관리자", "운영자", "중재자", "담당자", "주무관", "시청",
    "구청장", "admin", "Administrator", "official", "Moderator", "City Hall", "mayor", "staff", "운영진", "공식답변",
    "한밭마당 운영팀", "답변자", "토론 관리자", "담당 공무원", "Mayor of Daejeon", "담당자님",
]  # fmt: skip
DISGUISED = [
    "대 전 시", "관\u200b리자", "관-리-자", "ㄱㅗㅏㄴㄹㅣㅈㅏ", "운.영.자", "аdmin", "ADΜΙN", "adm1n", "@dmin", "0fficial",
    "officiaI", "ｏｆｆｉｃｉａｌ", "rnoderator", "ᴀᴅᴍɪɴ", "a\u0301dmin", "c1ty  ha11", "시\u3164장", "\u202e관리자",
    "중재자01", "나는담당자", "관l자 admin", "ㅅㅣㅈㅏㅇ", "다ㅣ전시", "𝒂𝒅𝒎𝒊𝒏", "담\u200b당\u2060자", "운 영 진",
    "ㄷㅏㅁㄷㅏㅇㅈㅏ", "공·식·답·변", "оffiсiаl", "ⓜⓞⓓⓔⓡⓐⓣⓞⓡ", "중\u00ad재자",
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("nickname", OFFICIALS + DISGUISED)
def test_names_of_officials_are_refused_in_any_dress(nickname):
    with pytest.raises(UnusableNickname):
        usable_nickname(nickname)


@pytest.mark.parametrize("nickname", OFFICIALS + DISGUISED)
def test_they_are_refused_for_what_they_imitate(nickname):
    assert imitates(
        nickname,
        words=[*settings.RESERVED_NICKNAMES, *OFFICIAL_WORDS],
        names=OFFICIAL_NAMES,
        harmless=HARMLESS_WORDS,
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "nickname",
    ["대전시민", "중앙시장 단골", "공시가격", "badminton", "갑천 러너", "ㅋㅋ 둔산", "O'Brien", "유성-온천", "김·이", "日本人"],
)
def test_ordinary_names_are_fine(nickname):
    assert usable_nickname(nickname) == clean_nickname(nickname)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ko", "en"])
def test_suggestions_are_usable(language):
    for _time in range(50):
        usable_nickname(suggest_nickname(language))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "nickname",
    [
        "미래전략과",
        "미래 전략 과",
        "미래전략과 김주임",
        "ㅁㅣㄹㅐ전략과",
        "미\u200b래전략과",
        "미래전략과01",
        "Future Strategy Division",
        "future-strategy.division",
        "Futurе Strаtegy Divisi0n",
        "교통과",
        "교 통 과",
        "도로관리과",
    ],
)
def test_names_of_departments_are_refused_in_any_dress(nickname):
    make_department(name_ko="미래전략과", name_en="Future Strategy Division")
    make_department(name_ko="교통과", name_en="Transport")
    make_task(department_ko="도로관리과")

    with pytest.raises(UnusableNickname):
        usable_nickname(nickname)


@pytest.mark.django_db
@pytest.mark.parametrize("nickname", ["교통과 사람", "미래전략가", "전략가", "transporter", "미래의 과일"])
def test_names_that_only_touch_a_departments_are_fine(nickname):
    make_department(name_ko="미래전략과", name_en="Future Strategy Division")
    make_department(name_ko="교통과", name_en="Transport")

    assert usable_nickname(nickname) == nickname


@pytest.mark.parametrize("nickname", ["", "가\u200b나", "👍👍", "<b>", "a\nb", "\u3164\u3164", "- -", "가\u202e나"])
def test_what_cannot_be_seen_or_is_no_letter_is_malformed(nickname):
    assert not is_well_formed(nickname)


@pytest.mark.django_db
def test_one_keeps_a_name_that_only_changes_its_looks():
    citizen = make_citizen(nickname="gapcheon")

    changed = services.change_settings(user=citizen, nickname="Gap Cheon", language="en")

    assert (changed.nickname, changed.language) == ("Gap Cheon", "en")


@pytest.mark.django_db
def test_two_people_never_look_alike():
    make_citizen(nickname="gapcheon")
    other = make_citizen()

    with pytest.raises(UnusableNickname):
        services.change_settings(user=other, nickname="GAPCHEON", language="ko")
