"""Keeping a person out for a time, hiding what they wrote in the same act, and taking both back."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.accounts import services as accounts
from portal.core import formats
from portal.core.errors import InvalidInput, NotAllowed, RuleViolation
from portal.core.record import Deed, record_many
from portal.core.text import clean_text
from portal.discussion.rules import Rule
from portal.moderation import suspension_mail as mail
from portal.moderation.models import LONGEST_NOTE, LONGEST_REASON, Suspension
from portal.moderation.services.moot import settle_appeal_of
from portal.moderation.services.refusals import NotAModerator, RuleMissing
from portal.moderation.services.together import hide_everything, show_what_was_hidden

SHORTEST, LONGEST = timedelta(hours=1), timedelta(days=366)


class NotSuspendable(NotAllowed):
    """Nobody suspends themselves or a colleague."""


class AlreadySuspended(RuleViolation):
    """One suspension at a time."""


class NotSuspended(RuleViolation):
    """The suspension was lifted before."""


@transaction.atomic
def suspend(
    *, person, moderator, rule: str, reason: str, until: datetime, note: str = "", hides_comments: bool = False
) -> Suspension:
    """Keep a person from writing and voting until a moment, from an hour to a year ahead; they may read, withdraw and appeal.

    The person reads `reason`, moderators alone read `note`. With `hides_comments` everything they wrote is hidden in the
    same transaction: a comment sent at that very moment is refused or hidden. Raises InvalidInput, RuleMissing,
    NotAModerator, NotSuspendable or AlreadySuspended.
    """
    if rule not in Rule.values:
        raise RuleMissing(_("Please choose the rule that was broken."))
    now = timezone.now()
    if not now + SHORTEST <= until <= now + LONGEST:
        raise InvalidInput(_("A suspension lasts from one hour to one year."))
    reason = clean_text(reason, max_length=LONGEST_REASON)
    note = clean_text(note, max_length=LONGEST_NOTE, min_length=0)
    moderator = entitled_to_suspend(moderator)
    person = held_person(person)
    _check_suspendable(person, moderator, now)
    accounts.suspend_until(person=person, until=until)
    batch = uuid4() if hides_comments else None
    decisions = hide_everything(person=person, moderator=moderator, rule=rule, batch=batch) if batch else []
    suspension = Suspension.objects.create(
        person=person,
        person_key=person.person_key or "",
        moderator=moderator,
        rule=rule,
        reason=reason,
        note=note,
        began_at=now,
        ends_at=until,
        batch=batch,
    )
    mail.tell_it_began(suspension, hidden=len(decisions))
    _record("suspension.began", suspension, moderator, reason, decisions)
    return suspension


@transaction.atomic
def lift(*, suspension: Suspension, moderator, reason: str, tells: bool = True) -> Suspension:
    """End a suspension and show again what it had hidden; of one that ran out, what it had hidden.

    What was hidden by another decision, withdrawn since, or confirmed on appeal stays as it is. Raises InvalidInput,
    NotAModerator, NotSuspendable or NotSuspended.
    """
    reason = clean_text(reason, max_length=LONGEST_REASON)
    moderator = entitled_to_suspend(moderator)
    person = held_person(_present_account(suspension))
    suspension = Suspension.objects.select_for_update(no_key=True).get(pk=suspension.pk)
    _check_liftable(suspension, person, moderator)
    now = timezone.now()
    if suspension.is_active(now):
        accounts.suspend_until(person=person, until=None)
    suspension.lifted_at, suspension.lifted_by, suspension.lifted_because = now, moderator, reason
    suspension.save(update_fields=["lifted_at", "lifted_by", "lifted_because"])
    decisions = show_what_was_hidden(suspension=suspension, moderator=moderator, reason=reason) if suspension.batch else []
    settle_appeal_of(suspension)
    if tells:
        mail.tell_it_was_lifted(suspension, person=person, shown=len(decisions))
    _record("suspension.lifted", suspension, moderator, reason, decisions)
    return suspension


def record_look(*, reader, person) -> None:
    """Note that an administrator looks at what moderation knows about a person, who can read that it happened and why."""
    with translation.override(person.language):
        why = _("To judge comments of this account and what was decided about them.")
    accounts.record_view(request_user=reader, whose=person, why=why, subject=f"person:{person.pk}")


def held_person(person):
    """The person as they are now, held: whatever else they do waits. Held before their comments, see docs/architecture.md, 5."""
    return get_user_model().objects.select_for_update(no_key=True).get(pk=person.pk)


def entitled_to_suspend(moderator):
    """The moderator, read again: a right that was taken away is gone at once. Raises NotAModerator."""
    moderator = get_user_model().objects.get(pk=moderator.pk)
    if not moderator.has_perm("moderation.everywhere"):
        raise NotAModerator(_("Only administrators suspend people."))
    return moderator


def _check_suspendable(person, moderator, now: datetime) -> None:
    if person.pk == moderator.pk:
        raise NotSuspendable(_("Nobody suspends themselves."))
    if person.is_staff:
        raise NotSuspendable(_("This person holds a role. An administrator has to take the role away first."))
    earlier = Suspension.objects.of(person)
    if running := earlier.active(now).first():
        raise AlreadySuspended(
            _("This person is suspended already, until %(until)s. Lift that suspension first.")
            % {"until": formats.moment(timezone.localtime(running.ends_at), language=get_language())}
        )
    # What ran out by the clock makes room for the next.
    earlier.filter(lifted_at=None).update(lifted_at=F("ends_at"))


def _check_liftable(suspension: Suspension, person, moderator) -> None:
    if suspension.is_of(moderator) or person.pk == moderator.pk:
        raise NotSuspendable(_("Nobody lifts their own suspension."))
    if suspension.is_lifted:
        raise NotSuspended(_("This suspension has been lifted already. Nothing was changed."))


def _present_account(suspension: Suspension):
    """Whichever account the suspended person uses now."""
    people = get_user_model().objects
    return people.filter(identity=suspension.person_key or None).first() or people.get(pk=suspension.person_id)


def _record(action: str, suspension: Suspension, moderator, reason: str, decisions: list) -> None:
    """One entry for the act and one for each comment it touched."""
    subject, by = f"person:{suspension.person_id}", {"actor": moderator, "role": "administrator"}
    details = {"suspension": suspension.pk, "rule": suspension.rule, "until": suspension.ends_at.isoformat()}
    deeds = [Deed(action=action, subject=subject, reason=reason, details=details | {"comments": len(decisions)}, **by)]
    deeds += [
        Deed(
            action=f"moderation.{decision.action}",
            subject=f"comment:{decision.comment_id}",
            reason=decision.reason,
            details={"decision": decision.pk, "rule": decision.rule, "suspension": suspension.pk},
            **by,
        )
        for decision in decisions
    ]
    record_many(deeds)
