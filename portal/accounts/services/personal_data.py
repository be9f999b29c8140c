"""Looking at somebody's personal data: with a reason, on record, and told to the person concerned."""

from django.db import transaction

from portal.accounts.models import User
from portal.core.audit_log import record_event
from portal.core.models import AuditEvent
from portal.core.text.cleaning import clean_line
from portal.core.text.links import normalise_address

SHORTEST_REASON, LONGEST_REASON = 5, 300


@transaction.atomic
def record_view(*, request_user: User, whose: User, why: str, subject: str = "") -> AuditEvent:
    """Note that somebody is about to see another person's data; show it only after this has returned.

    `subject` is what it was needed for ("appeal:12"); without one, the person. The person reads the reason, and the viewer's
    role without a name, under "Who accessed my personal data". Raises UnusableText.
    """
    reason = clean_line(why, min_length=SHORTEST_REASON, max_length=LONGEST_REASON)
    return record_event(
        action=AuditEvent.PERSONAL_DATA_VIEWED,
        actor=request_user,
        subject=subject or f"person:{whose.pk}",
        person=whose,
        reason=reason,
    )


@transaction.atomic
def find_by_address(*, request_user: User, address: str, why: str) -> User | None:
    """Whose this address is. The person found reads why it was looked up, as with `record_view`.

    That somebody asked for an address that nobody has is on record as well, though not the address. Raises UnusableText.
    """
    found = User.objects.filter(email=normalise_address(address)).first()
    if found:
        record_view(request_user=request_user, whose=found, why=why)
        return found
    reason = clean_line(why, min_length=SHORTEST_REASON, max_length=LONGEST_REASON)
    record_event(action="personal_data.not_found", actor=request_user, reason=reason)
    return None
