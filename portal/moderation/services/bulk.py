"""Deciding about many comments in one act: each in a transaction of its own, so that one refusal stops no other."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from portal.accounts.models import User
from portal.core.errors import InvalidInput, RuleViolation
from portal.discussion.models import Comment
from portal.moderation.models import Action, ModerationDecision
from portal.moderation.services.decisions import decide
from portal.moderation.services.refusals import AlreadyDecided, ClaimedMeanwhile
from portal.moderation.services.undo import undo

MOST_AT_ONCE = 100
BULK_ACTIONS = (Action.HIDE, Action.KEEP, Action.PUBLISH)


class Result(models.TextChoices):
    """What became of one row, in a word."""

    DONE = "done", pgettext_lazy("result", "Done")
    CHANGED = "changed", pgettext_lazy("result", "Changed in the meantime")
    REFUSED = "refused", pgettext_lazy("result", "Refused")
    MISSING = "missing", pgettext_lazy("result", "Not found")


@dataclass(frozen=True)
class Row:
    """A comment chosen on the desk; `seen` is the newest decision that the moderator knew of, 0 for none."""

    comment: int
    seen: int


@dataclass(frozen=True)
class Outcome:
    """What became of one row. A comment that was not given to the moderator is as missing as one that never was."""

    key: int
    result: Result
    words: str
    comment: Comment | None = None


def decide_each(
    *, rows: Iterable[Row], action: str, moderator: User, reasons: Mapping[str, str], rule: str = "", note: str = "", batch: UUID
) -> list[Outcome]:
    """Make the same decision about each comment; `reasons` holds its words in each language of an author.

    What the moderator is not given stays untouched, as does what changed since it was seen or what a colleague looks at.
    Raises InvalidInput for no row, for more than a hundred, or for an action that is not made in bulk.
    """
    rows = list({row.comment: row for row in rows}.values())
    if not 0 < len(rows) <= MOST_AT_ONCE:
        raise InvalidInput(_("Please select at least one comment and at most %(number)s.") % {"number": MOST_AT_ONCE})
    if action not in BULK_ACTIONS:
        raise InvalidInput(_("Please choose one of the decisions offered."))
    found = Comment.objects.moderated_by(moderator).select_related("author", "task").in_bulk([row.comment for row in rows])

    def decided(row: Row) -> Callable[[], ModerationDecision]:
        comment = found[row.comment]
        return lambda: decide(
            comment=comment,
            action=action,
            moderator=moderator,
            reason=reasons[comment.author.language],
            rule=rule,
            note=note,
            seen=row.seen,
            batch=batch,
            asks_first=True,
        )

    return [_attempted(found[row.comment], decided(row)) if row.comment in found else _missing(row.comment) for row in rows]


def undo_batch(*, batch: UUID, moderator: User) -> list[Outcome]:
    """Take back what was decided in one act; what became of each comment."""
    made = ModerationDecision.objects.filter(batch=batch, comment__in=Comment.objects.moderated_by(moderator))
    decisions = made.exclude(action=Action.UNDO).select_related("comment__author", "comment__task").order_by("pk")

    def taken_back(decision: ModerationDecision) -> Callable[[], ModerationDecision]:
        return lambda: undo(decision=decision, moderator=moderator)

    return [_attempted(decision.comment, taken_back(decision)) for decision in decisions]


def _attempted(comment: Comment, act: Callable[[], ModerationDecision]) -> Outcome:
    try:
        decision = act()
    except (AlreadyDecided, ClaimedMeanwhile) as violation:
        return Outcome(comment.pk, Result.CHANGED, str(violation), comment)
    except RuleViolation as violation:
        return Outcome(comment.pk, Result.REFUSED, str(violation), comment)
    return Outcome(comment.pk, Result.DONE, decision.get_action_display(), comment)


def _missing(key: int) -> Outcome:
    return Outcome(key, Result.MISSING, _("There is no such comment at your desk."))
