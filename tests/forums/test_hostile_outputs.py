"""Titles, names, questions and answers that mean harm stay what they are in every output: pages, ticket, print, CSV, XLSX, feeds, JSON."""

import csv
import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from portal.forums import services
from portal.forums.models import Question, Registration
from portal.forums.place_links import place_path
from portal.forums.services import check_in as door
from portal.forums.services import exports
from portal.forums.services.answers import GivenAnswer
from portal.forums.states import QuestionKind
from portal.forums.tickets import ticket_token
from tests.factories import make_citizen, make_forum, make_staff
from tests.forums.managing import text_of
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
        title_ko=f"{FORMULA} {SCRIPT}"[:150], title_en=f"{FORMULA} {SCRIPT}"[:150], place_ko=SCRIPT, place_en=SCRIPT,
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
    return services.register(forum=forum, citizen=citizen, given=given)


def desk_pages(seat: Registration) -> list[str]:
    slug = seat.forum.slug
    names = ("desk_forum", "desk_edit", "desk_preview", "desk_call_off", "desk_duplicate", "attendees", "letters")
    pages = [reverse(f"forums:{name}", args=[slug]) for name in (*names, "write_letter", "helper_list", "door")]
    pages += [reverse("forums:desk_parts", args=[slug, kind]) for kind in ("programme", "speakers", "questions")]
    return [*pages, reverse("forums:desk"), reverse("forums:attendee", args=[slug, seat.pk])]


def citizens_pages(seat: Registration) -> list[str]:
    slug = seat.forum.slug
    pages = [reverse(f"forums:{name}", args=[slug]) for name in ("forum_detail", "cancel", "answers")]
    pages += [reverse(f"forums:{name}") for name in ("forum_list", "month", "my_forums")]
    return [*pages, place_path(seat), reverse("forums:ticket", args=[ticket_token(seat)])]


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

    for address in [*desk_pages(seat), *(reverse(f"forums:desk_{name}", args=[draft.slug]) for name in ("publish", "discard"))]:
        assert_harmless(text_of(client.get(address)))


def test_the_printed_list_and_a_look_at_the_answers_show_it_as_text(client, seat):
    client.force_login(make_staff("organiser"))
    why = {"reason": "좌석 안내에 필요합니다"}

    for name, arguments in (("attendees_print", [seat.forum.slug]), ("attendee", [seat.forum.slug, seat.pk])):
        assert_harmless(text_of(client.post(reverse(f"forums:{name}", args=arguments), why)))


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_no_cell_of_an_export_computes_anything(client, seat, file_format):
    organiser = make_staff("organiser")
    client.force_login(organiser)
    export = exports.prepare(forum=seat.forum, owner=organiser, reason="좌석 안내에 필요합니다", file_format=file_format)

    answer = client.post(reverse("forums:export", args=[export.uid]))
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
    snapshot = client.get(reverse("forums:door_snapshot", args=[seat.forum.slug]))

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

    client.post(reverse("forums:door", args=[seat.forum.slug]), {"shown": SCRIPT})

    page = text_of(client.get(reverse("forums:door", args=[seat.forum.slug])))
    assert "<script>alert(7)" not in page
    assert door.check_in(forum=seat.forum, shown=ticket_token(seat), helper=organiser).outcome == "entered"
