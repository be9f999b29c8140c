"""The audit log: who did what, to what, about whom and why. Each event carries the hash of the one before.

PostgreSQL numbers and chains the events (migration 0002); `verifying` proves that none was changed since, `coverage` that none is
missing or invented: it holds the log against the rows that it tells of.
"""

from portal.core.audit_log.recording import NewEvent, record_event, record_events, recorded_together
from portal.core.audit_log.verifying import NO_HASH, Head, Verdict, entry_hash, latest_head, still_holds, verify

__all__ = [
    "NO_HASH",
    "Head",
    "NewEvent",
    "Verdict",
    "entry_hash",
    "latest_head",
    "record_event",
    "record_events",
    "recorded_together",
    "still_holds",
    "verify",
]
