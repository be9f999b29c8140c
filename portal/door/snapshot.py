"""What a device keeps in order to look at tickets without a connection: no name, no address, and nothing that a ticket
could be made of.

A device finds what it was shown by its SHA-256, salted with the forum's own UID. It cannot check a ticket's signature,
for that needs the portal's key; so it knows the hash of each ticket there is. The forty bits of a short code can be
tried out, slow hash or not. So only the first digits of its hash are on the list: some four thousand codes fit each of
them, and trying out does not tell which is meant.
"""

from datetime import datetime
from hashlib import sha256
from typing import Any

from portal.door.services.check_in import opening_times
from portal.forums.models import Forum
from portal.registrations.tickets.signed import ticket_token

READ_AT_ONCE = 2_000
# 28 of 256 bits: where ten thousand are registered, one made-up code in 27,000 is taken for somebody's
# (docs/decisions.md, no. 13).
CODE_DIGITS = 7


def snapshot_of(forum: Forum, *, now: datetime) -> dict[str, Any]:
    """Every registration as the door sees it; none once the door is closed for good. One query."""
    opens_at, closes_at = opening_times(forum)
    known = forum.registrations.filter(anonymised_at__isnull=True).order_by("pk")
    rows = known.iterator(chunk_size=READ_AT_ONCE) if now < closes_at and not forum.is_cancelled else ()
    return {
        "forum": forum.pk,
        "salt": forum.uid.hex,
        "taken_at": now.isoformat(),
        "opens_at": opens_at.isoformat(),
        "closes_at": closes_at.isoformat(),
        "registrations": [
            {
                "id": row.pk,
                "version": row.ticket_version,
                "seats": row.seats,
                "state": row.state,
                "checked_in_at": row.checked_in_at.isoformat() if row.checked_in_at else "",
                "code": hash_of(forum, row.ticket_code)[:CODE_DIGITS],
                "ticket": hash_of(forum, ticket_token(row)),
            }
            for row in rows
        ],
    }


def hash_of(forum: Forum, shown: str) -> str:
    """By what a device finds a ticket or a code of this forum."""
    return sha256(f"{forum.uid.hex}:{shown}".encode()).hexdigest()
