"""What the page about a decision shows to whom: the reason to everybody, the history and the appeal to those concerned."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.discussion.models import Comment, State
from portal.moderation.models import Action, Appeal, ModerationDecision, appealable_until
from portal.moderation.services.appeals import latest_hiding


@dataclass(frozen=True)
class Step:
    """One thing that was decided about a comment, in words."""

    words: str
    decision: ModerationDecision
    appeal: Appeal | None = None

    @property
    def is_automatic(self) -> bool:
        return self.decision.moderator_id is None


@dataclass(frozen=True)
class Objection:
    """What the author can do about the decision that hides the comment now."""

    decision: ModerationDecision
    until: datetime
    appeal: Appeal | None

    @property
    def is_possible(self) -> bool:
        return self.appeal is None and timezone.now() <= self.until


def explanation_of(comment: Comment, reader) -> dict[str, Any] | None:
    """What to show of the decisions about a comment; None where there is nothing to show to this reader.

    Everybody reads why a comment is hidden. Its author and the moderators of its task read what was decided before and since.
    """
    is_author = reader.is_authenticated and comment.is_by(reader)
    is_insider = is_author or (reader.is_authenticated and reader.moderates(comment.task_id))
    hiding = latest_hiding(comment) if comment.state == State.HIDDEN else None
    if is_insider:
        decisions = comment.decisions.changing_visibility().select_related("appeal", "follows").newest_first()
        steps = [Step(_words(decision), decision, getattr(decision, "appeal", None)) for decision in decisions]
    else:
        steps = [Step(_words(hiding), hiding)] if hiding else []
    if not steps:
        return None
    return {
        "comment": comment,
        "steps": steps,
        "is_author": is_author,
        "is_insider": is_insider,
        "objection": _objection(hiding) if is_author and hiding else None,
    }


def _objection(hiding: ModerationDecision) -> Objection:
    return Objection(hiding, appealable_until(hiding.created_at), Appeal.objects.filter(decision=hiding).first())


def _words(decision: ModerationDecision) -> str:
    if decision.action == Action.RESTORE and getattr(decision, "follows", None):
        return _("After an appeal the comment is shown again.")
    return {
        Action.HIDE: _("The comment was hidden."),
        Action.KEEP: _("The comment is shown again."),
        Action.RESTORE: _("The comment is shown again."),
        Action.PUBLISH: _("The comment was published after a look."),
        Action.REVIEW: _("After several reports the comment was set aside until a moderator has looked at it."),
        Action.LAPSE: _("The time was over, so the comment is shown again."),
        Action.BLOCK: _("The comment was blocked for a time, since somebody says that it violates their rights."),
        Action.UNBLOCK: _("The block ended."),
        Action.UNDO: _("The decision before was taken back right after it was made."),
    }[decision.action]
