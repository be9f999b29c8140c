"""Objecting to a decision or a suspension, and ruling on it: always somebody else than who had decided."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.appeals.mails import appeals as mail
from portal.appeals.models import LONGEST_APPEAL, Appeal, Suspension
from portal.appeals.services.suspensions import lift
from portal.core.audit_log import record_event, recorded_together
from portal.core.errors import NotAllowed, RuleViolation
from portal.core.rate_limits import spend
from portal.core.text.cleaning import clean_text
from portal.discussion.models import Comment, State
from portal.discussion.services.locking import lock_as_stored, lock_person
from portal.moderation.models import LONGEST_NOTE, LONGEST_REASON, Action, ModerationDecision, appealable_until
from portal.moderation.services.decisions import decide
from portal.moderation.services.refusals import AlreadyDecided, NotAModerator

APPEALS_PER_HOUR = 20


class NotYourCase(NotAllowed):
    """The decision is about somebody else."""


class NotAppealable(RuleViolation):
    """Nothing of the decision is left to appeal against."""


class AppealTooLate(RuleViolation):
    """The days for an appeal are over."""


class AlreadyAppealed(RuleViolation):
    """One appeal for each decision."""


class OwnDecision(NotAllowed):
    """Whoever decided, and whoever appeals, does not rule."""


@transaction.atomic
def appeal(*, decision: ModerationDecision, author: User, text: str) -> Appeal:
    """Object to a decision that hid one's own comment, once; also while suspended and in a closed discussion.

    Raises UnusableText, TooManyRequests, NotYourCase, AlreadyAppealed, AppealTooLate or NotAppealable.
    """
    text, author = _received(text, author)
    comment = lock_as_stored(decision.comment)
    if not comment.is_by(author):
        raise NotYourCase(_("Only the author of a comment can appeal against a decision about it."))
    _check_not_appealed(Appeal.objects.filter(decision=decision))
    hiding_by = decision.moderator
    if comment.state != State.HIDDEN or comment.decisions.latest_hiding() != decision or hiding_by is None:
        raise NotAppealable(_("The comment is not hidden by this decision any more, so there is nothing to appeal against."))
    return _lodge(text, author, decided_at=decision.created_at, decision=decision, made_by=hiding_by)


@transaction.atomic
def appeal_suspension(*, suspension: Suspension, author: User, text: str) -> Appeal:
    """Object to one's own suspension, once; see `appeal`."""
    text, author = _received(text, author)
    suspension = Suspension.objects.get(pk=suspension.pk)
    if not suspension.is_of(author):
        raise NotYourCase(_("Only the suspended person can appeal against it."))
    _check_not_appealed(Appeal.objects.filter(suspension=suspension))
    if suspension.is_lifted:
        raise NotAppealable(_("The suspension has been lifted, so there is nothing to appeal against."))
    return _lodge(text, author, decided_at=suspension.began_at, suspension=suspension, made_by=suspension.moderator)


@transaction.atomic
def take_back(*, appeal: Appeal, author: User) -> Appeal:
    """Give an appeal up while nobody has ruled on it. Raises NotYourCase or AlreadyDecided."""
    appeal = _lock_appeal(appeal)
    if appeal.author_id != author.pk:
        raise NotYourCase(_("Somebody else appealed; only they can withdraw it."))
    _check_open(appeal)
    appeal.state = Appeal.State.WITHDRAWN
    appeal.save(update_fields=["state"])
    return appeal


@transaction.atomic
def rule(*, appeal: Appeal, moderator: User, reverses: bool, reason: str, note: str = "") -> Appeal:
    """Confirm or reverse what was decided. A reversal shows the comment again as it was, or lifts the suspension.

    Of two moderators who rule at once one wins. Raises InvalidInput, NotAModerator, OwnDecision or AlreadyDecided.
    """
    reason = clean_text(reason, max_length=LONGEST_REASON)
    note = clean_text(note, max_length=LONGEST_NOTE, min_length=0)
    appeal = _lock_appeal(appeal)
    moderator = User.objects.get(pk=moderator.pk)
    _check_may_rule(appeal, moderator)
    _check_open(appeal)
    appeal.state = Appeal.State.REVERSED if reverses else Appeal.State.UPHELD
    appeal.ruled_by, appeal.ruled_at, appeal.reason, appeal.note = moderator, timezone.now(), reason, note
    appeal.save(update_fields=["state", "ruled_by", "ruled_at", "reason", "note"])
    mail.tell_ruling(appeal)
    with recorded_together():
        if reverses:
            _reverse(appeal, moderator)
        record_event(
            action=f"appeal.{appeal.state}",
            actor=moderator,
            role="moderator",
            subject=f"appeal:{appeal.pk}",
            reason=reason,
            details={"decision": appeal.decision_id, "suspension": appeal.suspension_id},
        )
    return appeal


