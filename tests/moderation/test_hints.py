"""Hints for moderators: what reads like swearing or personal data. They decide nothing."""

import pytest
from django.urls import reverse

from portal.moderation.queue.hints import kinds_of_personal_data, swears
from tests.factories import make_comment, make_moderator, make_report, put

SWEARING = [
    "씨발 뭐하자는 거야", "씨.발", "시1발", "ㅅㅂ 진짜", "병신 같은 정책", "이 새끼들아", "개새끼", "지~랄하네", "미친놈",
    "당장 꺼져", "죽여버릴거야", "What the FUCK", "씨\u200b발",
]  # fmt: skip
HARMLESS = [
    "시발점은 유성입니다", "버스 시발역을 옮겨 주세요", "1876년은 병자년, 1986년은 병신년이 아닙니다", "새끼손가락을 다쳤어요",
    "다시발생하지 않게", "길고양이 새끼 보호", "불이 꺼져 있어요", "개선이 필요합니다", "미친 듯이 빠른 열차",
    "시 예산 10억 원", "씨앗을 나눠 주세요", "classic passing shots",
]  # fmt: skip


@pytest.mark.parametrize("text", SWEARING)
def test_usual_swear_words_are_seen_through_what_hides_them(text):
    assert swears(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_looks_like_it_is_left_alone(text):
    assert not swears(text)


def test_each_kind_of_personal_data_is_named_once():
    assert len(kinds_of_personal_data("010-1234-5678 이나 010-8765-4321 로 전화 주세요")) == 1


@pytest.mark.django_db
def test_the_desk_shows_hints_to_moderators_and_hides_nothing_by_them(client):
    sworn = make_report(comment=make_comment(body="병신 같은 정책입니다")).comment
    pending = put(make_comment(body="제 번호는 010-1234-5678 입니다"), "pending", pending_for="personal_data")
    client.force_login(make_moderator())

    rows = {row.comment.pk: row for row in client.get(reverse("moderation:queue")).context["page"].object_list}

    assert (rows[sworn.pk].swears, rows[sworn.pk].personal_data) == (True, [])
    assert (rows[pending.pk].swears, len(rows[pending.pk].personal_data)) == (False, 1)
    sworn.refresh_from_db()
    assert sworn.state == "published"
