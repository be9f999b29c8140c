"""What a device at the door sends once it has a connection again: its scans, as JSON. Pure.

`{"scans": [{"key": UUID, "shown": text, "people": number, "scanned_at": ISO 8601, "device_outcome": outcome or ""}]}`
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware
from django.utils.translation import gettext as _

from portal.core.errors import InvalidInput
from portal.door.states import Outcome

MOST_SCANS, LONGEST_SHOWN, MOST_PEOPLE = 100, 300, 99
# What a device can say by itself.
TELLABLE = (
    Outcome.ENTERED,
    Outcome.ALREADY,
    Outcome.CANCELLED,
    Outcome.NOT_SEATED,
    Outcome.OTHER_FORUM,
    Outcome.REPLACED,
    Outcome.FORGED,
)


@dataclass(frozen=True)
class DeviceScan:
    """One ticket that a device looked at. `device_outcome` is empty if it asks the portal right now."""

    key: UUID
    shown: str
    people: int
    scanned_at: datetime
    device_outcome: str


class UnreadableScans(InvalidInput):
    """Not what the page of the door sends."""


def read_scans(body: bytes) -> list[DeviceScan]:
    """The scans in the body of a request. Raises UnreadableScans."""
    try:
        return [_read(row) for row in _rows(json.loads(body)["scans"])]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise UnreadableScans(_("This could not be read. Please reload the door page.")) from error


def _rows(rows: object) -> list[dict[str, Any]]:
    if not isinstance(rows, list) or not 1 <= len(rows) <= MOST_SCANS:
        raise ValueError
    return rows


def _read(row: dict[str, Any]) -> DeviceScan:
    shown, people, device_outcome = row["shown"], row["people"], row["device_outcome"]
    scanned_at = parse_datetime(row["scanned_at"])
    is_readable = isinstance(shown, str) and shown.strip() and len(shown) <= LONGEST_SHOWN and "\x00" not in shown
    is_counted = type(people) is int and 0 <= people <= MOST_PEOPLE
    if (
        not is_readable
        or not is_counted
        or device_outcome not in ("", *TELLABLE)
        or scanned_at is None
        or not is_aware(scanned_at)
    ):
        raise ValueError
    return DeviceScan(UUID(row["key"]), shown, people, scanned_at, device_outcome)
