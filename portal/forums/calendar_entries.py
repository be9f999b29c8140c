"""Forums as entries of calendars, in the active language and in the city's time zone."""

from collections.abc import Iterable
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from portal.core.web.context import names
from portal.forums import calendar
from portal.forums.models import Forum


def public_file(forum: Forum) -> str:
    """The forum for anybody's calendar."""
    return calendar.publication(meeting_of(forum), organiser(), at=timezone.now())


def public_feed(forums: Iterable[Forum]) -> str:
    """Forums for everybody's calendar; no query."""
    return feed_of([meeting_of(forum) for forum in forums], name=names()["name"])


def feed_of(meetings: list[calendar.Meeting], *, name: str) -> str:
    """Meetings that a calendar program reads again by itself, under this name."""
    return calendar.feed(meetings, organiser(), name=name, at=timezone.now())


def meeting_of(forum: Forum, *, joining: str = "") -> calendar.Meeting:
    """The forum as every calendar shows it; `joining` says how to take part online, to those who may know."""
    url = settings.SITE_URL.rstrip("/") + forum.get_absolute_url()
    return calendar.Meeting(
        uid=forum.uid,
        sequence=forum.revision,
        title=forum.title,
        description="\n".join(part for part in (forum.summary, joining, url) if part),
        location=", ".join(part for part in (forum.venue, forum.address) if part),
        url=url,
        starts_at=timezone.localtime(forum.starts_at),
        ends_at=timezone.localtime(forum.ends_at),
        is_cancelled=forum.is_cancelled,
    )


def organiser() -> calendar.Organiser:
    """The portal, as it invites."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return calendar.Organiser(name=name or names()["name"], address=address, host=host)
