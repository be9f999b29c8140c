"""What a device at the door keeps, what it may send, and which pages may keep anything at all."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.door.device_scans import UnreadableScans, read_scans
from portal.door.snapshot import hash_of
from portal.registrations import services
from portal.registrations.models import Registration
from portal.registrations.tickets.codes import ALPHABET, LENGTH
from portal.registrations.tickets.signed import ticket_token
from tests.factories import make_citizen, make_forum, make_helper
from tests.forums.reading import url_of

pytestmark = pytest.mark.django_db


def make_open_forum(**fields):
    """A forum that starts in an hour: the door is open, registration too."""
    starts_at = timezone.now() + timedelta(hours=1)
    return make_forum(starts_at=starts_at, registration_closes_at=starts_at, **fields)


def register(forum) -> Registration:
    return services.register(forum=forum, citizen=make_citizen())


def helper_of(forum):
    person = make_citizen()
    make_helper(forum=forum, person=person)
    return person


ROW = {
    "key": "95e1f7ae-e758-462f-9662-b8cf176feed1",
    "shown": "7K3M9QXD",
    "people": 0,
    "scanned_at": "2026-11-23T14:00:00+09:00",
    "device_outcome": "entered",
}
UNREADABLE = [
    "", "[]", "{}", "null", '{"scans": []}', '{"scans": 7}', '{"scans": [7]}', "[" * 100_000, '{"scans": {}}',
    json.dumps({"scans": [ROW] * 101}),
    *(
        json.dumps({"scans": [{**ROW, name: value}]})
        for name, values in {
            "key": ["", "x", 7, None],
            "shown": ["", " ", "a" * 301, "a\x00b", 7, None],
            "people": [-1, 100, "2", 1.5, True, None],
            "scanned_at": ["", "yesterday", "2026-11-23T14:00:00", "2026-13-45T99:00:00Z", 7, None],
            "device_outcome": ["walked_in", "taken_back", "x", 7, None, []],
        }.items()
        for value in values
    ),
]  # fmt: skip


@pytest.mark.parametrize("body", UNREADABLE, ids=lambda body: body[:60])
def test_what_no_device_sends_is_refused_as_a_whole(body):
    with pytest.raises(UnreadableScans):
        read_scans(body.encode())


def test_what_a_device_sends_is_read_as_it_was_made():
    (scan,) = read_scans(json.dumps({"scans": [ROW]}).encode())

    assert (str(scan.key), scan.shown, scan.people, scan.device_outcome) == (ROW["key"], "7K3M9QXD", 0, "entered")
    assert scan.scanned_at.isoformat() == ROW["scanned_at"]


def test_the_list_of_a_device_holds_hashes_and_no_people(client):
    forum = make_open_forum(capacity=1, title_ko="밤 버스")
    seated, waiting = register(forum), register(forum)
    client.force_login(helper_of(forum))

    answer = client.get(url_of("door:snapshot", forum))

    text, rows = answer.content.decode(), answer.json()["registrations"]
    assert [(row["id"], row["state"], row["seats"]) for row in rows] == [
        (seated.pk, "confirmed", 1),
        (waiting.pk, "waitlisted", 0),
    ]
    assert (rows[0]["code"], rows[0]["ticket"]) == (hash_of(forum, seated.ticket_code)[:7], hash_of(forum, ticket_token(seated)))
    for secret in (seated.citizen.email, seated.citizen.nickname, seated.ticket_code, ticket_token(seated), seated.uid.hex):
        assert secret not in text
    assert "no-store" in answer["Cache-Control"]


def test_whoever_tries_out_all_codes_does_not_learn_which_is_meant(client):
    forum = make_open_forum(capacity=1)
    register(forum)
    client.force_login(helper_of(forum))

    (row,) = client.get(url_of("door:snapshot", forum)).json()["registrations"]

    codes, hashes = len(ALPHABET) ** LENGTH, 16 ** len(row["code"])
    assert codes // hashes >= 4_000


def test_the_list_is_empty_once_the_door_is_closed_for_good(client, time_machine):
    forum = make_open_forum(capacity=1)
    register(forum)
    person = helper_of(forum)
    time_machine.move_to(forum.ends_at + timedelta(hours=2), tick=False)
    client.force_login(person)

    assert client.get(url_of("door:snapshot", forum)).json()["registrations"] == []


def test_the_list_takes_as_many_queries_for_three_as_for_one(client):
    forum, counts = make_open_forum(capacity=9), []
    client.force_login(helper_of(forum))
    for size in (1, 2):
        for _ in range(size):
            register(forum)
        with CaptureQueriesContext(connection) as queries:
            client.get(url_of("door:snapshot", forum))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_only_the_door_may_use_the_camera(client):
    forum = make_open_forum(capacity=1)
    shown = ticket_token(register(forum))
    client.force_login(helper_of(forum))

    at_the_door = client.get(url_of("door:door", forum))["Permissions-Policy"]
    elsewhere = [
        client.get(path)["Permissions-Policy"]
        for path in ("/", f"/forums/tickets/{shown}/", url_of("forums:forum_detail", forum))
    ]

    assert "camera=(self)" in at_the_door.replace("camera=self", "camera=(self)")
    assert "microphone=()" in at_the_door
    assert ["camera=()" in policy for policy in elsewhere] == [True] * 3


def test_the_worker_is_a_script_below_the_forums(client):
    for path in ("/forums/worker.js", "/en/forums/worker.js"):
        answer = client.get(path)

        assert (answer.status_code, answer["Content-Type"].partition(";")[0]) == (200, "text/javascript")
        assert "offline-worker" in answer.content.decode()
