"""What the author and the reporters are told, and whether it is still true when the mail goes out.

Nobody is named: for the author and the reporters it is always "a moderator". Reviews, takedowns, appeals and suspensions
write their own mails.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from portal.discussion.models import State
from portal.discussion.rules import Rule
from portal.moderation.models import Action, ModerationDecision, Report, appealable_until
from portal.notifications.models import Notification
from portal.notifications.services import drop, notify

AUTHORS_MAIL: dict[str, str] = {
    Action.HIDE: "comment_hidden",
    Action.KEEP: "comment_restored",
    Action.RESTORE: "comment_restored",
    Action.PUBLISH: "comment_published",
}


def tell(decision: ModerationDecision, reports: Iterable[Report]) -> None:
    """Tell the author and the reporters whose reports it settled, or that a decision was taken back."""
    if decision.action == Action.UNDO and decision.undoes:
        _correct(decision, decision.undoes, list(reports))
        return
    _tell_author(decision)
    for report in reports:
        tell_reporter("comment_report_settled", decision, report)


def _tell_author(decision: ModerationDecision) -> None:
    """Tell the author what happened to the comment; nothing if it stays as it was, or if others tell it."""
    stays = decision.action == Action.KEEP and decision.state_before in {State.PUBLISHED, State.WITHDRAWN}
    if decision.action in AUTHORS_MAIL and not stays:
        _write_author(AUTHORS_MAIL[decision.action], decision, explains=decision.action == Action.HIDE)


def _write_author(kind: str, decision: ModerationDecision, *, explains: bool) -> None:
    comment = decision.comment
    with translation.override(comment.author.language):
        explanation = reverse("moderation:explanation", args=[comment.pk])
        notify(
            kind=kind,
            recipient=comment.author,
            context=_context(decision),
            link=explanation if explains else comment.get_absolute_url(),
            about=about(decision),
        )


def tell_reporter(kind: str, decision: ModerationDecision, report: Report) -> None:
    """Tell a reporter what became of it, in neutral words and without naming anybody."""
    with translation.override(report.reporter.language):
        notify(
            kind=kind,
            recipient=report.reporter,
            context=_context(decision) | {"reported_at": report.created_at},
            link=reverse("moderation:report", args=[decision.comment_id]),
            about=about(decision),
        )


def _correct(taking_back: ModerationDecision, decision: ModerationDecision, reports: list[Report]) -> None:
    """Drop the mails of a decision that was taken back; whoever got one already is told that it no longer holds."""
    author = decision.comment.author
    told = {mail.recipient_id for mail in drop(about=about(decision), recipients=[author, *(row.reporter for row in reports)])}
    if author.pk in told:
        _write_author("comment_decision_undone", taking_back, explains=decision.action == Action.RESTORE)
    for report in reports:
        if report.reporter_id in told:
            tell_reporter("comment_report_reopened", taking_back, report)


def _context(decision: ModerationDecision) -> dict[str, Any]:
    undone = decision.undoes
    return {
        "task": decision.comment.task,
        "action": decision.action,
        "undone_action": undone.action if undone else "",
        "state": decision.state_before if not undone else undone.state_before,
        "rule": Rule(decision.rule).label if decision.rule else "",
        "reason": decision.reason,
        "decided_at": decision.created_at,
        "appealable_until": appealable_until(decision.created_at),
        "contact": settings.CONTACT_EMAIL,
    }


def about(decision: ModerationDecision) -> str:
    """What the messages of a decision name as their cause."""
    return f"decision:{decision.pk}"


def is_still_hidden(notification: Notification) -> bool:
    """Asked again when the mail goes out: a comment restored meanwhile needs no news of its hiding."""
    decision = _decision_in_force(notification)
    return decision is not None and decision.comment.state == State.HIDDEN


def is_visible_again(notification: Notification) -> bool:
    """Whether the decision stands and everybody may read the comment."""
    decision = _decision_in_force(notification)
    return decision is not None and decision.comment.is_shown


def is_in_force(notification: Notification) -> bool:
    """Whether the decision was not taken back."""
    return _decision_in_force(notification) is not None


def _decision_in_force(notification: Notification) -> ModerationDecision | None:
    pk = notification.about.removeprefix("decision:")
    return ModerationDecision.objects.filter(undone_by__isnull=True, pk=pk).select_related("comment").first()
