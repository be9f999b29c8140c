"""Personal data in what citizens write: what is found, what is left alone, what the mask leaves."""

import sys

import pytest
import time_machine
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from portal.core.personal_data import Finding, Kind, find_personal_data, mask, pointed_out
from portal.core.personal_data.pointing_out import CONTEXT
from tests.core.personal_data_corpus import score, sentences

MUST_NOT_SLIP_THROUGH = {Kind.RESIDENT_NUMBER, Kind.FOREIGNER_NUMBER, Kind.MOBILE}
# What numbers and addresses are made of, in the spellings that people hide them in.
PIECES = ["0", "1", "2", "4", "9", "010", "000101", "1000002", "공", "일", "하나", "O", "①", "０", "️", "⃣", "\u200b", "\u1160"]
SIGNS = [
    "-",
    " ",
    ".",
    "@",
    "(",
    ")",
    "+82",
    "\n",
    "●",
    "다시",
    "a",
    "M",
    "com",
    "go.kr",
    "골뱅이",
    "여권",
    "농협",
    "주민번호",
    "카드",
]
LIKE_NUMBERS = st.lists(st.sampled_from(PIECES + SIGNS), max_size=60).map("".join)


@pytest.fixture(scope="module")
def result():
    return score(find_personal_data)


def test_the_corpus_is_large_and_mostly_harmless():
    harmless = [sentence for sentence in sentences() if not sentence.expected]

    assert len(sentences()) >= 400
    assert len(harmless) * 2 >= len(sentences())


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_is_found_where_people_write_it(result, kind):
    floor = 0.99 if kind in MUST_NOT_SLIP_THROUGH else 0.95

    assert result.recall(kind) >= floor, result.missed
    assert result.precision(kind) >= 0.95


def test_what_is_harmless_is_left_alone(result):
    assert len(result.false_holds) / result.harmless < 0.02, result.false_holds
    assert len(result.false_point_outs) / result.harmless < 0.04, result.false_point_outs


def test_what_is_sure_is_told_from_what_is_not(result):
    assert len(result.misjudged) / sum(result.expected.values()) < 0.02, result.misjudged


def test_the_numbers_are_shown(result, capsys):
    with capsys.disabled():
        sys.stdout.write(f"\n{result.table()}\n")

    assert result.harmless


def test_nothing_is_left_to_find_under_the_mask():
    left = {sentence.text: find_personal_data(mask(sentence.text)) for sentence in sentences()}

    assert {text: findings for text, findings in left.items() if findings} == {}


def test_the_mask_covers_letters_and_digits_and_nothing_else():
    text = "전화 010-1234-5678, 메일 a.b@example.com 둘 다요"

    assert mask(text) == "전화 ●●●-●●●●-●●●●, 메일 ●.●@●●●●●●●.●●● 둘 다요"


def test_the_mask_may_cover_some_findings_only():
    text = "010-1234-5678 또는 a@example.com"

    assert mask(text, find_personal_data(text)[:1]) == "●●●-●●●●-●●●● 또는 a@example.com"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("제 번호 ０１０－１２３４－５６７８입니다", ["０１０－１２３４－５６７８"]),
        ("\u200b제 번호 0\u200b10\u200b-1234-5678\u200b입니다", ["0\u200b10\u200b-1234-5678"]),
        ("⑩번 버스 기사님 공일공 일이삼사 오육칠팔이에요", ["공일공 일이삼사 오육칠팔"]),
        ("😀 0️⃣1️⃣0️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣ 😀", ["0️⃣1️⃣0️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣"]),
        ("010-1234-5678, 010-0000-1234", ["010-1234-5678", "010-0000-1234"]),
    ],
    ids=["full width", "invisible characters", "spoken digits", "keycaps", "two of them"],
)
def test_findings_are_placed_in_the_text_as_it_was_written(text, shown):
    assert [finding.shown(text) for finding in find_personal_data(text)] == shown


