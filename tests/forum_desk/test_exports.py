"""Exports: with a reason, on record, for one organiser, once, for an hour, and harmless."""

import csv
import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from portal.accounts import services as accounts
from portal.accounts.models import User
from portal.core.audit_log.pseudonyms import pseudonyms
from portal.core.errors import NotAllowed, TooManyRequests
from portal.core.models import AuditEvent
from portal.door.services import check_in as door
from portal.forum_desk.attendees.table import exported, table
from portal.forum_desk.models import AttendeeExport
from portal.forum_desk.services import exports
from portal.registrations import services
from portal.registrations.models import Registration
from portal.registrations.party import Party
from portal.registrations.states import QuestionKind
from tests.at_once import at_once
from tests.factories import make_citizen, make_forum, make_staff
from tests.forum_desk.managing import HOSTILE, WHY, answer, ask, english, sign_in_organiser, text_of

pytestmark = pytest.mark.django_db
FORMULAS = ("=1+1", "＝1+1", ' "-2+3', "@SUM(1)", "\t1+1")


@pytest.fixture
def organiser(client):
    return sign_in_organiser(client)


def register(forum, size: int = 1, **person) -> Registration:
    return services.register(forum=forum, citizen=make_citizen(**person), party=Party(size))


def prepare(client, forum, file_format: str = "csv") -> str:
    """The address of the prepared export."""
    response = client.post(english("forum_desk:attendees_export", forum.slug), {"reason": WHY, "file_format": file_format})
    assert response.status_code == 302
    return response.url


def keys_of(forum) -> list[int]:
    return list(exported(forum).values_list("pk", flat=True))


def csv_of(response) -> list[list[str]]:
    text = b"".join(response).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def xlsx_of(response):
    return load_workbook(io.BytesIO(b"".join(response))).active


def test_a_csv_file_holds_what_was_asked_for(client, organiser):
    starts_at = timezone.now() + timedelta(hours=1)
    forum = make_forum(capacity=3, starts_at=starts_at, registration_closes_at=starts_at, companions_limit=2)
    came, waiting, gone = register(forum, 2), register(forum, 2), register(forum)
    services.cancel(registration=gone)
    door.check_in(forum=forum, shown=came.ticket_code, helper=organiser, people=1)
    needs, chosen, file = (
        ask(forum, QuestionKind.ACCESS),
        ask(forum, QuestionKind.ONE_CHOICE, 2),
        ask(forum, QuestionKind.FILE, 3),
    )
    answer(came, needs, chosen=[0, 1])
    answer(came, chosen, chosen=[7])
    answer(waiting, file, file="forums/answers/x", file_name="이력서.pdf")

    response = client.post(prepare(client, forum))

    head, *rows = csv_of(response)
    came.refresh_from_db()
    at = [f"{timezone.localtime(each):%Y-%m-%d %H:%M}" for each in (came.registered_at, came.confirmed_at, came.checked_in_at)]
    assert head[2:4] + head[-3:] == ["Nickname", "E-mail address", "Question 1", "Question 2", "Question 3"]
    assert rows == [
        [
            "1",
            "confirmed",
            came.citizen.nickname,
            came.citizen.email,
            "2",
            "2",
            *at,
            "1",
            "Wheelchair space, Sign language",
            "#8",
            "",
        ],
        [
            "2",
            "on the waiting list",
            waiting.citizen.nickname,
            waiting.citizen.email,
            "2",
            "0",
            f"{timezone.localtime(waiting.registered_at):%Y-%m-%d %H:%M}",
            "",
            "",
            "0",
            "",
            "",
            "이력서.pdf",
        ],
    ]
    assert response["Content-Disposition"].startswith(f'attachment; filename="attendees-{forum.slug}-')
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_hostile_names_and_answers_compute_nothing(client, organiser, file_format):
    forum = make_forum(capacity=9)
    question = ask(forum, label_en=HOSTILE, label_ko=HOSTILE)
    for nickname in FORMULAS:
        registration = register(forum)
        User.objects.filter(pk=registration.citizen_id).update(nickname=nickname)
        answer(registration, question, text=f"{nickname}\x0b\x1f 둘째")

    response = client.post(prepare(client, forum, file_format))

    if file_format == "csv":
        rows = csv_of(response)
        assert [row[2] for row in rows[1:]] == ["'" + name for name in FORMULAS]
        assert [row[-1] for row in rows] == [HOSTILE, *(f"'{name} 둘째" for name in FORMULAS)]
    else:
        sheet = xlsx_of(response)
        cells = [row[2] for row in sheet.iter_rows(min_row=2)]
        assert [(cell.value, cell.data_type) for cell in cells] == [(name, "s") for name in FORMULAS]
        assert [row[-1].value for row in sheet.iter_rows()] == [HOSTILE, *(f"{name} 둘째" for name in FORMULAS)]


def test_the_reason_is_needed_and_goes_on_record_with_the_fetch(client, organiser):
    forum = make_forum(capacity=2)
    registration = register(forum)
    url = english("forum_desk:attendees_export", forum.slug)

    refused = [client.post(url, {"reason": reason, "file_format": "csv"}).status_code for reason in ("", "  ", "짧음")]
    odd = client.post(url, {"reason": WHY, "file_format": "exe"}).status_code
    assert (refused, odd, AttendeeExport.objects.count(), AuditEvent.objects.views().count()) == ([422] * 3, 422, 0, 0)
    client.post(prepare(client, forum))

    prepared, fetched = AuditEvent.objects.filter(subject=f"forum:{forum.pk}").order_by("number")
    export = AttendeeExport.objects.get()
    assert (prepared.action, prepared.actor, prepared.reason) == ("attendees.export_prepared", organiser.pk, WHY)
    assert prepared.details == {"export": str(export.uid), "format": "csv"}
    assert (fetched.action, fetched.actor, fetched.reason) == ("personal_data.viewed", organiser.pk, WHY)
    people = {
        "list": "exported",
        "registrations": 1,
        "people": pseudonyms(scope=f"forum:{forum.pk}", people=[registration.citizen_id]),
    }
    assert (fetched.subject, fetched.details) == (f"forum:{forum.pk}", people)


