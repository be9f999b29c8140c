"""Writing events: in the transaction of what they tell of, as the last thing that transaction does."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from hashlib import sha256
from secrets import token_hex
from typing import Any

from django.db import connection
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from portal.core.models import AuditEvent, AuditReason
from portal.core.people import Person

AT_ONCE = 1_000
SALT_BYTES = 16
_waiting: ContextVar[list[AuditEvent] | None] = ContextVar("waiting", default=None)


@dataclass(frozen=True, kw_only=True)
class NewEvent:
    """What one event says. People are users or their keys; without an actor it was the portal itself.

    Without a role it is the user's own (`acting_role`).
    """

    action: str
    actor: Person | int | None = None
    role: str = ""
    subject: str = ""
    person: Person | int | None = None
    reason: str = ""
    details: dict[str, Any] = field(default_factory=dict)

    def row(self) -> AuditEvent:
        """The row to insert; the database gives it its number and hashes."""
        salt = token_hex(SALT_BYTES) if self.reason else ""
        row = AuditEvent(
            happened_at=timezone.now(),
            actor=_key(self.actor),
            role=self.role or _role(self.actor),
            action=self.action,
            subject=self.subject,
            person=_key(self.person),
            reason_digest=reason_digest(salt, self.reason) if self.reason else "",
            details=self.details,
        )
        row.reason, row.salt = self.reason, salt
        return row


def record_event(
    *,
    action: str,
    actor: Person | int | None = None,
    role: str = "",
    subject: str = "",
    person: Person | int | None = None,
    reason: str = "",
    details: dict[str, Any] | None = None,
) -> AuditEvent:
    """Append one event, in the transaction of what it tells of, as the last thing that transaction does.

    `actor` (who did it) and `person` (whose personal data) are users or their keys; an actor's own role is noted where none
    is given. Every other writer waits until this transaction ends. Raises TransactionManagementError outside of one: an entry
    must not outlive what it tells of.
    """
    event = NewEvent(action=action, actor=actor, role=role, subject=subject, person=person, reason=reason, details=details or {})
    return record_events([event])[0]


def record_events(events: Iterable[NewEvent]) -> list[AuditEvent]:
    """Append many events in the order given; see `record_event`. Inside of `recorded_together` they wait for its end."""
    if not connection.in_atomic_block:
        raise TransactionManagementError("An event is recorded inside the transaction of what it tells of.")
    rows, waiting = [event.row() for event in events], _waiting.get()
    if waiting is None:
        _append(rows)
    else:
        waiting += rows
    return rows


def reason_digest(salt: str, reason: str) -> str:
    """What is hashed of a reason. Without the salt, which is erased with it, nobody finds short words by trying."""
    return sha256((salt + reason).encode()).hexdigest()


@contextmanager
def recorded_together() -> Iterator[None]:
    """Append what is recorded inside at the end, in one statement; nothing if an error leaves the block.

    For a service that goes on after it has called others that record. Inside of another such block it changes nothing.
    """
    if _waiting.get() is not None:
        yield
        return
    rows: list[AuditEvent] = []
    token = _waiting.set(rows)
    try:
        yield
    finally:
        _waiting.reset(token)
    _append(rows)


def _append(rows: list[AuditEvent]) -> None:
    """The rows get their numbers and hashes, and the words of their reasons a place beside them."""
    AuditEvent.objects.bulk_create(rows, batch_size=AT_ONCE)
    reasons = [AuditReason(event=row, salt=row.salt, text=row.reason) for row in rows if row.reason]
    AuditReason.objects.bulk_create(reasons, batch_size=AT_ONCE)


def _role(actor: Person | int | None) -> str:
    return "system" if actor is None else getattr(actor, "acting_role", "")


def _key(person: Person | int | None) -> int | None:
    return person if person is None or isinstance(person, int) else person.pk
