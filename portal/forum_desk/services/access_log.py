"""Organisers look at attendees' personal data: with a reason, on record before anything is shown.

The audit log calls a forum's people by pseudonyms, whose key `retention` destroys together with their data.
"""

from collections.abc import Iterable

from django.db import transaction

from portal.accounts.models import User
from portal.core.audit_log import record_event
from portal.core.audit_log.pseudonyms import pseudonyms
from portal.core.models import AuditEvent
from portal.core.text.cleaning import clean_line
from portal.forums.models import Forum
from portal.registrations.models import FormAnswer, Registration

SHORTEST_REASON, LONGEST_REASON = 5, 300


@transaction.atomic
def log_access(*, registration: Registration, organiser: User, reason: str, file: FormAnswer | None = None) -> AuditEvent:
    """Note that an organiser is about to see a party's address and answers, or one of its files.

    The person reads the reason, and the organiser's role without a name, under "Who accessed my personal data". Raises
    UnusableText.
    """
    called = pseudonyms(scope=f"forum:{registration.forum_id}", people=[registration.citizen_id])
    return record_event(
        action=AuditEvent.PERSONAL_DATA_VIEWED,
        actor=organiser,
        subject=f"registration:{registration.pk}",
        reason=usable_reason(reason),
        details={AuditEvent.PEOPLE: called, **({"file": file.pk} if file else {})},
    )


@transaction.atomic
def log_list_access(*, forum: Forum, organiser: User, reason: str, how: str, people: Iterable[int | None]) -> AuditEvent:
    """Note that an organiser is about to take away the data of many people; `how` is "printed" or "exported".

    `people` holds the key of each registration's person, None for those that were erased. One entry for all of them:
    each reads it under "Who accessed my personal data". Raises UnusableText.
    """
    keys = list(people)
    called = pseudonyms(scope=f"forum:{forum.pk}", people=keys)
    return record_event(
        action=AuditEvent.PERSONAL_DATA_VIEWED,
        actor=organiser,
        subject=f"forum:{forum.pk}",
        reason=usable_reason(reason),
        details={"list": how, "registrations": len(keys), AuditEvent.PEOPLE: called},
    )


def usable_reason(reason: str) -> str:
    """The reason as it is kept. Raises UnusableText."""
    return clean_line(reason, min_length=SHORTEST_REASON, max_length=LONGEST_REASON)
