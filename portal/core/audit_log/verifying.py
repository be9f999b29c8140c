"""Proving that no event was changed since it was written.

Every hash is computed here, from bytes that docs/operations.md describes, since whoever can rewrite an event can also rewrite the
database's own function.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import connection

from portal.core.audit_log.recording import reason_digest
from portal.core.models import AuditEvent, AuditLogHead

ROWS_AT_ONCE = 1_000
NO_HASH = "0" * 64
# Where they stand in a row as it is hashed: whether its reason was erased; and, behind what is not hashed, the reason's digest.
IS_ERASED, DIGEST = 4, 8
LOWEST_NUMBER = -(2**63)
# All as text, so that what is hashed depends neither on the session's settings nor on how Python reads a value.
AS_HASHED = """
    SELECT event.number, hash, kept.salt, kept.text, kept.erased_at IS NOT NULL, previous_hash, number::text,
           trunc(extract(epoch FROM happened_at) * 1000000)::text, actor::text, role, action, subject, person::text,
           reason_digest, details::text
    FROM core_auditevent AS event LEFT JOIN core_auditreason AS kept ON kept.event_id = event.number
    WHERE event.number > %s ORDER BY event.number LIMIT %s
"""


@dataclass(frozen=True)
class Head:
    """The number and the hash of the newest entry; 0 and zeros while there is none."""

    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"


@dataclass(frozen=True)
class Verdict:
    """What `verify` found: how many entries are sound, the last of them, and the first broken entry, if any, and why.

    `erased` says of how many among them the reason was erased.
    """

    count: int
    head: Head
    broken: int | None = None
    erased: int = 0
    why: str = ""


class _Break(Exception):
    """The chain breaks at an entry."""

    def __init__(self, number: int, why: str) -> None:
        super().__init__(why)
        self.number = number


def latest_head() -> Head:
    """The head as it is now: what is published, so that nobody can rewrite the whole audit log unseen."""
    values = AuditLogHead.objects.values_list("number", "hash").first()
    return Head(*(values or (0, NO_HASH)))


def verify(start: int = 1, *, progress: Callable[[int], None] | None = None) -> Verdict:
    """Compute every hash anew from entry `start` on, and stop at the first entry that does not fit.

    The entry before `start` is believed. Reads ROWS_AT_ONCE entries at a time, so memory does not grow; entries appended
    meanwhile are read too. `progress` is called with the number of the entry reached.
    """
    last, erased = Head(start - 1, NO_HASH), 0
    try:
        last = _believed(last)
        while True:
            # Read before the entries: what is appended in between is found by the next round.
            head = latest_head()
            rows = _rows(last.number or LOWEST_NUMBER)
            if not rows:
                break
            for row in rows:
                last = _follow(last, row)
                erased += row[IS_ERASED]
            if progress:
                progress(last.number)
        _check_end(last, head)
    except _Break as found:
        return Verdict(last.number - start + 1, last, found.number, erased, str(found))
    return Verdict(last.number - start + 1, last, erased=erased)


def still_holds(published: Head) -> bool:
    """Whether the entry that was once published as the head is still what it was; the rest is `verify`'s."""
    return AuditEvent.objects.filter(number=published.number, hash=published.hash).exists()


def entry_hash(fields: Iterable[str | None]) -> str:
    """SHA-256 of the fields in their order, each as its length in bytes, a colon, itself and a comma; `-,` where it is null."""
    return sha256(b"record/2," + b"".join(_framed(value) for value in fields)).hexdigest()


def _framed(value: str | None) -> bytes:
    if value is None:
        return b"-,"
    content = value.encode()
    return b"%d:%b," % (len(content), content)


def _rows(after: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(AS_HASHED, [after, ROWS_AT_ONCE])
        return cursor.fetchall()


def _believed(last: Head) -> Head:
    """The entry to start after, with its hash."""
    if not last.number:
        return last
    entry = AuditEvent.objects.filter(number=last.number).first()
    if entry is None:
        raise _Break(last.number, "is missing")
    return Head(entry.number, entry.hash)


def _follow(last: Head, row: tuple[Any, ...]) -> Head:
    """The entry of this row, once it is shown to follow the last one. Raises _Break."""
    number, stored_hash, salt, text, is_erased, *fields = row
    if number <= last.number:
        raise _Break(number, "was put in: the first entry is number 1")
    if number != last.number + 1:
        raise _Break(last.number + 1, "is missing")
    if entry_hash(fields) != stored_hash:
        raise _Break(number, "was changed after it was written")
    if fields[0] != last.hash:
        raise _Break(number, f"does not follow entry {last.number}: one of the two was rewritten")
    _check_reason(number, fields[DIGEST], salt, text, is_erased)
    return Head(number, stored_hash)


def _check_reason(number: int, digest: str, salt: str | None, text: str | None, is_erased: bool) -> None:
    """Raises _Break unless the words beside the entry are those that were given, or were erased."""
    if salt is None or text is None:
        if digest:
            raise _Break(number, "has lost its reason, which was not erased")
    elif not is_erased and reason_digest(salt, text) != digest:
        raise _Break(number, "stands beside another reason than was given")


def _check_end(last: Head, head: Head) -> None:
    """Raises _Break unless the chain ends where the head says."""
    if head.number > last.number:
        raise _Break(last.number + 1, f"is missing: the head says that there are {head.number}")
    if head.number < last.number:
        raise _Break(head.number + 1, f"was put in: the head says that there are {head.number}")
    if head.hash != last.hash:
        raise _Break(last.number, "is not what the head says: one of the two was rewritten")
