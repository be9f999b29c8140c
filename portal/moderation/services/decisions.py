"""Deciding about a comment. Every decision, a moderator's or the portal's own, goes through `decide`."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core.audit_log import record_event
from portal.core.text.cleaning import clean_text
from portal.discussion import services as discussion
from portal.discussion.models import Comment, State
from portal.discussion.rules import Rule
from portal.moderation.mails import decisions
from portal.moderation.models import (
    AUTOMATIC,
    DECIDABLE_STATES,
    EITHER_WAY,
    LONGEST_NOTE,
    LONGEST_REASON,
    Action,
    Claim,
    ModerationDecision,
    Report,
    Review,
)
from portal.moderation.services.blocks import running_blocks
from portal.moderation.services.claims import check_unclaimed
from portal.moderation.services.refusals import AlreadyDecided, NotAModerator, OwnComment, RuleMissing

# Given decisions that were just made: closes what waited for them.
Settlement = Callable[[Sequence[ModerationDecision]], None]
_settlements: list[Settlement] = []


class Act(TypedDict, total=False):
    """What `decide` takes besides who, what and why."""

    batch: UUID | None
    tells: bool
    asks_first: bool


def on_decision(settle: Settlement) -> None:
    """Let a package above close what waited for a decision, in the same transaction after reports, review and claim.

    Called in `AppConfig.ready()`.
    """
    if settle not in _settlements:
        _settlements.append(settle)


def hide(
    *, comment: Comment, moderator: User, rule: str, reason: str, note: str = "", seen: int | None = None, **act: Unpack[Act]
) -> ModerationDecision:
    """Take a comment's text out of everybody's sight but its author's and the moderators'.

    `reason` is read by the author and the public, `note` by moderators only. `seen` is the key of the newest decision
    the moderator knew of (0 for none): a newer one stops this one. Raises NotAModerator, OwnComment, AlreadyDecided
    or InvalidInput.
    """
    return decide(comment=comment, action=Action.HIDE, moderator=moderator, rule=rule, reason=reason, note=note, seen=seen, **act)


def restore(
    *, comment: Comment, moderator: User, reason: str, note: str = "", seen: int | None = None, **act: Unpack[Act]
) -> ModerationDecision:
    """Show a hidden comment again. The decision records the rule it had been hidden under; see `hide`."""
    return decide(comment=comment, action=Action.RESTORE, moderator=moderator, reason=reason, note=note, seen=seen, **act)


def keep(
    *, comment: Comment, moderator: User, reason: str, note: str = "", seen: int | None = None, **act: Unpack[Act]
) -> ModerationDecision:
    """Settle the open reports about a comment without hiding it; one under review is visible again. See `hide`."""
    return decide(comment=comment, action=Action.KEEP, moderator=moderator, reason=reason, note=note, seen=seen, **act)


def publish(
    *, comment: Comment, moderator: User, reason: str, note: str = "", seen: int | None = None, **act: Unpack[Act]
) -> ModerationDecision:
    """Let a comment that is pending appear. See `hide`."""
    return decide(comment=comment, action=Action.PUBLISH, moderator=moderator, reason=reason, note=note, seen=seen, **act)


@transaction.atomic
def decide(
    *,
    comment: Comment,
    action: str,
    reason: str,
    moderator: User | None = None,
    rule: str = "",
    note: str = "",
    seen: int | None = None,
    until: datetime | None = None,
    undoes: ModerationDecision | None = None,
    batch: UUID | None = None,
    tells: bool = True,
    asks_first: bool = False,
) -> ModerationDecision:
    """Record a decision, change the comment accordingly, settle what waited for it, and tell those concerned.

    Without `moderator` it is the portal's own act: a review, its lapse, the end of a block whose request was taken back.
    `until` is when a review or a block ends by itself. `tells=False` leaves the mails to the caller; `asks_first` stops
    before a comment that a colleague is looking at. Raises NotAModerator, OwnComment, AlreadyDecided, ClaimedMeanwhile or
    InvalidInput.
    """
    words = _words(action, rule, reason, note)
    comment = discussion.lock_as_stored(comment)
    is_automatic = action in AUTOMATIC or (moderator is None and action in EITHER_WAY)
    moderator = None if is_automatic else entitled(moderator, comment)
    before = as_it_was(comment)
    _check_decidable(comment, action, seen, before["state_before"])
    if asks_first and moderator:
        check_unclaimed(comment, moderator)
    if action == Action.RESTORE:
        words["rule"] = comment.rule
    act = {"action": action, "moderator": moderator, "undoes": undoes, "batch": batch, "created_at": timezone.now()}
    decision = ModerationDecision.objects.create(comment=comment, **act, **words, **before)
    _change_state(decision, until)
    settled = _settle(decision)
    if tells:
        decisions.tell(decision, settled)
    _record(decision)
    return decision


def entitled(moderator: User | None, comment: Comment) -> User:
    """The moderator, read again: a right that was taken away is gone at once. Raises NotAModerator or OwnComment."""
    moderator = User.objects.get(pk=moderator.pk) if moderator else None
    if moderator is None or not moderator.moderates(comment.task_id):
        raise NotAModerator(_("Only moderators assigned to this task decide on its comments."))
    if comment.is_by(moderator):
        raise OwnComment(_("This is your own comment. Another moderator has to decide about it."))
    if comment.is_official and not moderator.has_perm("moderation.everywhere"):
        raise NotAModerator(_("This is an official reply of the city. Only an administrator decides about it."))
    return moderator


def _words(action: str, rule: str, reason: str, note: str) -> dict[str, str]:
    if action == Action.HIDE and rule not in Rule.values:
        raise RuleMissing(_("Please choose the rule that the comment breaks."))
    return {
        "rule": rule,
        "reason": clean_text(reason, max_length=LONGEST_REASON),
        "note": clean_text(note, max_length=LONGEST_NOTE, min_length=0),
    }


def as_it_was(comment: Comment) -> dict[str, Any]:
    """What the comment is now, as a decision remembers it; a block whose time is over counts as published."""
    if comment.is_shown:
        return {"state_before": State.PUBLISHED}
    return {
        "state_before": State(comment.state),
        "rule_before": comment.rule,
        "pending_for_before": comment.pending_for,
        "blocked_until_before": comment.blocked_until,
    }


def _check_decidable(comment: Comment, action: str, seen: int | None, before: State) -> None:
    latest = comment.decisions.newest_first().first()
    if seen is not None and latest and latest.pk != seen:
        raise AlreadyDecided(
            _("Another moderator has decided on this comment in the meantime: %(decision)s. Nothing was changed.")
            % {"decision": latest.get_action_display()}
        )
    if before not in DECIDABLE_STATES[action]:
        raise AlreadyDecided(
            _("This no longer applies, since the comment is now: %(state)s. Nothing was changed.") % {"state": before.label}
        )


def _change_state(decision: ModerationDecision, until: datetime | None) -> None:
    comment, rule = decision.comment, decision.rule
    match decision.action:
        case Action.HIDE:
            discussion.set_state(comment=comment, state=State.HIDDEN, rule=rule)
        case Action.REVIEW:
            discussion.set_state(comment=comment, state=State.UNDER_REVIEW, rule=rule, until=until)
        case Action.BLOCK:
            discussion.set_state(comment=comment, state=State.TAKEN_DOWN, rule=rule, until=until)
        case Action.LAPSE:
            discussion.end_block(comment=comment)
        case Action.UNDO if undone := decision.undoes:
            _put_back(undone)
        case Action.RESTORE if block := running_blocks().filter(comment=comment).first():
            # Somebody else's block goes on: being cleared of a broken rule does not end it.
            discussion.set_state(comment=comment, state=State.TAKEN_DOWN, until=block.blocked_until)
        case _ if decision.state_before not in {State.PUBLISHED, State.WITHDRAWN}:
            discussion.set_state(comment=comment, state=State.PUBLISHED)


def _put_back(undone: ModerationDecision) -> None:
    """Give the comment back what it was before a decision, unless that decision had left it as it was."""
    if undone.action == Action.KEEP and undone.state_before in {State.PUBLISHED, State.WITHDRAWN}:
        return
    discussion.put_back(
        comment=undone.comment,
        state=undone.state_before,
        rule=undone.rule_before,
        pending_for=undone.pending_for_before,
        until=undone.blocked_until_before,
    )


def _settle(decision: ModerationDecision) -> list[Report]:
    """Close what waited for a decision: open reports, the review, the claim, what others declared. Returns the reports."""
    if decision.action in AUTOMATIC or decision.action in {Action.BLOCK, Action.UNBLOCK}:
        return []
    if decision.action == Action.UNDO and decision.undoes:
        return _reopen(decision.undoes)
    comment = decision.comment
    waiting = list(comment.reports.open().select_related("reporter").oldest_first())
    comment.reports.open().update(decision=decision)
    open_reviews = Review.objects.filter(comment=comment, outcome=Review.Outcome.OPEN)
    open_reviews.update(outcome=Review.Outcome.DECIDED, ended_at=decision.created_at)
    Claim.objects.filter(comment=comment).delete()
    for settle in _settlements:
        settle([decision])
    return waiting


def _reopen(undone: ModerationDecision) -> list[Report]:
    """Let what a decision had settled wait again. A review whose time ran out meanwhile lapses like any other."""
    settled = list(undone.settled_reports.select_related("reporter").oldest_first())
    undone.settled_reports.update(decision=None)
    ended_by_it = Review.objects.filter(comment=undone.comment, outcome=Review.Outcome.DECIDED, ended_at=undone.created_at)
    ended_by_it.update(outcome=Review.Outcome.OPEN, ended_at=None)
    return settled


def _record(decision: ModerationDecision) -> None:
    record_event(
        action=f"moderation.{decision.action}",
        actor=decision.moderator,
        role="moderator" if decision.moderator_id else "system",
        subject=f"comment:{decision.comment_id}",
        reason=decision.reason,
        details={"decision": decision.pk, "rule": decision.rule},
    )
