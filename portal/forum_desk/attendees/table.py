"""A forum's people as a table: what stands in each column of an export. Rows come some at a time, in the reader's language."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.core.files.spreadsheets import Cell
from portal.forum_desk.attendees.rows import words_of
from portal.forums.models import Forum
from portal.registrations.models import Question, Registration
from portal.registrations.states import State

ROWS_AT_ONCE = 1_000


def exported(forum: Forum) -> QuerySet[Registration]:
    """Who stands in an export: whoever is registered now. Who cancelled is nobody's business any more."""
    return forum.registrations.registered()


def table(forum: Forum, *, keys: list[int], language: str) -> Iterator[list[Cell]]:
    """The head, then a row for each of these registrations that still stands; two queries for each ROWS_AT_ONCE of them.

    Whoever registers while the file is written is not in it: `keys` are the ones that are on record as having been looked at.
    """
    questions = list(forum.questions.order_by("position", "pk"))
    with translation.override(language):
        head = _head(questions)
    yield head
    rows = exported(forum).select_related("citizen").prefetch_related("answers")
    # Some keys at a time instead of a cursor, which would need a transaction as long as the download.
    for start in range(0, len(keys), ROWS_AT_ONCE):
        lot = list(rows.filter(pk__in=keys[start : start + ROWS_AT_ONCE]))
        with translation.override(language):
            lines = [_line(registration, questions) for registration in lot]
        yield from lines


def _head(questions: list[Question]) -> list[Cell]:
    return [
        pgettext("order of arrival", "No."),
        pgettext("registration", "State"),
        _("Nickname"),
        _("E-mail address"),
        pgettext("party", "People"),
        _("Seats"),
        _("Registered on"),
        pgettext("registration", "Confirmed on"),
        pgettext("registrations", "Checked in"),
        _("People who came"),
        *(question.label for question in questions),
    ]


def _line(registration: Registration, questions: list[Question]) -> list[Cell]:
    citizen = registration.citizen
    answers = {answer.question_id: answer for answer in registration.answers.all()}
    return [
        registration.arrival,
        str(State(registration.state).label),
        citizen.display_name if citizen else "",
        citizen.email if citizen else "",
        registration.party_size,
        registration.seats,
        _moment(registration.registered_at),
        _moment(registration.confirmed_at),
        _moment(registration.checked_in_at),
        registration.checked_in_people,
        *(words_of(answers[question.pk], question) if question.pk in answers else "" for question in questions),
    ]


def _moment(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""
