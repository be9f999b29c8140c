"""Calendar files for forums and registrations, in one language and in the city's time zone."""

from collections.abc import Iterable
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.core.context import names
from portal.forums import calendar
from portal.forums.models import Forum, Registration


def public_file(forum: Forum, registration: Registration | None = None) -> str:
    """The forum for anybody's calendar, in the active language.

    Whoever has a seat gets it under the UID of their own invitation, so that the calendar does not show the forum twice.
    """
    return calendar.publication(_meeting(forum, registration), _organiser(), at=timezone.now())


def invitation(registration: Registration) -> str:
    """The file of a confirmation mail, in the citizen's language."""
    return _message(calendar.invitation, registration)


def cancellation(registration: Registration) -> str:
    """The file that takes the invitation out of the calendar again."""
    return _message(calendar.cancellation, registration)


def public_feed(forums: Iterable[Forum]) -> str:
    """Forums for everybody's calendar, in the active language; no query."""
    return _feed([_meeting(forum, None) for forum in forums], name=names()["name"])


def personal_feed(registrations: Iterable[Registration], *, language: str) -> str:
    """One person's forums, fetched with them; no query. Each under the UID of its invitation, so that none shows twice."""
    with translation.override(language):
        meetings = [_meeting(each.forum, each) for each in registrations]
        return _feed(meetings, name=f"{names()['name']}: {_('My forums')}")


def _feed(meetings: list[calendar.Meeting], *, name: str) -> str:
    return calendar.feed(meetings, _organiser(), name=name, at=timezone.now())


def _message(write, registration: Registration) -> str:
    citizen = registration.citizen
    with translation.override(citizen.language):
        meeting = _meeting(registration.forum, registration)
        return write(meeting, _organiser(), attendee=citizen.email, at=timezone.now())


def _meeting(forum: Forum, registration: Registration | None) -> calendar.Meeting:
    """Both counters only rise, and so does their sum, which is the SEQUENCE that calendars compare."""
    url = settings.SITE_URL.rstrip("/") + forum.get_absolute_url()
    return calendar.Meeting(
        uid=registration.uid if registration else forum.uid,
        sequence=forum.revision + (registration.sequence if registration else 0),
        title=forum.title,
        description="\n".join(part for part in (forum.summary, _online(forum, registration), url) if part),
        place=", ".join(part for part in (forum.place, forum.address) if part),
        url=url,
        starts_at=timezone.localtime(forum.starts_at),
        ends_at=timezone.localtime(forum.ends_at),
        is_cancelled=forum.is_cancelled or bool(registration and registration.is_cancelled),
        is_tentative=bool(registration and not registration.is_confirmed),
    )


def _online(forum: Forum, registration: Registration | None) -> str:
    """The link for taking part, for those with a confirmed seat only."""
    is_shown = forum.online_url and registration is not None and registration.is_confirmed
    return f"{_('Taking part online')}: {forum.online_url}" if is_shown else ""


def _organiser() -> calendar.Organiser:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return calendar.Organiser(name=name or names()["name"], address=address, host=host)
