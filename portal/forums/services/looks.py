"""Organisers look at attendees' personal data: with a reason, on record before anything is shown."""

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from portal.core.models import RecordEntry
from portal.core.record import record
from portal.core.text import clean_line
from portal.forums.models import Answer, Forum, Registration

SHORTEST_REASON, LONGEST_REASON = 5, 300


@transaction.atomic
def look(*, registration: Registration, organiser: AbstractBaseUser, reason: str, file: Answer | None = None) -> RecordEntry:
    """Note that an organiser is about to see a party's address and answers, or one of its files.

    The person reads the reason, and the organiser's role without a name, under "Who looked at my personal data". Raises UnusableText.
    """
    return record(
        action=RecordEntry.PERSONAL_DATA_VIEWED,
        actor=organiser,
        subject=f"registration:{registration.pk}",
        person=registration.citizen_id,
        reason=usable_reason(reason),
        details={"file": file.pk} if file else {},
    )


@transaction.atomic
def look_at_list(
    *, forum: Forum, organiser: AbstractBaseUser, reason: str, how: str, people: Iterable[int | None]
) -> RecordEntry:
    """Note that an organiser is about to take away the data of many people; `how` is "printed" or "exported".

    `people` holds the key of each registration's person, None for those that were erased. One entry for all of them: each reads it under
    "Who looked at my personal data". Raises UnusableText.
    """
    keys = list(people)
    known = sorted(key for key in keys if key is not None)
    return record(
        action=RecordEntry.PERSONAL_DATA_VIEWED,
        actor=organiser,
        subject=f"forum:{forum.pk}",
        reason=usable_reason(reason),
        details={"list": how, "registrations": len(keys), RecordEntry.PEOPLE: known},
    )


def usable_reason(reason: str) -> str:
    """The reason as it is kept. Raises UnusableText."""
    return clean_line(reason, min_length=SHORTEST_REASON, max_length=LONGEST_REASON)
