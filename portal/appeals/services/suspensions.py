"""Keeping a person out for a time, hiding what they wrote in the same act, and taking both back."""

from datetime import datetime, timedelta
from functools import partial
from uuid import uuid4

from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.accounts import services as accounts
from portal.accounts.models import User
from portal.appeals.mails import suspensions as mail
from portal.appeals.models import LONGEST_SUSPENSION, Suspension
from portal.appeals.services.bulk_actions import hide_everything, show_what_was_hidden
from portal.appeals.services.obsolete import settle_appeal_of
from portal.core.audit_log import NewEvent, record_events
from portal.core.errors import InvalidInput, NotAllowed, RuleViolation
from portal.core.text import formats
from portal.core.text.cleaning import clean_text
from portal.discussion.rules import Rule
from portal.discussion.services.locking import lock_person
from portal.moderation.models import LONGEST_NOTE, LONGEST_REASON, ModerationDecision
from portal.moderation.services.refusals import NotAModerator, RuleMissing

SHORTEST = timedelta(hours=1)


class NotSuspendable(NotAllowed):
    """Nobody suspends themselves or a colleague."""


class AlreadySuspended(RuleViolation):
    """One suspension at a time."""


class NotSuspended(RuleViolation):
    """The suspension was lifted before."""


@transaction.atomic
def suspend(
    *, person: User, moderator: User, rule: str, reason: str, until: datetime, note: str = "", hides_comments: bool = False
) -> Suspension:
    """Keep a person from writing and voting until a moment, from an hour to a year ahead; they may read, withdraw and appeal.

    The person reads `reason`, moderators alone read `note`. With `hides_comments` everything they wrote is hidden in the
    same transaction: a comment sent at that very moment is refused or hidden. Raises InvalidInput, RuleMissing,
    NotAModerator, NotSuspendable or AlreadySuspended.
    """
    if rule not in Rule.values:
        raise RuleMissing(_("Please choose the rule that was broken."))
    now = timezone.now()
    if not now + SHORTEST <= until <= now + LONGEST_SUSPENSION:
        raise InvalidInput(_("A suspension lasts from one hour to one year."))
    reason = clean_text(reason, max_length=LONGEST_REASON)
    note = clean_text(note, max_length=LONGEST_NOTE, min_length=0)
    moderator = entitled_to_suspend(moderator)
    person = lock_person(person)
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
    _log("suspension.began", suspension, moderator, reason, decisions)
    return suspension


@transaction.atomic
def lift(*, suspension: Suspension, moderator: User, reason: str, tells: bool = True) -> Suspension:
    """End a suspension and show again what it had hidden; of one that ran out, what it had hidden.

    What was hidden by another decision, withdrawn since, or confirmed on appeal stays as it is. Raises InvalidInput,
    NotAModerator, NotSuspendable or NotSuspended.
    """
    reason = clean_text(reason, max_length=LONGEST_REASON)
    moderator = entitled_to_suspend(moderator)
    person = lock_person(_present_account(suspension))
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
    _log("suspension.lifted", suspension, moderator, reason, decisions)
    return suspension


def record_view(*, reader: User, person: User) -> None:
    """Write to the audit log that an administrator reads about a person, who can see that it happened and why."""
    with translation.override(person.language):
        why = _("To assess comments of this account and the decisions about them.")
    accounts.record_view(request_user=reader, whose=person, why=why, subject=f"person:{person.pk}")


def entitled_to_suspend(moderator: User) -> User:
    """The moderator, read again: a right that was taken away is gone at once. Raises NotAModerator."""
    moderator = User.objects.get(pk=moderator.pk)
    if not moderator.has_perm("moderation.everywhere"):
        raise NotAModerator(_("Only administrators suspend people."))
    return moderator


def _check_suspendable(person: User, moderator: User, now: datetime) -> None:
    if person.pk == moderator.pk:
        raise NotSuspendable(_("You cannot suspend yourself."))
    if person.is_staff:
        raise NotSuspendable(_("This person holds a role. An administrator has to revoke the role first."))
    earlier = Suspension.objects.of(person)
    if running := earlier.active(now).first():
        raise AlreadySuspended(
            _("This person is suspended already, until %(until)s. Lift that suspension first.")
            % {"until": formats.moment(timezone.localtime(running.ends_at), language=get_language())}
        )
    # What ran out by the clock makes room for the next.
    earlier.filter(lifted_at=None).update(lifted_at=F("ends_at"))


def _check_liftable(suspension: Suspension, person: User, moderator: User) -> None:
    if suspension.is_of(moderator) or person.pk == moderator.pk:
        raise NotSuspendable(_("You cannot lift your own suspension."))
    if suspension.is_lifted:
        raise NotSuspended(_("This suspension has been lifted already. Nothing was changed."))


def _present_account(suspension: Suspension) -> User:
    """Whichever account the suspended person uses now."""
    people = User.objects
    return people.filter(identity=suspension.person_key or None).first() or people.get(pk=suspension.person_id)


def _log(action: str, suspension: Suspension, moderator: User, reason: str, decisions: list[ModerationDecision]) -> None:
    """One entry for the act and one for each comment it touched."""
    details = {
        "suspension": suspension.pk,
        "rule": suspension.rule,
        "until": suspension.ends_at.isoformat(),
        "comments": len(decisions),
    }
    event = partial(NewEvent, actor=moderator, role="administrator")
    events = [event(action=action, subject=f"person:{suspension.person_id}", reason=reason, details=details)]
    events += [
        event(
            action=f"moderation.{decision.action}",
            subject=f"comment:{decision.comment_id}",
            reason=decision.reason,
            details={"decision": decision.pk, "rule": decision.rule, "suspension": suspension.pk},
        )
        for decision in decisions
    ]
    record_events(events)
