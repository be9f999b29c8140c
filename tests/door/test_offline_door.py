"""A door without a connection: what the device knows, and what becomes of its scans once they arrive."""

import json
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from portal.door.device_scans import DeviceScan
from portal.door.models import Scan
from portal.door.services import check_in as door
from portal.door.services import helping
from portal.door.services.offline import DoorNotYours, reconcile
from portal.door.states import Outcome
from portal.registrations import services
from portal.registrations.models import Registration
from portal.registrations.party import Party
from portal.registrations.tickets.signed import ticket_token
from tests.at_once import at_once
from tests.factories import make_citizen, make_forum, make_helper, make_staff
from tests.forums.reading import url_of

pytestmark = pytest.mark.django_db


def make_open_forum(**fields):
    """A forum that starts in an hour: the door is open, registration too."""
    starts_at = timezone.now() + timedelta(hours=1)
    return make_forum(starts_at=starts_at, registration_closes_at=starts_at, companions_limit=3, **fields)


def register(forum, size: int = 1) -> Registration:
    return services.register(forum=forum, citizen=make_citizen(), party=Party(size))


def made(shown: str, *, device_outcome: str = Outcome.ENTERED, at: datetime | None = None, people: int = 0) -> DeviceScan:
    return DeviceScan(uuid4(), shown, people, at or timezone.now(), device_outcome)


def helper_of(forum):
    person = make_citizen()
    make_helper(forum=forum, person=person)
    return person


def outcomes(forum, *scans: DeviceScan, helper=None) -> list[str]:
    settled = reconcile(forum=forum, scans=list(scans), helper=helper or helper_of(forum))
    return [each.refusal or each.scan.outcome for each in settled]


