"""The decisions of one act about everything that a person wrote. Whoever calls holds the person and records the act."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone, translation

from portal.discussion.models import Comment, State
from portal.discussion.services.together import hide_together, show_together
from portal.moderation import mail
from portal.moderation.models import Action, Appeal, Claim, ModerationDecision, Report, Review, Suspension, Takedown
from portal.moderation.prepared import WHY_ALL_HIDDEN
from portal.moderation.services.decisions import as_it_was
from portal.moderation.services.moot import settle_appeals


def hide_everything(*, person, moderator, rule: str, batch: UUID) -> list[ModerationDecision]:
    """Hide all that a person wrote, settle what waited for it, and tell each reporter once. One decision for each comment."""
    hidden = hide_together(person=person, rule=rule)
    with translation.override(person.language):
        reason = str(WHY_ALL_HIDDEN)
    act = {"moderator": moderator, "rule": rule, "reason": reason, "batch": batch}
    decisions = _decided(Action.HIDE, hidden, **act)
    _settle(decisions, batch)
    return decisions


def show_what_was_hidden(*, suspension: Suspension, moderator, reason: str) -> list[ModerationDecision]:
    """Show what a suspension had hidden and nothing has hidden since. One decision for each comment."""
    made = ModerationDecision.objects.filter(batch=suspension.batch)
    waited = dict(made.filter(state_before=State.HELD).values_list("comment", "held_for_before"))
    blocks = Takedown.objects.blocking().filter(comment=OuterRef("pk"))
    shown = show_together(comments=_hidden_by(suspension), waited=waited, blocks=blocks)
    act = {"moderator": moderator, "rule": suspension.rule, "reason": reason, "batch": uuid4()}
    decisions = _decided(Action.RESTORE, shown, **act)
    settle_appeals(decisions)
    return decisions


def _hidden_by(suspension: Suspension):
    """The comments whose latest hiding was this act, unless somebody else confirmed it on appeal."""
    hidings = ModerationDecision.objects.filter(comment=OuterRef("pk"), action=Action.HIDE)
    latest = hidings.newest_first().values("batch")[:1]
    upheld = hidings.filter(batch=suspension.batch, appeal__state=Appeal.State.UPHELD)
    mine = Comment.objects.filter(Exists(hidings.filter(batch=suspension.batch)), ~Exists(upheld))
    return mine.alias(latest=Subquery(latest)).filter(latest=suspension.batch)


def _decided(action: str, comments: Iterable[Comment], **act) -> list[ModerationDecision]:
    now = timezone.now()
    rows = [
        ModerationDecision(comment=comment, action=action, created_at=now, **act, **as_it_was(comment)) for comment in comments
    ]
    return ModerationDecision.objects.bulk_create(rows)


def _settle(decisions: list[ModerationDecision], batch: UUID) -> None:
    """Close what waited for a decision about these comments: reports, reviews, claims."""
    if not decisions:
        return
    comments = [decision.comment_id for decision in decisions]
    reports = Report.objects.open().filter(comment__in=comments)
    first = list(
        reports.order_by("reporter", "created_at", "pk").distinct("reporter").select_related("reporter", "comment__task")
    )
    made = ModerationDecision.objects.filter(batch=batch, comment=OuterRef("comment")).values("pk")
    reports.update(decision=Subquery(made))
    open_reviews = Review.objects.filter(comment__in=comments, outcome=Review.Outcome.OPEN)
    # The decision's own moment: by it the review is found again when the decision is taken back.
    open_reviews.update(outcome=Review.Outcome.DECIDED, ended_at=decisions[0].created_at)
    Claim.objects.filter(comment__in=comments).delete()
    by_comment = {decision.comment_id: decision for decision in decisions}
    for report in first:
        decision = by_comment[report.comment_id]
        decision.comment = report.comment
        mail.tell_reporter("comment_report_settled", decision, report)
