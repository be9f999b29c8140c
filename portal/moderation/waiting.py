"""How much waits for a moderator: the numbers on the desk's tabs and in the daily summary."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from portal.discussion.models import Comment, State
from portal.moderation.models import Appeal, Report, Takedown

DUE_SOON = timedelta(hours=24)


@dataclass(frozen=True)
class Counts:
    """What waits in the tasks that were given to one moderator; `oldest` is since when the oldest of it waits."""

    reported: int
    held: int
    under_review: int
    takedowns: int
    appeals: int
    appeals_due: int
    oldest: datetime | None

    @property
    def comments(self) -> int:
        return self.reported + self.held + self.under_review

    @property
    def total(self) -> int:
        return self.comments + self.takedowns + self.appeals


def waiting_comments(user, now: datetime) -> QuerySet[Comment]:
    """Comments that wait for a decision in what was given to a moderator: reported, held, or under review.

    Each with `since`, when it began to wait. A review whose time is over waits only if reports about it are open.
    """
    open_reports = Report.objects.open().filter(comment=OuterRef("pk"))
    is_waiting = Q(Exists(open_reports)) | Q(state=State.HELD) | Q(state=State.UNDER_REVIEW, blocked_until__gt=now)
    first_report = open_reports.order_by().values("comment").annotate(first=Min("created_at")).values("first")
    return Comment.objects.moderated_by(user).filter(is_waiting).annotate(since=Coalesce(first_report, "state_changed_at"))


def waiting_counts(user, now: datetime) -> Counts:
    """Everything that waits for a moderator, in three queries. Comments count once: under review, else held, else reported."""
    is_reviewed = Q(state=State.UNDER_REVIEW, blocked_until__gt=now)
    comments = waiting_comments(user, now).aggregate(
        reported=Count("pk", filter=~is_reviewed & ~Q(state=State.HELD)),
        held=Count("pk", filter=Q(state=State.HELD)),
        under_review=Count("pk", filter=is_reviewed),
        oldest=Min("since"),
    )
    takedowns = waiting_takedowns(user).aggregate(number=Count("pk"), oldest=Min("requested_at"))
    due_soon = Count("pk", filter=Q(due_at__lte=now + DUE_SOON))
    appeals = open_appeals(user).aggregate(number=Count("pk"), due=due_soon, oldest=Min("created_at"))
    begun = [since for since in (comments.pop("oldest"), takedowns["oldest"], appeals["oldest"]) if since]
    return Counts(
        **comments,
        takedowns=takedowns["number"],
        appeals=appeals["number"],
        appeals_due=appeals["due"],
        oldest=min(begun, default=None),
    )


def waiting_takedowns(user) -> QuerySet[Takedown]:
    """Requests to block comments in what was given to a moderator."""
    return Takedown.objects.moderated_by(user).waiting()


def open_appeals(user) -> QuerySet[Appeal]:
    """Appeals that a moderator may rule on: never those against their own decisions."""
    return Appeal.objects.moderated_by(user).open().exclude(made_by=user)
