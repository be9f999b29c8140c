"""Hostile titles, names, questions and answers do no harm in any output: pages, ticket, print, CSV, XLSX, feeds, JSON."""

import csv
import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from portal.door.services import check_in as door
from portal.forum_desk import services
from portal.forum_desk.services import exports
from portal.registrations import services as registrations_services
from portal.registrations.links import registration_path
from portal.registrations.models import Question, Registration
from portal.registrations.services.responses import GivenAnswer
from portal.registrations.states import QuestionKind
from portal.registrations.tickets.signed import ticket_token
from tests.factories import make_citizen, make_forum, make_staff
from tests.forum_desk.managing import text_of
from tests.forums.test_calendar import strict

pytestmark = pytest.mark.django_db
SCRIPT = '"><script>alert(7)</script>{{ 7*7 }}'
FORMULA = '=HYPERLINK("https://evil.example/","x")'
WIDE = "＝cmd|' /C calc'!A0"


@pytest.fixture
def seat() -> Registration:
    """Somebody hostile with a seat at a forum that is about to begin, written by somebody hostile."""
    now = timezone.now().replace(microsecond=0)
    forum = make_forum(
        starts_at=now + timedelta(hours=1), registration_closes_at=now + timedelta(hours=1), capacity=3,
        title_ko=f"{FORMULA} {SCRIPT}"[:150], title_en=f"{FORMULA} {SCRIPT}"[:150], venue_ko=SCRIPT, venue_en=SCRIPT,
        summary_ko=SCRIPT, description_ko=SCRIPT, address_ko=SCRIPT, contact=SCRIPT,
    )  # fmt: skip
    forum.agenda_items.create(position=1, title_ko=SCRIPT, speaker_ko=SCRIPT)
    forum.speakers.create(position=1, name_ko=SCRIPT, affiliation_ko=SCRIPT, introduction_ko=SCRIPT)
    text = Question.objects.create(
        forum=forum, position=1, kind=QuestionKind.TEXT, label_ko=f"{FORMULA} {SCRIPT}", help_ko=SCRIPT
    )
    needs = Question.objects.create(forum=forum, position=2, kind=QuestionKind.ACCESS, label_ko=SCRIPT)
    citizen = make_citizen(nickname=FORMULA[:20])
    given = [GivenAnswer(text, text=f"{WIDE}\n{SCRIPT}"), GivenAnswer(needs, text=SCRIPT)]
    return registrations_services.register(forum=forum, citizen=citizen, given=given)


def desk_pages(seat: Registration) -> list[str]:
    slug = seat.forum.slug
    names = (
        "forum_desk:forum",
        "forum_desk:edit",
        "forum_desk:preview",
        "forum_desk:call_off",
        "forum_desk:duplicate",
        "forum_desk:attendees",
        "forum_desk:mailings",
    )
    pages = [reverse(name, args=[slug]) for name in (*names, "forum_desk:write_mailing", "door:helper_list", "door:door")]
    pages += [reverse("forum_desk:parts", args=[slug, kind]) for kind in ("programme", "speakers", "questions")]
    return [*pages, reverse("forum_desk:desk"), reverse("forum_desk:attendee", args=[slug, seat.pk])]


def citizens_pages(seat: Registration) -> list[str]:
    slug = seat.forum.slug
    pages = [reverse(name, args=[slug]) for name in ("forums:forum_detail", "registrations:cancel", "registrations:answers")]
    pages += [reverse(name) for name in ("forums:forum_list", "forums:month", "registrations:my_forums")]
    return [*pages, registration_path(seat), reverse("registrations:ticket", args=[ticket_token(seat)])]


def assert_harmless(page: str) -> None:
    assert "<script>alert(7)" not in page
    assert '"><script' not in page
    assert "alert(7)" in page


def test_pages_and_ticket_show_it_as_text(client, seat):
    client.force_login(seat.citizen)
    for address in citizens_pages(seat):
        assert_harmless(text_of(client.get(address)))


def test_the_organisers_pages_show_it_as_text(client, seat):
    organiser = make_staff("organiser")
    client.force_login(organiser)
    draft = services.duplicate(forum=seat.forum, starts_at=seat.forum.starts_at + timedelta(days=9), uid=uuid4(), by=organiser)

    for address in [*desk_pages(seat), *(reverse(f"forum_desk:{name}", args=[draft.slug]) for name in ("publish", "discard"))]:
        assert_harmless(text_of(client.get(address)))


def test_the_printed_list_and_a_look_at_the_answers_show_it_as_text(client, seat):
    client.force_login(make_staff("organiser"))
    why = {"reason": "좌석 안내에 필요합니다"}

    for name, arguments in (
        ("forum_desk:attendees_print", [seat.forum.slug]),
        ("forum_desk:attendee", [seat.forum.slug, seat.pk]),
    ):
        assert_harmless(text_of(client.post(reverse(name, args=arguments), why)))


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_no_cell_of_an_export_computes_anything(client, seat, file_format):
    organiser = make_staff("organiser")
    client.force_login(organiser)
    export = exports.prepare(forum=seat.forum, owner=organiser, reason="좌석 안내에 필요합니다", file_format=file_format)

    answer = client.post(reverse("forum_desk:export", args=[export.uid]))
    content = b"".join(answer.streaming_content)

    if file_format == "csv":
        cells = [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]
        assert [cell for cell in cells if cell[:1] in set("=+-@＝＋－＠\t\r")] == []
    else:
        cells = [cell for row in load_workbook(io.BytesIO(content)).active.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n"}
    assert any("HYPERLINK" in str(getattr(cell, "value", cell)) for cell in cells)
    assert "evil" not in answer["Content-Disposition"]


def test_feeds_and_the_doors_snapshot_hold_it_as_values(client, seat):
    feed = client.get(reverse("forums:feed")).content.decode()
    client.force_login(make_staff("organiser"))
    snapshot = client.get(reverse("door:snapshot", args=[seat.forum.slug]))

    assert [
        name
        for name, _parameters, value in strict(feed)
        if "alert(7)" in value and name not in {"SUMMARY", "LOCATION", "DESCRIPTION"}
    ] == []
    assert snapshot["Content-Type"] == "application/json"
    assert FORMULA[:20] not in snapshot.content.decode()


def test_the_door_takes_whatever_is_shown_and_prints_none_of_it(client, seat):
    organiser = make_staff("organiser")
    client.force_login(organiser)

    client.post(reverse("door:door", args=[seat.forum.slug]), {"shown": SCRIPT})

    page = text_of(client.get(reverse("door:door", args=[seat.forum.slug])))
    assert "<script>alert(7)" not in page
    assert door.check_in(forum=seat.forum, shown=ticket_token(seat), helper=organiser).outcome == "entered"
