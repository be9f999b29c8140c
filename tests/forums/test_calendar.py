"""Calendar files against RFC 5545: read back by the library, and by a strict reader written here from the RFC's text."""

import re
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import vobject
from icalendar import Calendar

from portal.forums.calendar import Meeting, Organiser, cancellation, invitation, one_line, publication

SEOUL = ZoneInfo("Asia/Seoul")
AT = datetime(2026, 11, 23, 5, 6, 7, 890, tzinfo=UTC)
ORGANISER = Organiser(name="한밭마당", address="no-reply@madang.example", host="madang.example")
UID = UUID("6db664c7-a7f7-40d0-8921-3b650c53546a")

HOSTILE = [
    '쉼표, 세미콜론; 역슬래시 \\ 따옴표 " 콜론: 물음표?',
    "줄바꿈\r\nATTENDEE:mailto:evil@example.org",
    "줄바꿈\nEND:VEVENT\nBEGIN:VEVENT",
    "리턴만\rSTATUS:CANCELLED",
    "NUL\x00과 벨\x07과 이스케이프\x1b[31m",
    "가" * 150,
    "가나다 " * 40,
    "👩‍👩‍👧‍👦 트램 🚋" * 10,
    "<script>alert(1)</script>",
    '=HYPERLINK("http://evil")',
    "끝에 역슬래시\\",
    "줄 나눔 문자\u2028와 \u2029 그리고 \x85",
]


def meeting(**fields) -> Meeting:
    values = {
        "uid": UID,
        "sequence": 3,
        "title": "트램 포럼",
        "description": "요약\nhttps://madang.example/forums/tram/",
        "location": "시청 대강당, 서구 둔산로 100",
        "url": "https://madang.example/forums/tram/",
        "starts_at": datetime(2026, 12, 1, 14, tzinfo=SEOUL),
        "ends_at": datetime(2026, 12, 1, 16, tzinfo=SEOUL),
    }
    return Meeting(**{**values, **fields})


