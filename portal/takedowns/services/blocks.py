"""Temporary takedowns from the desk's side: blocking, refusing, lifting, removing; and the clock, which ends every block."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core.audit_log import record_event
from portal.core.errors import InvalidInput
from portal.core.jobs import attempt, for_each
from portal.core.text.cleaning import clean_text
from portal.core.text.links import normalise_address
from portal.discussion.models import State
from portal.moderation.models import LONGEST_NOTE, LONGEST_REASON, Action
from portal.moderation.services import reviews
from portal.moderation.services.decisions import decide, entitled
from portal.takedowns import mails
from portal.takedowns.models import THIRTY_DAYS, Takedown, TakedownQuerySet
from portal.takedowns.services.refusals import AlreadyBlocked, OwnRequest, RequestSettled
from portal.takedowns.services.requests import is_over, lock_takedown

MOST_DAYS = THIRTY_DAYS.days


def block(*, takedown: Takedown, moderator: User, reason: str, days: int = MOST_DAYS, note: str = "") -> Takedown:
    """Block the comment for 1 to 30 days, at the request of somebody whose rights it seems to touch.

    Both sides read `reason`; only moderators read `note`. It stays with the request and is forgotten with it, since nobody could
    take a name out of a decision again. The author is told at once and may object. Raises InvalidInput,
    NotAModerator, OwnComment, OwnRequest, RequestSettled, AlreadyBlocked or AlreadyDecided.
    """
    # What cannot be ended stands in the log and in the job's way, not in the moderator's.
    attempt(_overdue(Takedown.objects.filter(comment=takedown.comment_id)), _lapse)
    return _block(takedown, moderator, reason, days, note)


@transaction.atomic
def refuse(*, takedown: Takedown, moderator: User, reason: str, note: str = "") -> Takedown:
    """Leave the comment as it is and tell the requester why. The author never hears of it. See `block`."""
    reason, note = _words(reason, note)
    takedown = _taken_up(takedown, moderator, Takedown.State.REQUESTED)
    now = timezone.now()
    _write(
        takedown, state=Takedown.State.REFUSED, decided_by=moderator, decided_at=now, reason=reason, note=note, ended_at=now,
        ended_by=moderator,
    )  # fmt: skip
    mails.tell_refused(takedown)
    _record(takedown, moderator, reason)
    return takedown


@transaction.atomic
def lift(*, takedown: Takedown, moderator: User, reason: str, note: str = "") -> Takedown:
    """End a block before its time: the comment is visible again, unless it was hidden under a rule meanwhile. See `block`."""
    reason, note = _words(reason, note)
    takedown = _taken_up(takedown, moderator, Takedown.State.BLOCKED)
    _end(takedown, Takedown.State.LIFTED, moderator, reason, note)
    is_blocking = takedown.comment.state == State.TAKEN_DOWN
    mails.tell_ended(takedown, is_visible=is_blocking or takedown.comment.is_shown)
    if not is_blocking:
        _record(takedown, moderator, reason)
        return takedown
    mails.tell_unblocked(takedown, reason)
    decide(comment=takedown.comment, action=Action.UNBLOCK, moderator=moderator, reason=reason, tells=False)
    return takedown


@transaction.atomic
def remove(*, takedown: Takedown, moderator: User, rule: str, reason: str, note: str = "") -> Takedown:
    """End a block by hiding the comment for good under a rule; its author is told and may appeal. See `block`."""
    reason, note = _words(reason, note)
    takedown = _taken_up(takedown, moderator, Takedown.State.BLOCKED)
    _end(takedown, Takedown.State.REMOVED, moderator, reason, note)
    mails.tell_ended(takedown, is_visible=False)
    decide(comment=takedown.comment, action=Action.HIDE, moderator=moderator, rule=rule, reason=reason)
    return takedown


def end_blocks() -> int:
    """Write down which blocks are over, and tell both sides; how many.

    The comments were visible at the very second, whether or not anybody called this: it only writes what is true already.
    Two workers at once write everything once.
    """
    return sum(for_each(_overdue(Takedown.objects.all()), _lapse))


def close_withdrawn() -> int:
    """Close the requests about comments that their authors withdrew before anybody decided; how many."""
    obsolete = Takedown.objects.filter(state=Takedown.State.REQUESTED, comment__state=State.WITHDRAWN)
    return sum(for_each(obsolete.select_related("comment").order_by("pk"), _close_obsolete))


def _overdue(takedowns: TakedownQuerySet) -> TakedownQuerySet:
    overdue = takedowns.blocking().filter(blocked_until__lte=timezone.now()).select_related("comment")
    return overdue.order_by("blocked_until", "pk")


@transaction.atomic
def _block(takedown: Takedown, moderator: User, reason: str, days: int, note: str) -> Takedown:
    reason, note = _words(reason, note)
    if not 1 <= days <= MOST_DAYS:
        raise InvalidInput(_("A block lasts from one to thirty days."))
    takedown = _taken_up(takedown, moderator, Takedown.State.REQUESTED)
    comment, now = takedown.comment, timezone.now()
    if Takedown.objects.blocking().filter(comment=comment).exists():
        raise AlreadyBlocked(_("This comment is blocked at somebody else's request. Decide when that block has ended."))
    until = now + timedelta(days=days)
    _write(
        takedown, state=Takedown.State.BLOCKED, decided_by=moderator, decided_at=now, reason=reason, note=note, blocked_from=now,
        blocked_until=until,
    )  # fmt: skip
    reviews.close_by_block(comment=comment, at=now)
    mails.tell_blocked(takedown)
    decide(comment=comment, action=Action.BLOCK, moderator=moderator, reason=reason, until=until, tells=False)
    return takedown


@transaction.atomic
def _lapse(takedown: Takedown) -> bool:
    """End one block whose time is over. False if another worker was faster or somebody decided."""
    takedown = lock_takedown(takedown)
    comment = takedown.comment
    until = takedown.blocked_until
    if takedown.state != Takedown.State.BLOCKED or until is None or until > timezone.now():
        return False
    was_withdrawn = comment.state == State.WITHDRAWN and comment.state_changed_at < until
    state = Takedown.State.OBSOLETE if was_withdrawn else Takedown.State.LAPSED
    # The comment was free at that second, not at the moment somebody noticed.
    _write(takedown, state=state, ended_at=until)
    mails.tell_ended(takedown, is_visible=comment.is_shown)
    if comment.is_shown:
        with translation.override(comment.author.language):
            reason = _("The time limit of the temporary block has passed. Without another decision the comment is visible again.")
        mails.tell_unblocked(takedown, reason)
        decide(comment=comment, action=Action.LAPSE, reason=reason, tells=False)
    else:
        record_event(action="takedown.lapsed", subject=f"takedown:{takedown.pk}")
    return True


@transaction.atomic
def _close_obsolete(takedown: Takedown) -> bool:
    takedown = lock_takedown(takedown)
    if takedown.state != Takedown.State.REQUESTED or takedown.comment.state != State.WITHDRAWN:
        return False
    _write(takedown, state=Takedown.State.OBSOLETE, ended_at=takedown.comment.state_changed_at)
    mails.tell_ended(takedown, is_visible=False)
    record_event(action="takedown.obsolete", subject=f"takedown:{takedown.pk}")
    return True


def _taken_up(takedown: Takedown, moderator: User, state: str) -> Takedown:
    """The request, locked, if it is in the state in which this moderator may decide about it."""
    takedown = lock_takedown(takedown)
    moderator = entitled(moderator, takedown.comment)
    if takedown.requester_email == normalise_address(moderator.email):
        raise OwnRequest(_("This is your own request. Another moderator has to decide about it."))
    if takedown.state != state or is_over(takedown, timezone.now()):
        raise RequestSettled(
            _("This request has been settled in the meantime: %(state)s. Nothing was changed.")
            % {"state": takedown.get_state_display()}
        )
    return takedown


def _end(takedown: Takedown, state: str, moderator: User, reason: str, note: str) -> None:
    notes = "\n\n".join(part for part in (takedown.note, note) if part)
    _write(takedown, state=state, ended_by=moderator, ended_at=timezone.now(), ended_because=reason, note=notes)


def _write(takedown: Takedown, **values: object) -> None:
    for name, value in values.items():
        setattr(takedown, name, value)
    takedown.save(update_fields=list(values))


def _words(reason: str, note: str) -> tuple[str, str]:
    return clean_text(reason, max_length=LONGEST_REASON), clean_text(note, max_length=LONGEST_NOTE, min_length=0)


def _record(takedown: Takedown, moderator: User, reason: str) -> None:
    subject = f"takedown:{takedown.pk}"
    record_event(action=f"takedown.{takedown.state}", actor=moderator, role="moderator", subject=subject, reason=reason)