def test_an_export_works_once(client, organiser):
    url = prepare(client, make_forum())

    looked = [client.get(url).status_code for _ in range(2)]
    first, second, page = client.post(url), client.post(url), client.get(url)

    assert (looked, first.status_code, second.status_code, page.status_code) == ([200, 200], 200, 410, 410)
    assert "each export works once" in text_of(second)


def test_an_export_is_over_after_an_hour(client, organiser, time_machine, settings):
    settings.STAFF_SESSION_IDLE_MINUTES = 120
    now = timezone.now().replace(microsecond=0)
    time_machine.move_to(now, tick=False)
    first, second = (prepare(client, make_forum()) for _ in range(2))

    time_machine.move_to(now + timedelta(minutes=60) - timedelta(microseconds=1), tick=False)
    in_time = client.post(first).status_code
    time_machine.move_to(now + timedelta(minutes=60), tick=False)
    too_late = [client.get(second), client.post(second)]

    assert (in_time, [page.status_code for page in too_late]) == (200, [410, 410])
    assert "the hour is over" in text_of(too_late[1])


def test_another_organiser_finds_no_such_export(client, organiser):
    url = prepare(client, make_forum())
    other = Client()
    sign_in_organiser(other)

    answers = [
        other.get(url).status_code,
        other.post(url).status_code,
        client.post(english("forum_desk:export", uuid4())).status_code,
    ]

    assert answers == [404, 404, 404]
    assert client.post(url).status_code == 200


def test_whoever_lost_the_role_meanwhile_gets_nothing(client, organiser):
    url = prepare(client, make_forum())

    accounts.withdraw_role(person=organiser, role="organiser", by=make_staff("administrator"))

    assert [client.get(url).status_code, client.post(url).status_code] == [403, 403]
    with pytest.raises(NotAllowed):
        exports.fetch(uid=AttendeeExport.objects.get().uid, owner=User.objects.get(pk=organiser.pk))
    assert AttendeeExport.objects.get().fetched_at is None


@pytest.mark.django_db(transaction=True)
def test_of_ten_fetches_at_the_same_time_one_gets_the_file():
    organiser = make_staff("organiser")
    export = exports.prepare(forum=make_forum(), owner=organiser, reason=WHY, file_format="csv")

    outcomes = at_once([lambda: exports.fetch(uid=export.uid, owner=organiser)] * 10)

    assert sum(isinstance(outcome, tuple) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, exports.ExportGone) for outcome in outcomes) == 9
    assert AuditEvent.objects.views().count() == 1


def test_more_than_twenty_exports_an_hour_are_too_many(organiser):
    forum = make_forum()
    for _ in range(exports.EXPORTS_AN_HOUR):
        exports.prepare(forum=forum, owner=organiser, reason=WHY, file_format="csv")

    with pytest.raises(TooManyRequests):
        exports.prepare(forum=forum, owner=organiser, reason=WHY, file_format="csv")


def test_a_table_asks_as_much_for_one_row_as_for_thirty_and_twice_for_two_lots(monkeypatch):
    forum, counts = make_forum(capacity=40), []
    question = ask(forum)
    for size in (1, 29):
        for _ in range(size):
            answer(register(forum), question, text="네")
        with CaptureQueriesContext(connection) as queries:
            list(table(forum, keys=keys_of(forum), language="ko"))
        counts.append(len(queries))
    monkeypatch.setattr("portal.forum_desk.attendees.table.ROWS_AT_ONCE", 20)
    with CaptureQueriesContext(connection) as queries:
        rows = list(table(forum, keys=keys_of(forum), language="ko"))

    assert counts[0] == counts[1] == len(queries) - 2
    assert [row[0] for row in rows[1:]] == list(range(1, 31))


def test_a_file_holds_nobody_who_registered_after_the_look_was_recorded(organiser, monkeypatch):
    monkeypatch.setattr("portal.forum_desk.attendees.table.ROWS_AT_ONCE", 1)
    forum = make_forum(capacity=9)
    first, leaves = register(forum), register(forum)
    export = exports.prepare(forum=forum, owner=organiser, reason=WHY, file_format="csv")

    _export, keys = exports.fetch(uid=export.uid, owner=organiser)
    late = register(forum)
    services.cancel(registration=leaves)
    rows = list(table(forum, keys=keys, language="en"))

    assert AuditEvent.objects.views().get().details["people"] == pseudonyms(
        scope=f"forum:{first.forum_id}", people=[first.citizen_id, leaves.citizen_id]
    )
    assert late.state == "confirmed"
    assert [row[0] for row in rows[1:]] == [first.arrival]


def test_erased_people_leave_numbers_only(client, organiser):
    forum = make_forum(capacity=1)
    registration = register(forum)
    Registration.objects.filter(pk=registration.pk).update(citizen=None, anonymised_at=timezone.now())

    rows = csv_of(client.post(prepare(client, forum)))

    assert rows[1][2:5] == ["", "", "1"]


def test_lists_are_for_organisers(client):
    forum = make_forum()
    client.force_login(make_staff("moderator"))

    pages = [english(name, forum.slug) for name in ("forum_desk:attendees_print", "forum_desk:attendees_export")]

    assert [client.post(page, {"reason": WHY, "file_format": "csv"}).status_code for page in pages] == [403, 403]
    assert not AuditEvent.objects.views().exists()
