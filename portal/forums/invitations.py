"""Calendar files for forums and registrations, in one language and in the city's time zone."""

from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone, translation

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
        description="\n".join(part for part in (forum.summary, url) if part),
        place=", ".join(part for part in (forum.place, forum.address) if part),
        url=url,
        starts_at=timezone.localtime(forum.starts_at),
        ends_at=timezone.localtime(forum.ends_at),
        is_cancelled=forum.is_cancelled,
    )


def _organiser() -> calendar.Organiser:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return calendar.Organiser(name=name or names()["name"], address=address, host=host)
