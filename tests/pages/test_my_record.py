"""A person reads when, in which role and why somebody looked at their personal data."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.accounts import services
from portal.core.record import record
from tests.factories import make_citizen, make_staff

pytestmark = pytest.mark.django_db
RECORD = "/my/record/"


@pytest.fixture
def me(client):
    """A signed-in citizen."""
    person = make_citizen()
    client.force_login(person)
    return person


def test_my_page_leads_to_it(client, me):
    assert f'href="{RECORD}"' in client.get("/my/").content.decode()
    assert client.get(RECORD).status_code == 200


def test_nobody_looked_yet(client, me):
    page = client.get(RECORD)

    assert page.context["views"] == []
    assert page["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


@pytest.mark.parametrize(
    ("address", "when", "role"),
    [(RECORD, "2026년 11월 24일(화) 12:04", "관리자"), (f"/en{RECORD}", "Tue 24 November 2026, 12:04", "administrator")],
)
def test_each_look_stands_there_with_time_role_and_reason_and_without_a_name(client, me, address, when, role):
    staff = make_staff("administrator", nickname="주무관아님")
    with time_machine.travel(datetime(2026, 11, 24, 3, 4, tzinfo=UTC), tick=False):
        services.record_view(request_user=staff, whose=me, why="우편 <b>반송</b> 확인")

    page = client.get(address).content.decode()

    assert [part for part in (when, role, "우편 &lt;b&gt;반송&lt;/b&gt; 확인") if part not in page] == []
    assert "주무관아님" not in page


def test_only_looks_at_my_own_data_stand_there_newest_first(client, me):
    staff, other = make_staff("administrator"), make_citizen()
    for whose, why in ((me, "첫 번째 확인"), (other, "다른 사람 확인"), (me, "두 번째 확인")):
        services.record_view(request_user=staff, whose=whose, why=why)
    record(action="moderation.hide", actor=staff, person=me, reason="욕설이 있습니다.")

    assert [view.reason for view in client.get(RECORD).context["views"]] == ["두 번째 확인", "첫 번째 확인"]


def test_many_looks_take_several_pages_and_no_more_queries(client, me, django_assert_num_queries):
    staff = make_staff("administrator")
    services.record_view(request_user=staff, whose=me, why="첫 번째 확인")
    with CaptureQueriesContext(connection) as one:
        client.get(RECORD)
    for number in range(20):
        services.record_view(request_user=staff, whose=me, why=f"확인 사유 {number}")

    with django_assert_num_queries(len(one)):
        first = client.get(RECORD)

    assert [len(page.context["views"]) for page in (first, client.get(RECORD, {"page": 2}))] == [20, 1]
    assert client.get(RECORD, {"page": 3}).status_code == 404


def test_visitors_are_asked_to_sign_in(client):
    assert client.get(RECORD).url == f"/accounts/login/?next={RECORD}"
