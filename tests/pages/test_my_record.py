"""A person reads when, in which role and why somebody looked at their personal data."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.accounts import services
from portal.core.audit_log import record_event
from portal.core.models import AuditEvent
from portal.forum_desk.services import exports, retention
from portal.forum_desk.services.access_log import log_list_access
from portal.registrations import services as registrations
from tests.factories import make_citizen, make_forum, make_staff

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
    record_event(action="moderation.hide", actor=staff, person=me, reason="욕설이 있습니다.")

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


def export(forum, *, by, reason: str = "다과를 준비합니다.") -> None:
    prepared = exports.prepare(forum=forum, owner=by, reason=reason, file_format="csv")
    exports.fetch(uid=prepared.uid, owner=by)


def register(forum, person):
    return registrations.register(forum=forum, citizen=person)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (
            f"/en{RECORD}",
            (
                "A list of a forum&#x27;s participants that includes you was exported",
                "Tram &lt;b&gt;forum",
                "Tue 24 November 2026, 12:04",
                "organiser",
            ),
        ),
        (RECORD, ("트램 &lt;b&gt;포럼", "2026년 11월 24일(화) 12:04", "운영자")),
    ],
)
def test_an_export_of_a_forums_people_stands_there_for_each_of_them(client, me, address, words):
    staff = make_staff("organiser", nickname="주무관아님")
    with time_machine.travel(datetime(2026, 11, 24, 3, 4, tzinfo=UTC), tick=False):
        forum = make_forum(title_ko="트램 <b>포럼", title_en="Tram <b>forum")
        register(forum, make_citizen())
        register(forum, me)
        export(forum, by=staff, reason="다과 <i>준비")

    page = client.get(address).content.decode()

    assert [part for part in (*words, "다과 &lt;i&gt;준비", f'/forums/{forum.slug}/"') if part not in page] == []
    assert "주무관아님" not in page


def test_a_printed_list_stands_there_too(client, me):
    forum = make_forum()
    registration = register(forum, me)
    log_list_access(
        forum=forum,
        organiser=make_staff("organiser"),
        reason="정전에 대비합니다.",
        how="printed",
        people=[registration.citizen_id],
    )

    assert "that includes you was printed." in client.get(f"/en{RECORD}").content.decode()


def test_only_lists_with_me_on_them_stand_there(client, me):
    staff, mine, others, left, prepared = make_staff("organiser"), *(make_forum() for _ in range(4))
    register(mine, me)
    register(others, make_citizen())
    registrations.cancel(registration=register(left, me))
    register(prepared, me)
    for forum, reason in ((others, "다른 사람들의 명단"), (left, "취소한 뒤의 명단"), (mine, "내가 있는 명단")):
        export(forum, by=staff, reason=reason)
    # Nobody has seen anything before the file is fetched.
    exports.prepare(forum=prepared, owner=staff, reason="아직 받지 않음", file_format="csv")

    assert [view.reason for view in client.get(RECORD).context["views"]] == ["내가 있는 명단"]


def test_an_export_stands_there_until_the_attendees_are_erased_and_the_page_says_so(client, me):
    forum = make_forum()
    register(forum, me)
    export(forum, by=make_staff("organiser"))
    before = [view.reason for view in client.get(RECORD).context["views"]]
    retention.anonymise(forum=forum, now=timezone.now())
    export(forum, by=make_staff("organiser"), reason="숫자만 남은 뒤의 명단")

    page = client.get(f"/en{RECORD}")

    assert (before, page.context["views"]) == (["다과를 준비합니다."], [])
    assert "nobody, not even the city, can tell" in page.content.decode()
    assert AuditEvent.objects.views().latest("number").details == {"list": "exported", "registrations": 1, "people": []}


def test_many_exports_of_several_forums_take_no_more_queries(client, me, django_assert_num_queries):
    staff = make_staff("organiser")
    for size in (1, 4):
        for _ in range(size):
            forum = make_forum(capacity=3)
            for person in (me, make_citizen()):
                register(forum, person)
            export(forum, by=staff)
        if size == 1:
            with CaptureQueriesContext(connection) as one:
                client.get(RECORD)

    with django_assert_num_queries(len(one)):
        assert len(client.get(RECORD).context["views"]) == 5


def test_an_export_asks_as_much_for_one_person_as_for_three():
    counts = []
    for size in (1, 3):
        forum = make_forum(capacity=3)
        for _ in range(size):
            register(forum, make_citizen())
        prepared = exports.prepare(forum=forum, owner=make_staff("organiser"), reason="다과를 준비합니다.", file_format="csv")
        with CaptureQueriesContext(connection) as queries:
            exports.fetch(uid=prepared.uid, owner=prepared.owner)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_visitors_are_asked_to_sign_in(client):
    assert client.get(RECORD).url == f"/accounts/login/?next={RECORD}"