def test_scans_made_offline_enter_with_the_time_of_the_device(time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    forum = make_open_forum(capacity=5)
    party, earlier = register(forum, 3), timezone.now() - timedelta(minutes=20)

    found = outcomes(
        forum, made(ticket_token(party), at=earlier, people=2), made(party.ticket_code, device_outcome=Outcome.ALREADY)
    )

    party.refresh_from_db()
    first, second = Scan.objects.order_by("pk")
    assert found == [Outcome.ENTERED, Outcome.ALREADY]
    assert (party.checked_in_at, party.checked_in_people) == (earlier, 2)
    assert (first.scanned_at, first.received_at, first.is_offline, first.device_outcome) == (
        earlier,
        timezone.now(),
        True,
        "entered",
    )
    assert (first.is_conflict, second.is_conflict) == (False, False)


def test_a_code_of_another_forum_that_the_list_did_not_know_is_nothing_to_look_into():
    forum, elsewhere = make_open_forum(capacity=1), register(make_open_forum(capacity=1))

    found = outcomes(forum, made(elsewhere.ticket_code, device_outcome=Outcome.FORGED))

    assert found == [Outcome.OTHER_FORUM]
    assert not Scan.objects.conflicts().exists()
    assert Scan.objects.get().is_conflict is False


def test_a_scan_that_is_sent_twice_counts_once():
    forum = make_open_forum(capacity=2)
    scan, helper = made(ticket_token(register(forum))), helper_of(forum)

    found = [outcomes(forum, scan, helper=helper), outcomes(forum, scan, scan, helper=helper)]

    assert found == [[Outcome.ENTERED], [Outcome.ENTERED, Outcome.ENTERED]]
    assert Scan.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_scan_that_arrives_ten_times_at_once_counts_once():
    forum = make_open_forum(capacity=1)
    scan, helper = made(ticket_token(register(forum))), helper_of(forum)

    found = at_once([lambda: outcomes(forum, scan, helper=helper)] * 10)

    assert found == [[Outcome.ENTERED]] * 10
    assert Scan.objects.count() == 1


def test_the_database_keeps_each_scan_of_a_device_once():
    forum = make_open_forum(capacity=1)
    outcomes(forum, made(ticket_token(register(forum))))
    scan = Scan.objects.get()

    scan.pk = None
    with pytest.raises(IntegrityError):
        scan.save(force_insert=True)


def test_two_devices_that_let_the_same_ticket_in_are_a_conflict_with_both_times(client):
    forum = make_open_forum(capacity=1)
    shown, now = ticket_token(register(forum)), timezone.now()
    first, second = now - timedelta(minutes=9), now - timedelta(minutes=4)

    found = outcomes(forum, made(shown, at=first)) + outcomes(forum, made(shown, at=second))
    client.force_login(helper_of(forum))
    page = client.get(url_of("door:door", forum)).content.decode()

    assert found == [Outcome.ENTERED, Outcome.ALREADY]
    assert list(Scan.objects.conflicts().values_list("device_outcome", "outcome")) == [("entered", "already")]
    shown_part = page[page.index('id="door-conflicts"') : page.index('id="unregistered"')]
    assert [f"{timezone.localtime(at):%H:%M}" in shown_part for at in (first, second)] == [True, True]


def test_a_seat_lost_meanwhile_is_a_conflict_and_nobody_is_entered():
    forum = make_open_forum(capacity=1)
    party = register(forum)
    services.cancel(registration=party)

    assert outcomes(forum, made(ticket_token(party))) == [Outcome.CANCELLED]
    assert Scan.objects.conflicts().count() == 1
    assert not Registration.objects.filter(checked_in_at__isnull=False).exists()


def test_whom_the_device_sent_away_is_not_entered_afterwards(client):
    forum = make_open_forum(capacity=1)
    party = register(forum)

    assert outcomes(forum, made(ticket_token(party), device_outcome=Outcome.FORGED)) == [Outcome.ENTERED]

    party.refresh_from_db()
    client.force_login(helper_of(forum))
    page = client.get(url_of("door:door", forum)).content.decode()
    assert (party.is_checked_in, Scan.objects.conflicts().count(), Scan.objects.get().people) == (False, 1, 0)
    assert 'badge--success">입장' not in page
    assert "take-back" not in page


@pytest.mark.parametrize(
    ("minutes", "expected"), [(-600, "opening"), (-121, "opening"), (-30, "its own"), (0, "its own"), (1, "now"), (9_999, "now")]
)
def test_the_clock_of_a_device_counts_between_the_opening_and_now(time_machine, minutes, expected):
    now = timezone.now().replace(microsecond=0)
    time_machine.move_to(now, tick=False)
    forum = make_forum(starts_at=now + timedelta(minutes=60), registration_closes_at=now + timedelta(minutes=60))
    at = now + timedelta(minutes=minutes)

    reconcile(forum=forum, scans=[made(ticket_token(register(forum)), at=at)], helper=helper_of(forum))

    times = {"opening": forum.starts_at - timedelta(hours=2), "its own": at, "now": now}
    assert Scan.objects.get().scanned_at == times[expected]


def test_a_door_that_closed_meanwhile_loses_no_scan_made_while_it_was_open(time_machine):
    forum = make_open_forum(capacity=3)
    people, helper, closes_at = [register(forum) for _ in range(3)], helper_of(forum), forum.ends_at + timedelta(hours=2)
    moments = [closes_at - timedelta(seconds=1), closes_at, closes_at + timedelta(hours=1)]
    time_machine.move_to(closes_at + timedelta(days=1), tick=False)

    found = outcomes(forum, *(made(ticket_token(p), at=at) for p, at in zip(people, moments, strict=True)), helper=helper)

    assert found[0] == Outcome.ENTERED
    assert found[1] == found[2] not in Outcome.values
    assert Scan.objects.count() == 1


def test_a_scan_asked_right_now_is_held_to_the_portals_clock_alone(time_machine):
    forum = make_open_forum(capacity=1)
    shown, helper = ticket_token(register(forum)), helper_of(forum)
    during = timezone.now()
    time_machine.move_to(forum.ends_at + timedelta(hours=3), tick=False)

    refused = reconcile(forum=forum, scans=[made(shown, device_outcome="", at=during)], helper=helper)

    assert (refused[0].scan, bool(refused[0].refusal)) == (None, True)
    assert not Scan.objects.exists()


def test_the_earliest_scan_of_a_device_counts_first_in_whatever_order_they_come():
    forum = make_open_forum(capacity=1)
    shown, now = ticket_token(register(forum)), timezone.now()
    later = made(shown, device_outcome=Outcome.ALREADY, at=now - timedelta(minutes=1))
    earlier = made(shown, at=now - timedelta(minutes=5))

    assert outcomes(forum, later, earlier) == [Outcome.ALREADY, Outcome.ENTERED]
    assert not Scan.objects.conflicts().exists()


def test_a_key_that_another_forum_has_used_is_refused():
    forum, other = make_open_forum(capacity=1), make_open_forum(capacity=1)
    scan, organiser = made(ticket_token(register(forum))), make_staff("organiser")
    reconcile(forum=forum, scans=[scan], helper=organiser)

    again = reconcile(forum=other, scans=[scan], helper=organiser)

    assert (again[0].scan, Scan.objects.count()) == (None, 1)


def body_of(*scans: DeviceScan) -> str:
    rows = [
        {
            "key": str(s.key),
            "shown": s.shown,
            "people": s.people,
            "scanned_at": s.scanned_at.isoformat(),
            "device_outcome": str(s.device_outcome),
        }
        for s in scans
    ]
    return json.dumps({"scans": rows})


def post(client: Client, forum, body: str):
    return client.post(url_of("door:scans", forum), body, content_type="application/json")


def test_helpers_of_another_forum_and_revoked_ones_are_refused_with_a_reason(client):
    forum, elsewhere = make_open_forum(capacity=1), make_open_forum()
    person, stranger = make_citizen(), helper_of(elsewhere)
    helper, body = make_helper(forum=forum, person=person), body_of(made(ticket_token(register(forum))))
    client.force_login(stranger)
    answers = [post(client, forum, body), client.get(url_of("door:snapshot", forum))]
    client.force_login(person)
    before = client.get(url_of("door:snapshot", forum)).status_code
    helping.revoke(helper=helper, organiser=make_staff("organiser"))
    answers += [post(client, forum, body), client.get(url_of("door:snapshot", forum))]

    assert (before, [answer.status_code for answer in answers]) == (200, [403] * 4)
    assert all(answer.json()["error"] for answer in answers)
    assert not Scan.objects.exists()
    with pytest.raises(DoorNotYours):
        reconcile(forum=forum, scans=[made("x")], helper=person)


def test_the_answer_says_what_to_show_and_a_repeated_one_the_same(client):
    forum = make_open_forum(capacity=1)
    party = register(forum)
    client.force_login(helper_of(forum))
    body = body_of(made(ticket_token(party), device_outcome=""))

    first, second = (post(client, forum, body).json()["answers"][0] for _ in range(2))

    party.refresh_from_db()
    assert first == second
    assert {name: first[name] for name in ("outcome", "tone", "registration", "checked_in_at", "is_conflict")} == {
        "outcome": "entered",
        "tone": "success",
        "registration": party.pk,
        "checked_in_at": party.checked_in_at.isoformat(),
        "is_conflict": False,
    }


def test_unreadable_scans_are_answered_and_forms_are_none(client):
    forum = make_open_forum()
    client.force_login(helper_of(forum))

    answers = [post(client, forum, "{}"), client.post(url_of("door:scans", forum), {"scans": "x"})]

    assert [(answer.status_code, bool(answer.json()["error"])) for answer in answers] == [(422, True)] * 2


def test_what_happened_online_and_offline_is_one_story():
    forum, organiser = make_open_forum(capacity=1), make_staff("organiser")
    party = register(forum)
    door.check_in(forum=forum, shown=party.ticket_code, helper=organiser)

    assert outcomes(forum, made(party.ticket_code)) == [Outcome.ALREADY]
    assert Scan.objects.conflicts().count() == 1