@time_machine.travel("2026-11-24T00:30:00+09:00")
@pytest.mark.parametrize(
    ("text", "is_sure"),
    [
        ("000101-1000002", [True]),
        ("000101-1000003", [True]),
        ("0001011000002", [True]),
        ("0001011000003", [False]),
        ("주민번호 0001011000003", [True]),
        ("261124-3000000", [True]),
        ("261125-3000000", []),
        ("001301-1000000", []),
        ("000101-9000000", []),
        ("주민번호 261125-3000000", [False]),
    ],
    ids=[
        "a right check digit",
        "a wrong one, as all have since 2020",
        "in one piece",
        "in one piece with a wrong check digit",
        "the same, but named",
        "born today in Korea",
        "born tomorrow",
        "in the thirteenth month",
        "in the nineteenth century",
        "named and impossible",
    ],
)
def test_a_registration_number_is_judged_by_its_date_its_check_digit_and_its_name(text, is_sure):
    assert [finding.is_sure for finding in find_personal_data(text)] == is_sure


def test_a_corporation_is_no_person():
    assert find_personal_data("법인등록번호 000101-1000002") == []


def test_numbers_of_public_offices_are_a_setting(settings):
    text = "042-270-3114, 051-888-1000"

    settings.PUBLIC_OFFICE_NUMBERS = ["051-888"]

    assert [finding.shown(text) for finding in find_personal_data(text)] == ["042-270-3114"]


def test_who_lives_beside_an_office_is_no_office():
    texts = ["유성구청 교통과 042-123-4567", "유성구청 앞 우리 집 042-123-4567"]

    assert [len(find_personal_data(text)) for text in texts] == [0, 1]


def test_what_weighs_more_wins_where_two_overlap():
    text = "카카오뱅크 010-1234-5678"

    assert find_personal_data(text) == [Finding(Kind.MOBILE, 6, 19, is_sure=True)]


def test_each_finding_is_shown_with_a_little_of_its_line():
    text = f"첫 줄\n{'가' * 20} 010-1234-5678 {'나' * 20}\n끝 줄"

    with translation.override("en"):
        shown = [(part.before, part.found, part.after, str(part.label), part.is_sure) for part in pointed_out(text)]

    before, after = "가" * (CONTEXT - 1) + " ", " " + "나" * (CONTEXT - 1)
    assert shown == [(f"…{before}", "010-1234-5678", f"{after}…", "Mobile phone number", True)]


def test_the_notice_marks_what_was_found_and_offers_both_ways():
    findings = pointed_out("<b>010-1234-5678</b> 또는 a@example.com")

    with translation.override("en"):
        html = render_to_string("components/_personal_data.html", {"personal_data": findings})

    assert "&lt;b&gt;<mark>010-1234-5678</mark>&lt;/b&gt;" in html
    assert html.count("<mark>") == 2
    assert html.count('name="personal_data" value="mask"') == html.count('name="personal_data" value="keep"') == 1
    assert html.count("a moderator reads your text first") == 1


def test_what_is_not_sure_is_not_threatened_with_a_moderator():
    with translation.override("en"):
        html = render_to_string("components/_personal_data.html", {"personal_data": pointed_out("a@example.com")})

    assert "moderator" not in html


def test_nothing_found_shows_nothing():
    assert render_to_string("components/_personal_data.html", {"personal_data": pointed_out("트램이 좋아요")}).strip() == ""


@given(st.one_of(st.text(max_size=300), LIKE_NUMBERS))
def test_any_text_is_read_and_every_finding_lies_inside_of_it(text):
    findings = find_personal_data(text)

    ends = [0, *(place for finding in findings for place in (finding.start, finding.end)), len(text)]
    assert ends == sorted(ends)
    assert all(finding.shown(text).strip() for finding in findings)


@given(st.one_of(st.text(max_size=300), LIKE_NUMBERS))
def test_any_text_can_be_masked_and_keeps_its_length(text):
    masked = mask(text)

    assert find_personal_data(masked) == []
    assert mask(masked) == masked
    assert len(masked) == len(text)
    assert all(after in (before, "●") for before, after in zip(text, masked, strict=True))
