"""Writing events: in the transaction of what they tell of, as the last thing that transaction does."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from portal.core.models import AuditEvent
from portal.core.people import Person

AT_ONCE = 1_000
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
        return AuditEvent(
            happened_at=timezone.now(),
            actor=_key(self.actor),
            role=self.role or _role(self.actor),
            action=self.action,
            subject=self.subject,
            person=_key(self.person),
            reason=self.reason,
            details=self.details,
        )


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
        return AuditEvent.objects.bulk_create(rows, batch_size=AT_ONCE)
    waiting += rows
    return rows


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
    AuditEvent.objects.bulk_create(rows, batch_size=AT_ONCE)


def _role(actor: Person | int | None) -> str:
    return "system" if actor is None else getattr(actor, "acting_role", "")


def _key(person: Person | int | None) -> int | None:
    return person if person is None or isinstance(person, int) else person.pk
