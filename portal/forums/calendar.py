"""Calendar files of forums (RFC 5545) and the three messages about them (RFC 5546).

Pure: takes plain values, returns the text of the file with CRLF line ends, folded at 75 octets.
Escaping, folding and the time zone definition are the library's work.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import quote
from uuid import UUID

from icalendar import Calendar, Event, vCalAddress, vDuration

from portal.core.text.days import nearest

PRODUCT = "-//Hanbat Madang//Forums//KO"
MARGIN = timedelta(days=366)
READ_AGAIN_AFTER = timedelta(hours=6)


@dataclass(frozen=True)
class Meeting:
    """What a calendar shows of a forum. Times are aware and carry the zone that is to be named."""

    uid: UUID
    sequence: int
    title: str
    description: str
    location: str
    url: str
    starts_at: datetime
    ends_at: datetime
    is_cancelled: bool = False
    # On the waiting list: the time is kept, the seat is not there yet.
    is_tentative: bool = False

    @property
    def status(self) -> str:
        """STATUS of RFC 5545, section 3.8.1.11."""
        return "CANCELLED" if self.is_cancelled else "TENTATIVE" if self.is_tentative else "CONFIRMED"


@dataclass(frozen=True)
class Organiser:
    """Who invites: `host` is the right side of every UID."""

    name: str
    address: str
    host: str


def publication(meeting: Meeting, organiser: Organiser, *, at: datetime) -> str:
    """A file for anybody's calendar (METHOD:PUBLISH, RFC 5546 section 3.2.1: no attendee)."""
    return _file("PUBLISH", [meeting], [_event(meeting, organiser, at)])


def feed(meetings: Sequence[Meeting], organiser: Organiser, *, name: str, at: datetime) -> str:
    """Many meetings that a calendar program reads again by itself; `name` is what it calls them (RFC 7986, sections 5.1
    and 5.7).
    """
    events = [_event(meeting, organiser, at) for meeting in meetings]
    return _file("PUBLISH", meetings, events, name=one_line(name))


def invitation(meeting: Meeting, organiser: Organiser, *, attendee: str, at: datetime) -> str:
    """The seat of one person (METHOD:REQUEST, RFC 5546 section 3.2.2), already accepted."""
    event = _event(meeting, organiser, at)
    event.add("attendee", _attendee(attendee, "ACCEPTED"), encode=False)
    return _file("REQUEST", [meeting], [event])


def cancellation(meeting: Meeting, organiser: Organiser, *, attendee: str, at: datetime) -> str:
    """Takes the invitation with the same UID out of the calendar (METHOD:CANCEL, section 3.2.5)."""
    event = _event(meeting, organiser, at)
    event["status"] = "CANCELLED"
    event.add("attendee", _attendee(attendee, "DECLINED"), encode=False)
    return _file("CANCEL", [meeting], [event])


def one_line(text: str) -> str:
    """The text without line breaks and control characters, for titles and names."""
    return " ".join(printable(text).split())


def printable(text: str) -> str:
    """The text with `\\n` as its only control character: RFC 5545 section 3.1 allows no other."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in {"Cc", "Cs"})


def _event(meeting: Meeting, organiser: Organiser, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{meeting.uid}@{organiser.host}")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", at.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.ends_at)
    event.add("summary", one_line(meeting.title))
    event.add("description", printable(meeting.description))
    event.add("location", one_line(meeting.location))
    event.add("url", meeting.url)
    event.add("status", meeting.status)
    event.add("organizer", _organizer(organiser), encode=False)
    return event


def _organizer(organiser: Organiser) -> vCalAddress:
    address = _mailto(organiser.address)
    address.params["CN"] = one_line(organiser.name)
    return address


def _attendee(address: str, answer: str) -> vCalAddress:
    attendee = _mailto(address)
    attendee.params.update({"ROLE": "REQ-PARTICIPANT", "PARTSTAT": answer, "RSVP": "FALSE"})
    return attendee


def _mailto(address: str) -> vCalAddress:
    """RFC 6068: whatever means something in a URI is percent-encoded, line breaks included."""
    return vCalAddress("mailto:" + quote(address, safe="@+"))


def _file(method: str, meetings: Sequence[Meeting], events: list[Event], *, name: str = "") -> str:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    if name:
        _name(calendar, name)
    for event in events:
        calendar.add_component(event)
    if meetings:
        # Only the rules around the meetings: the zone's changes of the last century are nobody's concern.
        first, last = nearest(min(each.starts_at for each in meetings)), nearest(max(each.ends_at for each in meetings))
        calendar.add_missing_timezones((first - MARGIN).date(), (last + MARGIN).date())
    for zone in calendar.walk("VTIMEZONE"):
        zone.pop("COMMENT", None)
    return calendar.to_ical().decode()


def _name(calendar: Calendar, name: str) -> None:
    """Programs that do not know RFC 7986 read the older names that Apple and Microsoft gave the same things."""
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", READ_AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(READ_AGAIN_AFTER).to_ical().decode())
