"""What the page about a decision shows to whom: the reason to everybody, the history and the way to object to those concerned.

Objections are taken and ruled on by a package above. It declares in `AppConfig.ready()` what it adds to the page.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.core.people import Visitor
from portal.discussion.models import Comment, State
from portal.moderation.models import Action, ModerationDecision


@dataclass(frozen=True)
class Objections:
    """What is added to the page: each part is made by a function and shown by a template.

    `related` are the relations of a decision that `made_to` and `words` read, so that they ask nothing. `words` says how a
    decision that followed an objection is called, "" for any other. `way` is what the author can do about a decision now.
    """

    related: tuple[str, ...]
    made_to: Callable[[ModerationDecision], object | None]
    made_to_template: str
    words: Callable[[ModerationDecision], str]
    way: Callable[[ModerationDecision], object]
    way_template: str


@dataclass(frozen=True)
class Step:
    """One thing that was decided about a comment, in words, and the objection that was made to it."""

    words: str
    decision: ModerationDecision
    objection: object | None = None

    @property
    def is_automatic(self) -> bool:
        return self.decision.moderator_id is None


_objections: list[Objections] = []
_pages: dict[str, str] = {}


def declare_objections(objections: Objections) -> None:
    """Make known what is added to the page."""
    _objections[:] = [objections]


def declare_person_page(url_name: str) -> None:
    """Name the page about what was decided about a person; its URL takes the person's key."""
    _pages["person"] = url_name


def person_page(key: int) -> str:
    """The address of the page about a person; "" if no package has one."""
    return reverse(_pages["person"], args=[key]) if "person" in _pages else ""


def explanation_of(comment: Comment, reader: Visitor) -> dict[str, Any] | None:
    """What to show of the decisions about a comment; None where there is nothing to show to this reader.

    Everybody reads why a comment is hidden. Its author and the moderators of its task read what was decided before and since.
    """
    is_author = reader.is_authenticated and comment.is_by(reader)
    is_insider = is_author or (reader.is_authenticated and reader.moderates(comment.task_id))
    hiding = comment.decisions.latest_hiding() if comment.state == State.HIDDEN else None
    public_steps = [Step(_words(hiding), hiding)] if hiding else []
    steps = _history(comment) if is_insider else public_steps
    if not steps:
        return None
    objections = _objections[0]
    return {
        "comment": comment,
        "steps": steps,
        "objection_template": objections.made_to_template,
        "is_author": is_author,
        "is_insider": is_insider,
        "way": objections.way(hiding) if is_author and hiding else None,
        "way_template": objections.way_template,
    }


def _history(comment: Comment) -> list[Step]:
    objections = _objections[0]
    decisions = comment.decisions.changing_visibility().select_related(*objections.related).newest_first()
    return [
        Step(objections.words(decision) or _words(decision), decision, objections.made_to(decision)) for decision in decisions
    ]


def _words(decision: ModerationDecision) -> str:
    words: dict[str, str] = {
        Action.HIDE: _("The comment was hidden."),
        Action.KEEP: _("The comment is shown again."),
        Action.RESTORE: _("The comment is shown again."),
        Action.PUBLISH: _("The comment was published after review."),
        Action.REVIEW: _("After several reports the comment was set aside until a moderator has reviewed it."),
        Action.LAPSE: _("The time limit passed, so the comment is shown again."),
        Action.BLOCK: _("The comment was blocked temporarily, since somebody says that it violates their rights."),
        Action.UNBLOCK: _("The block ended."),
        Action.UNDO: _("The previous decision was undone right after it was made."),
    }
    return words[decision.action]
