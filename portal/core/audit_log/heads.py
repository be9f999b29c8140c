"""The heads of the audit log that are noted each day, and those that witnesses kept.

A head is what makes a rewritten log show: whoever has one outside of the city's reach can ask whether the log still holds it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone

from portal.core.audit_log.coverage import declare_check
from portal.core.audit_log.verifying import Head, latest_head
from portal.core.models import AuditEvent, AuditHead

LINE = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})\s+(?P<number>\d{1,18}):(?P<hash>[0-9a-f]{64})", re.IGNORECASE)
# What stands around a line that somebody quoted in a mail.
QUOTE = "> \t\r\n\ufeff"


class UnreadableHeads(ValueError):
    """Lines that are no heads; the message names each."""


@dataclass(frozen=True)
class KeptHead:
    """A head as a witness kept it."""

    day: date
    head: Head

    def __str__(self) -> str:
        return f"{self.day:%F} {self.head}"


def note_head(*, now: datetime) -> AuditHead | None:
    """Note the head as that of today in Seoul; None if somebody has. Whoever comes second waits for the first and finds it."""
    head, before = latest_head(), AuditHead.objects.order_by("-day").first()
    values = {"number": head.number, "hash": head.hash, "noted_at": now}
    values["count"] = max(0, head.number - (before.number if before else 0))
    noted, is_first = AuditHead.objects.get_or_create(day=timezone.localdate(now), defaults=values)
    return noted if is_first else None


def read_heads(text: str) -> list[KeptHead]:
    """The heads in a text, one on each line: `2026-11-30 120431:5d0e…`. Empty lines and marks of quoting do not count.

    Raises UnreadableHeads.
    """
    lines = [(number, line.strip(QUOTE)) for number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1)]
    heads, bad = [], []
    for number, line in lines:
        if not line:
            continue
        try:
            heads.append(_head(line))
        except ValueError:
            bad.append(f"line {number}: {line[:80]}")
    if bad:
        raise UnreadableHeads("\n  ".join(["These lines are no heads (day, number, colon, hash):", *bad]))
    return heads


def first_lost(kept: Sequence[KeptHead]) -> KeptHead | None:
    """The first of these heads that the audit log does not hold any more; None if it holds all. One query."""
    wanted = {each.head.number for each in kept if each.head.number}
    hashes = dict(AuditEvent.objects.filter(number__in=wanted).values_list("number", "hash"))
    lost = (each for each in kept if each.head.number and hashes.get(each.head.number) != each.head.hash)
    return min(lost, key=lambda each: (each.head.number, each.day), default=None)


def declare_rules() -> None:
    """What was noted has to be in the log. Called once, when the package starts."""
    events = AuditEvent.objects.filter(number=OuterRef("number"), hash=OuterRef("hash"))
    lost = AuditHead.objects.filter(~Exists(events), number__gt=0)
    declare_check("noted heads", "the head noted on {} ({}) is not in the log", lost, columns=("day", "number"))


def _head(line: str) -> KeptHead:
    found = LINE.fullmatch(line)
    if not found:
        raise ValueError(line)
    return KeptHead(date.fromisoformat(found["day"]), Head(int(found["number"]), found["hash"].lower()))
