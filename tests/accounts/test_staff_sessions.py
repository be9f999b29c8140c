"""Sessions of staff end after half an hour without anybody and after twelve hours in all; those of citizens do not."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.accounts import services
from portal.discussion import drafts
from tests.accounts.entrance import is_signed_in
from tests.factories import make_answer_request, make_citizen, make_officer, make_task

pytestmark = pytest.mark.django_db
BEGUN = datetime(2026, 12, 1, 0, 0, tzinfo=UTC)
DESK, POLLED = "/answers/desk/", "/tasks/{}/comments/newer/?after=0"
SECOND, IDLE, WHOLE = timedelta(seconds=1), timedelta(minutes=30), timedelta(hours=12)
# So often that nobody is idle, and not so often that it takes long.
NOW_AND_THEN = timedelta(minutes=25)


@pytest.fixture
def clock():
    with time_machine.travel(BEGUN, tick=False) as clock:
        yield clock


@pytest.fixture
def officer(clock, client):
    person = make_officer()
    client.force_login(person)
    return person


def stay_until(client, clock, moment: datetime) -> None:
    """Look at a page now and then."""
    while moment - datetime.now(UTC) > NOW_AND_THEN:
        clock.shift(NOW_AND_THEN)
        assert client.get(DESK).status_code == 200
    clock.move_to(moment, tick=False)


@pytest.mark.parametrize(("pause", "stays"), [(IDLE - SECOND, True), (IDLE, False), (IDLE + SECOND, False)])
def test_half_an_hour_without_activity_ends_it(client, clock, officer, pause, stays):
    clock.shift(pause)

    answer = client.get(DESK)

    assert is_signed_in(client) is stays
    if not stays:
        assert answer.url == "/accounts/login/?next=/answers/desk/"
        assert "30분" in client.get(answer.url).content.decode()


def test_each_activity_begins_the_half_hour_anew(client, clock, officer):
    for _pause in range(3):
        clock.shift(IDLE - SECOND)
        assert client.get("/about/").status_code == 200

    assert is_signed_in(client)


@pytest.mark.parametrize(("length", "stays"), [(WHOLE - SECOND, True), (WHOLE, False), (WHOLE + SECOND, False)])
def test_twelve_hours_end_it_in_any_case(client, clock, officer, length, stays):
    stay_until(client, clock, BEGUN + length)

    client.get(DESK)

    assert is_signed_in(client) is stays


def test_both_are_settings(client, clock, officer, settings):
    settings.STAFF_SESSION_IDLE_MINUTES, settings.STAFF_SESSION_HOURS = 5, 1
    clock.shift(timedelta(minutes=5))

    client.get(DESK)

    assert not is_signed_in(client)


def test_a_page_that_asks_by_itself_keeps_no_session_alive(client, clock, officer):
    address = POLLED.format(make_task().slug)

    for _minute in range(30):
        clock.shift(timedelta(minutes=1))
        client.get(address, headers={"hx-request": "true"})

    assert not is_signed_in(client)


def test_a_citizen_stays_signed_in(client, clock):
    client.force_login(make_citizen())
    clock.shift(timedelta(days=1))

    client.get("/my/")

    assert is_signed_in(client)


def test_whoever_was_appointed_meanwhile_has_half_an_hour_from_the_next_page_on(client, clock):
    person = make_citizen()
    client.force_login(person)
    clock.shift(WHOLE)
    services.grant_role(person=person, role="officer")
    client.get("/about/")

    clock.shift(IDLE)
    client.get("/about/")

    assert not is_signed_in(client)


def test_a_session_is_saved_once_a_minute_at_the_most(client, clock, officer):
    client.get("/about/")
    saved = 'UPDATE "django_session"'

    def saves(seconds: int) -> int:
        clock.shift(timedelta(seconds=seconds))
        with CaptureQueriesContext(connection) as queries:
            client.get("/about/")
        return sum(saved in query["sql"] for query in queries)

    assert [saves(30), saves(29), saves(1), saves(59), saves(1)] == [0, 0, 1, 0, 1]


def test_what_was_typed_is_there_after_signing_in_again(client, clock, officer):
    owed = make_answer_request(officer=officer)
    address = f"/answers/desk/{owed.pk}/answer/"
    client.post(address, {"body": "정류장에 그늘막을 더 놓겠습니다.", "outcome": "accepted", "reason": "예산이 있습니다."})
    clock.shift(IDLE)
    client.post(
        address, {"body": "정류장에 그늘막을 더 놓겠습니다. 여름 전까지요.", "outcome": "accepted", "reason": "예산이 있습니다."}
    )
    ended = not is_signed_in(client)

    client.force_login(officer)

    assert ended
    assert "여름 전까지요" in client.get(address).content.decode()


def test_what_was_kept_before_the_session_ended_is_there_too(client, clock, officer):
    owed = make_answer_request(officer=officer)
    address = f"/answers/desk/{owed.pk}/answer/"
    client.post(address, {"body": "정류장에 그늘막을 더 놓겠습니다."})
    clock.shift(IDLE)
    client.get(address)

    assert drafts.SESSION_KEY in client.session
    client.force_login(officer)
    assert "그늘막을 더 놓겠습니다" in client.get(address).content.decode()


def test_a_form_sent_too_late_is_shown_to_be_copied(client, clock, officer):
    task = make_task()
    clock.shift(IDLE)

    answer = client.post(f"/tasks/{task.slug}/edit/updates/new/", {"body_ko": "그늘막을 놓았습니다."})

    assert answer.status_code == 403
    assert "그늘막을 놓았습니다." in answer.content.decode()
    assert "/accounts/login/" in answer.content.decode()


def test_a_reader_without_a_session_is_not_made_to_have_one(client):
    answer = client.get("/healthz")

    assert "Cookie" not in answer.get("Vary", "")
    assert not answer.cookies