def strict(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Every content line as name, parameters and raw value. Fails on whatever RFC 5545 section 3.1 forbids."""
    octets = text.encode()
    assert octets.endswith(b"\r\n")
    physical = octets.removesuffix(b"\r\n").split(b"\r\n")
    for line in physical:
        assert 0 < len(line) <= 75, "a line is at most 75 octets long and never empty"
        line.decode()  # folded between characters, so that every line is whole UTF-8
        assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", line), "no control character but the tab"
    logical = b"\r\n".join(physical).replace(b"\r\n ", b"").decode().split("\r\n")
    return [content_line(line) for line in logical]


def content_line(line: str) -> tuple[str, dict[str, str], str]:
    found = re.fullmatch(r'([A-Z-]+)((?:;[A-Z-]+=(?:"[^"\x00-\x1f]*"|[^";:,\x00-\x1f]*))*):(.*)', line)
    assert found, line
    name, parameters, value = found.groups()
    pairs = re.findall(r';([A-Z-]+)=("[^"]*"|[^";:,]*)', parameters)
    return name, {key: text.strip('"') for key, text in pairs}, value


def unescaped(value: str) -> str:
    """RFC 5545 section 3.3.11: only these four are written with a backslash, and nothing else is left bare."""
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value), "commas and semicolons are escaped"
    assert re.fullmatch(r"(?:[^\\]|\\[\\;,nN])*", value), "no other escape"
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], value)


def properties(text: str, component: str) -> dict[str, tuple[dict[str, str], str]]:
    """The properties of the only such component; fails if one stands twice or components do not nest."""
    open_components, found = [], {}
    for name, parameters, value in strict(text):
        if name == "BEGIN":
            open_components.append(value)
        elif name == "END":
            assert open_components.pop() == value
        elif open_components[-1] == component:
            assert name not in found, f"{name} stands twice"
            found[name] = (parameters, value)
    assert open_components == []
    return found


def test_an_invitation_has_all_that_rfc_5546_asks_for():
    text = invitation(meeting(), ORGANISER, attendee="citizen@example.org", at=AT)

    calendar, event, zone = (properties(text, name) for name in ("VCALENDAR", "VEVENT", "VTIMEZONE"))
    assert {name: value for name, (_, value) in calendar.items()} == {
        "VERSION": "2.0",
        "PRODID": "-//Hanbat Madang//Forums//KO",
        "CALSCALE": "GREGORIAN",
        "METHOD": "REQUEST",
    }
    assert event["UID"] == ({}, f"{UID}@madang.example")
    assert event["SEQUENCE"] == ({}, "3")
    assert event["DTSTAMP"] == ({}, "20261123T050607Z")
    assert event["DTSTART"] == ({"TZID": "Asia/Seoul"}, "20261201T140000")
    assert event["DTEND"] == ({"TZID": "Asia/Seoul"}, "20261201T160000")
    assert event["STATUS"] == ({}, "CONFIRMED")
    assert event["ORGANIZER"] == ({"CN": "한밭마당"}, "mailto:no-reply@madang.example")
    assert event["ATTENDEE"] == (
        {"PARTSTAT": "ACCEPTED", "ROLE": "REQ-PARTICIPANT", "RSVP": "FALSE"},
        "mailto:citizen@example.org",
    )
    assert zone == {"TZID": ({}, "Asia/Seoul")}


def test_the_zone_is_nine_hours_ahead():
    standard = properties(publication(meeting(), ORGANISER, at=AT), "STANDARD")

    assert (standard["TZOFFSETFROM"][1], standard["TZOFFSETTO"][1], standard["TZNAME"][1]) == ("+0900", "+0900", "KST")


def test_a_publication_names_nobody():
    text = publication(meeting(), ORGANISER, at=AT)

    assert properties(text, "VCALENDAR")["METHOD"] == ({}, "PUBLISH")
    assert "ATTENDEE" not in properties(text, "VEVENT")


def test_a_publication_of_a_cancelled_forum_says_so():
    text = publication(meeting(is_cancelled=True), ORGANISER, at=AT)

    assert properties(text, "VEVENT")["STATUS"] == ({}, "CANCELLED")


def test_a_cancellation_has_the_uid_of_the_invitation():
    text = cancellation(meeting(sequence=4), ORGANISER, attendee="citizen@example.org", at=AT)

    event = properties(text, "VEVENT")
    assert properties(text, "VCALENDAR")["METHOD"] == ({}, "CANCEL")
    assert (event["UID"][1], event["SEQUENCE"][1], event["STATUS"][1]) == (f"{UID}@madang.example", "4", "CANCELLED")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_stay_values(text):
    hostile = meeting(title=text, description=text, location=text)
    organiser = Organiser(name=text, address="no-reply@madang.example", host="madang.example")

    written = invitation(hostile, organiser, attendee="citizen@example.org", at=AT)

    event = properties(written, "VEVENT")
    one_line = " ".join(re.sub(r"[\x00-\x08\x0b-\x1f\x7f\x85]", lambda m: "\n" if m[0] == "\r" else "", text).split())
    assert unescaped(event["SUMMARY"][1]) == one_line
    assert unescaped(event["LOCATION"][1]) == one_line
    assert event["STATUS"] == ({}, "CONFIRMED")
    (read,) = Calendar.from_ical(written).walk("VEVENT")
    assert (read["SUMMARY"], read["LOCATION"], read["UID"]) == (one_line, one_line, f"{UID}@madang.example")
    assert len(Calendar.from_ical(written).walk("VEVENT")) == 1


@pytest.mark.parametrize("write", [invitation, cancellation], ids=["REQUEST", "CANCEL"])
@pytest.mark.parametrize("title", [title for title in HOSTILE if "\x00" not in title])
def test_a_second_library_reads_the_same(write, title):
    text = write(meeting(title=title), ORGANISER, attendee="minji@example.org", at=AT)

    read = vobject.readOne(text)

    event = read.vevent
    assert read.method.value == ("REQUEST" if write is invitation else "CANCEL")
    assert (event.uid.value, event.sequence.value) == (f"{UID}@madang.example", "3")
    assert event.summary.value == one_line(title)
    assert event.dtstart.value == datetime(2026, 12, 1, 14, tzinfo=SEOUL)
    assert event.attendee.value == "mailto:minji@example.org"


def test_a_hostile_address_cannot_start_a_line():
    text = invitation(meeting(), ORGANISER, attendee="x\r\nSTATUS:CANCELLED\r\n@example.org?bcc=y", at=AT)

    event = properties(text, "VEVENT")
    assert event["ATTENDEE"][1] == "mailto:x%0D%0ASTATUS%3ACANCELLED%0D%0A@example.org%3Fbcc%3Dy"


def test_a_forum_over_midnight_and_new_year_keeps_its_dates():
    overnight = meeting(starts_at=datetime(2026, 12, 31, 23, 30, tzinfo=SEOUL), ends_at=datetime(2027, 1, 1, 0, 30, tzinfo=SEOUL))

    event = properties(publication(overnight, ORGANISER, at=AT), "VEVENT")

    assert (event["DTSTART"][1], event["DTEND"][1]) == ("20261231T233000", "20270101T003000")
