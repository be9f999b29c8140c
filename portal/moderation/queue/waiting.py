"""How much waits for a moderator: the numbers on the desk's tabs and in the daily summary."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.functional import Promise

from portal.accounts.models import User
from portal.discussion.models import Comment, State
from portal.discussion.models.comments import CommentQuerySet
from portal.moderation.models import Report


@dataclass(frozen=True)
class Backlog:
    """How much of one list waits for a moderator, since when the oldest of it, and how much of it is due soon."""

    number: int
    oldest: datetime | None
    due: int = 0


@dataclass(frozen=True)
class DeskList:
    """A list that a package above adds to the desk: its tab, its page, and how much of it waits for somebody at a moment."""

    name: str
    label: str | Promise
    url_name: str
    position: int
    backlog_of: Callable[[User, datetime], Backlog]


@dataclass(frozen=True)
class Counts:
    """What waits in the tasks that were given to one moderator; `oldest` is since when the oldest of it waits."""

    reported: int
    pending: int
    under_review: int
    backlogs: dict[str, Backlog]
    oldest: datetime | None

    @property
    def comments(self) -> int:
        return self.reported + self.pending + self.under_review

    @property
    def total(self) -> int:
        return self.comments + sum(backlog.number for backlog in self.backlogs.values())

    @property
    def tabs(self) -> list[tuple[DeskList, int]]:
        """The further lists of the desk, each with how much of it waits."""
        return [(desk_list, self.backlogs[desk_list.name].number) for desk_list in _desk_lists()]


_declared: dict[str, DeskList] = {}


def declare_list(desk_list: DeskList) -> None:
    """Make a list of the desk known, called in `AppConfig.ready()`."""
    _declared[desk_list.name] = desk_list


def waiting_comments(user: User, now: datetime) -> CommentQuerySet:
    """Comments that wait for a decision in what was given to a moderator: reported, pending, or under review.

    Each with `since`, when it began to wait. A review whose time is over waits only if reports about it are open.
    """
    open_reports = Report.objects.open().filter(comment=OuterRef("pk"))
    is_waiting = Q(Exists(open_reports)) | Q(state=State.PENDING) | Q(state=State.UNDER_REVIEW, blocked_until__gt=now)
    first_report = open_reports.order_by().values("comment").annotate(first=Min("created_at")).values("first")
    return Comment.objects.moderated_by(user).filter(is_waiting).annotate(since=Coalesce(first_report, "state_changed_at"))


def waiting_counts(user: User, now: datetime) -> Counts:
    """Everything that waits for a moderator; one query for comments and one for each further list.

    A comment counts once: under review, else pending, else reported.
    """
    is_reviewed = Q(state=State.UNDER_REVIEW, blocked_until__gt=now)
    comments = waiting_comments(user, now).aggregate(
        reported=Count("pk", filter=~is_reviewed & ~Q(state=State.PENDING)),
        pending=Count("pk", filter=Q(state=State.PENDING)),
        under_review=Count("pk", filter=is_reviewed),
        oldest=Min("since"),
    )
    backlogs = {desk_list.name: desk_list.backlog_of(user, now) for desk_list in _desk_lists()}
    oldest = [since for since in (comments.pop("oldest"), *(backlog.oldest for backlog in backlogs.values())) if since]
    return Counts(**comments, backlogs=backlogs, oldest=min(oldest, default=None))


def _desk_lists() -> list[DeskList]:
    return sorted(_declared.values(), key=lambda desk_list: desk_list.position)
