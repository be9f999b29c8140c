"""The decisions of one act about everything that a person wrote. Whoever calls has locked the person and records the act."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone, translation

from portal.accounts.models import User
from portal.appeals.models import Appeal, Suspension
from portal.appeals.services.obsolete import settle_appeals
from portal.discussion.models import Comment, CommentQuerySet, State
from portal.discussion.services.bulk_actions import hide_all, show_all
from portal.moderation.mails import decisions as moderation_decisions
from portal.moderation.models import Action, Claim, ModerationDecision, Report, Review
from portal.moderation.prepared_texts import WHY_ALL_HIDDEN
from portal.moderation.services.blocks import running_blocks
from portal.moderation.services.decisions import as_it_was


def hide_everything(*, person: User, moderator: User, rule: str, batch: UUID) -> list[ModerationDecision]:
    """Hide all that a person wrote, settle what waited for it, and tell each reporter once. One decision for each comment."""
    hidden = hide_all(person=person, rule=rule)
    with translation.override(person.language):
        reason = str(WHY_ALL_HIDDEN)
    decisions = _decided(Action.HIDE, hidden, moderator=moderator, rule=rule, reason=reason, batch=batch)
    _settle(decisions, batch)
    return decisions


def show_what_was_hidden(*, suspension: Suspension, moderator: User, reason: str) -> list[ModerationDecision]:
    """Show what a suspension had hidden and nothing has hidden since. One decision for each comment."""
    made = ModerationDecision.objects.filter(batch=suspension.batch)
    were_pending = dict(made.filter(state_before=State.PENDING).values_list("comment", "pending_for_before"))
    blocks = running_blocks().filter(comment=OuterRef("pk"))
    shown = show_all(comments=_hidden_by(suspension), were_pending=were_pending, blocks=blocks)
    decisions = _decided(Action.RESTORE, shown, moderator=moderator, rule=suspension.rule, reason=reason, batch=uuid4())
    settle_appeals(decisions)
    return decisions


def _hidden_by(suspension: Suspension) -> CommentQuerySet:
    """The comments whose latest hiding was this act, unless somebody else confirmed it on appeal."""
    hidings = ModerationDecision.objects.filter(comment=OuterRef("pk"), action=Action.HIDE)
    latest = hidings.newest_first().values("batch")[:1]
    upheld = hidings.filter(batch=suspension.batch, appeal__state=Appeal.State.UPHELD)
    mine = Comment.objects.filter(Exists(hidings.filter(batch=suspension.batch)), ~Exists(upheld))
    return mine.alias(latest=Subquery(latest)).filter(latest=suspension.batch)


def _decided(
    action: str, comments: Iterable[Comment], *, moderator: User, rule: str, reason: str, batch: UUID
) -> list[ModerationDecision]:
    act = {"action": action, "moderator": moderator, "rule": rule, "reason": reason, "batch": batch, "created_at": timezone.now()}
    rows = [ModerationDecision(comment=comment, **act, **as_it_was(comment)) for comment in comments]
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
        moderation_decisions.tell_reporter("comment_report_settled", decision, report)
