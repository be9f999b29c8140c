"""What the author and the reporters are told, and whether it is still true when the mail goes out."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from portal.discussion.models import Comment, State
from portal.discussion.rules import Rule
from portal.moderation.models import Action, ModerationDecision, Report
from portal.notifications.services import notify


def tell_author(decision: ModerationDecision, *, before: str) -> None:
    """Tell the author what happened to the comment; nothing if it stays as it was."""
    if decision.action == Action.KEEP and before in {State.PUBLISHED, State.WITHDRAWN}:
        return
    author, is_hidden = decision.comment.author, decision.action == Action.HIDE
    with translation.override(author.language):
        reason = reverse("moderation:explanation", args=[decision.comment_id])
        notify(
            kind="comment_hidden" if is_hidden else "comment_restored",
            recipient=author,
            context=_context(decision),
            link=reason if is_hidden else decision.comment.get_absolute_url(),
            about=f"comment:{decision.comment_id}",
        )


def tell_reporters(decision: ModerationDecision, reports: Iterable[Report]) -> None:
    """Tell each reporter what became of it, in neutral words and without naming anybody."""
    for report in reports:
        with translation.override(report.reporter.language):
            notify(
                kind="comment_report_settled",
                recipient=report.reporter,
                context=_context(decision) | {"reported_at": report.created_at},
                link=reverse("moderation:report", args=[decision.comment_id]),
                about=f"report:{report.pk}",
            )


def _context(decision: ModerationDecision) -> dict:
    return {
        "task": decision.comment.task,
        "action": decision.action,
        "rule": Rule(decision.rule).label if decision.rule else "",
        "reason": decision.reason,
        "decided_at": decision.created_at,
        "contact": settings.CONTACT_EMAIL,
    }


def is_still_hidden(notification) -> bool:
    """Asked again when the mail goes out: a comment restored meanwhile needs no news of its hiding."""
    return _state_of(notification) == State.HIDDEN


def is_visible_again(notification) -> bool:
    return _state_of(notification) == State.PUBLISHED


def _state_of(notification) -> str | None:
    pk = notification.about.removeprefix("comment:")
    return Comment.objects.filter(pk=pk).values_list("state", flat=True).first()