def why_not_to_rule(appeal: Appeal, moderator: User) -> str:
    """Why this moderator cannot rule on an appeal inside their scope; "" if they can."""
    if appeal.made_by_id == moderator.pk:
        return _("You made this decision. Another moderator or an administrator has to rule.")
    if appeal.author_id == moderator.pk or _is_about(appeal, moderator):
        return _("This is your own appeal. Another moderator or an administrator has to rule.")
    comment = appeal.decision.comment if appeal.decision else None
    if comment and comment.is_official and not moderator.has_perm("moderation.everywhere"):
        return _("This is an official reply of the city. Only an administrator rules on it.")
    return ""


def _is_about(appeal: Appeal, person: User) -> bool:
    if appeal.decision:
        return appeal.decision.comment.is_by(person)
    return appeal.suspension is not None and appeal.suspension.is_of(person)


def _received(text: str, author: User) -> tuple[str, User]:
    """The words as they are kept, and the author as they are now, locked and counted."""
    text = clean_text(text, max_length=LONGEST_APPEAL)
    author = lock_person(author)
    spend(key=f"appeal:{author.pk}", limit=APPEALS_PER_HOUR, per=timedelta(hours=1))
    return text, author


def _check_not_appealed(appeals: QuerySet[Appeal]) -> None:
    if appeals.exists():
        raise AlreadyAppealed(_("You have already appealed against this. One appeal is taken for each decision."))


def _lodge(
    text: str,
    author: User,
    *,
    decided_at: datetime,
    made_by: User,
    decision: ModerationDecision | None = None,
    suspension: Suspension | None = None,
) -> Appeal:
    now = timezone.now()
    if now > appealable_until(decided_at):
        raise AppealTooLate(
            _("Appeals are accepted for %(days)d days after the decision; that time has passed.")
            % {"days": settings.MODERATION_APPEAL_WINDOW_DAYS}
        )
    due_at = now + timedelta(days=settings.MODERATION_APPEAL_DAYS)
    appeal = Appeal.objects.create(
        author=author,
        text=text,
        created_at=now,
        due_at=due_at,
        made_by=made_by,
        decision=decision,
        suspension=suspension,
    )
    mail.tell_it_arrived(appeal)
    return appeal


def _lock_appeal(appeal: Appeal) -> Appeal:
    """The appeal as it is now. What it is about is locked first, the comment or the person, as in every change to it."""
    rows = Appeal.objects.select_related("decision__comment", "suspension", "author")
    found = rows.get(pk=appeal.pk)
    if found.decision:
        lock_as_stored(found.decision.comment)
    else:
        lock_person(found.author)
    return rows.select_for_update(of=("self",), no_key=True).get(pk=appeal.pk)


def _check_open(appeal: Appeal) -> None:
    if not appeal.is_open:
        raise AlreadyDecided(
            _("This appeal has been settled in the meantime: %(state)s. Nothing was changed.")
            % {"state": appeal.get_state_display()}
        )


def _check_may_rule(appeal: Appeal, moderator: User) -> None:
    if appeal.decision and not moderator.moderates(appeal.decision.comment.task_id):
        raise NotAModerator(_("Only moderators assigned to this task rule on appeals about it."))
    if appeal.suspension and not moderator.has_perm("moderation.everywhere"):
        raise NotAModerator(_("Only administrators rule on appeals against suspensions."))
    if why := why_not_to_rule(appeal, moderator):
        raise OwnDecision(why)


def _reverse(appeal: Appeal, moderator: User) -> None:
    """Make good what was decided; what the author withdrew meanwhile stays withdrawn. The ruling tells the author."""
    reason, decision = appeal.reason, appeal.decision
    if appeal.suspension:
        lift(suspension=appeal.suspension, moderator=moderator, reason=reason, tells=False)
    elif decision and Comment.objects.get(pk=decision.comment_id).state == State.HIDDEN:
        act = Action.RESTORE
        appeal.outcome = decide(
            comment=decision.comment, action=act, moderator=moderator, reason=reason, note=appeal.note, tells=False
        )
        appeal.save(update_fields=["outcome"])
