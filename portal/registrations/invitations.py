"""Calendar files of registrations, in one language and in the city's time zone."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.core.web.context import names
from portal.forums import calendar
from portal.forums.calendar_entries import feed_of, meeting_of, organiser
from portal.registrations.models import Registration


class Message(Protocol):
    """How an invitation or a cancellation is written."""

    def __call__(self, meeting: calendar.Meeting, organiser: calendar.Organiser, *, attendee: str, at: datetime) -> str: ...


def own_file(registration: Registration) -> str:
    """The forum for the calendar of somebody with a seat, in the active language.

    It has the UID of their own invitation, so that the calendar does not show the forum twice.
    """
    return calendar.publication(_meeting(registration), organiser(), at=timezone.now())


def invitation(registration: Registration) -> str:
    """The file of a confirmation mail, in the citizen's language."""
    return _message(calendar.invitation, registration)


def cancellation(registration: Registration) -> str:
    """The file that takes the invitation out of the calendar again."""
    return _message(calendar.cancellation, registration)


def personal_feed(registrations: Iterable[Registration], *, language: str) -> str:
    """One person's forums, fetched with them; no query. Each under the UID of its invitation, so that none shows twice."""
    with translation.override(language):
        return feed_of([_meeting(each) for each in registrations], name=f"{names()['name']}: {_('My forums')}")


def _message(write: Message, registration: Registration) -> str:
    citizen = registration.addressee()
    with translation.override(citizen.language):
        return write(_meeting(registration), organiser(), attendee=citizen.email, at=timezone.now())


def _meeting(registration: Registration) -> calendar.Meeting:
    """Both counters only rise, and so does their sum, which is the SEQUENCE that calendars compare."""
    forum = registration.forum
    return replace(
        meeting_of(forum, joining=_joining(registration)),
        uid=registration.uid,
        sequence=forum.revision + registration.sequence,
        is_cancelled=forum.is_cancelled or registration.is_cancelled,
        is_tentative=not registration.is_confirmed,
    )


def _joining(registration: Registration) -> str:
    """The link for taking part online, for those with a confirmed seat only."""
    url = registration.forum.online_url
    return f"{_('Taking part online')}: {url}" if url and registration.is_confirmed else ""
