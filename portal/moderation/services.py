"""Reporting a comment, and deciding about it. Every decision goes through `_decide`."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.errors import InvalidInput, NotAllowed, RuleViolation
from portal.core.rate_limits import spend
from portal.core.text import clean_text
from portal.discussion import services as discussion
from portal.discussion.models import Comment, State
from portal.discussion.rules import Rule
from portal.moderation import mail
from portal.moderation.models import (
    DECIDABLE_STATES,
    LONGEST_NOTE,
    LONGEST_REASON,
    LONGEST_REPORT,
    Action,
    ModerationDecision,
    Report,
)

REPORTS_PER_HOUR = 20


class NotVerified(NotAllowed):
    """Reports come from verified people only."""


class NotReportable(RuleViolation):
    """The comment is not to be seen any more."""


class AlreadyReported(RuleViolation):
    """This person has reported this comment before."""


class NotAModerator(NotAllowed):
    """The right to decide is missing, or was taken away meanwhile."""


class OwnComment(NotAllowed):
    """Nobody reports or judges what they wrote themselves."""


class AlreadyDecided(RuleViolation):
    """The comment is no longer in a state in which this decision makes sense."""


class RuleMissing(InvalidInput):
    """Hiding names the rule that was broken."""


@transaction.atomic
def report(*, comment: Comment, reporter, reason: str, text: str = "") -> Report:
    """Note a citizen's complaint; it waits in the queue until a moderator decides.

    Raises NotVerified, InvalidInput, TooManyRequests, NotReportable, OwnComment or AlreadyReported.
    """
    if not reporter.is_verified:
        raise NotVerified(_("Please verify your identity first. Then you can report the comment."))
    if reason not in Rule.values:
        raise InvalidInput(_("Please choose a reason."))
    text = clean_text(text, max_length=LONGEST_REPORT, min_length=0)
    spend(key=f"report:{reporter.pk}", limit=REPORTS_PER_HOUR, per=timedelta(hours=1))
    comment = _locked(comment)
    _check_reportable(comment, reporter)
    return Report.objects.create(
        comment=comment,
        reporter=reporter,
        person_key=reporter.person_key,
        reason=reason,
        text=text,
        created_at=timezone.now(),
    )


def hide(*, comment: Comment, moderator, rule: str, reason: str, note: str = "", seen: int | None = None) -> ModerationDecision:
    """Take a comment's text out of everybody's sight but its author's and the moderators'.

    `reason` is read by the author and the public, `note` by moderators only. `seen` is the key of the newest decision
    the moderator knew of (0 for none): a newer one stops this one. Raises NotAModerator, OwnComment, AlreadyDecided
    or InvalidInput.
    """
    if rule not in Rule.values:
        raise RuleMissing(_("Please choose the rule that the comment breaks."))
    return _decide(comment, moderator, action=Action.HIDE, rule=rule, reason=reason, note=note, seen=seen)


def restore(*, comment: Comment, moderator, reason: str, note: str = "", seen: int | None = None) -> ModerationDecision:
    """Show a hidden comment again. The decision records the rule it had been hidden under; see `hide`."""
    return _decide(comment, moderator, action=Action.RESTORE, reason=reason, note=note, seen=seen)


def keep(*, comment: Comment, moderator, reason: str, note: str = "", seen: int | None = None) -> ModerationDecision:
    """Settle the open reports about a comment without hiding it; one under review is visible again. See `hide`."""
    return _decide(comment, moderator, action=Action.KEEP, reason=reason, note=note, seen=seen)


@transaction.atomic
def _decide(comment, moderator, *, action, reason, note, seen, rule="") -> ModerationDecision:
    reason = clean_text(reason, max_length=LONGEST_REASON)
    note = clean_text(note, max_length=LONGEST_NOTE, min_length=0)
    comment = _locked(comment)
    moderator = _entitled(moderator, comment)
    _check_decidable(comment, action, seen)
    before = comment.state
    decision = ModerationDecision.objects.create(
        comment=comment,
        moderator=moderator,
        action=action,
        rule=comment.rule if action == Action.RESTORE else rule,
        reason=reason,
        note=note,
        created_at=timezone.now(),
    )
    _change_state(decision, before)
    settled = _settle(decision)
    mail.tell_author(decision, before=before)
    mail.tell_reporters(decision, settled)
    return decision


def _locked(comment: Comment) -> Comment:
    """The comment as it is now, held until the transaction ends."""
    rows = Comment.objects.select_for_update(of=("self",), no_key=True).select_related("author", "task")
    return rows.get(pk=comment.pk)


def _check_reportable(comment: Comment, reporter) -> None:
    if comment.author_id == reporter.pk:
        raise OwnComment(_("This is your own comment. If you no longer want it to be seen, withdraw it."))
    if comment.state != State.PUBLISHED:
        raise NotReportable(_("This comment can no longer be seen, so there is nothing left to report."))
    same_person = Q(reporter=reporter) | Q(person_key=reporter.person_key)
    if Report.objects.filter(same_person, comment=comment).exists():
        raise AlreadyReported(_("You have already reported this comment. Thank you; once is enough."))


def _entitled(moderator, comment: Comment):
    """The moderator, read again: a right that was taken away is gone at once."""
    moderator = get_user_model().objects.get(pk=moderator.pk)
    if not moderator.has_perm("moderation.decide"):
        raise NotAModerator(_("Only moderators decide about comments."))
    if comment.author_id == moderator.pk:
        raise OwnComment(_("This is your own comment. Another moderator has to decide about it."))
    return moderator


def _check_decidable(comment: Comment, action: str, seen: int | None) -> None:
    latest = comment.decisions.newest_first().first()
    if seen is not None and latest and latest.pk != seen:
        raise AlreadyDecided(
            _("Another moderator has decided about this comment meanwhile: %(decision)s. Nothing was changed.")
            % {"decision": latest.get_action_display()}
        )
    if comment.state not in DECIDABLE_STATES[action]:
        raise AlreadyDecided(
            _("This does not fit any more, since the comment is now: %(state)s. Nothing was changed.")
            % {"state": comment.get_state_display()}
        )


def _change_state(decision: ModerationDecision, before: str) -> None:
    if decision.action == Action.HIDE:
        discussion.set_state(comment=decision.comment, state=State.HIDDEN, rule=decision.rule)
    elif before not in {State.PUBLISHED, State.WITHDRAWN}:
        discussion.set_state(comment=decision.comment, state=State.PUBLISHED)


def _settle(decision: ModerationDecision) -> list[Report]:
    """Close every open report about the comment with this decision."""
    waiting = list(decision.comment.reports.open().select_related("reporter").oldest_first())
    decision.comment.reports.open().update(decision=decision)
    return waiting
