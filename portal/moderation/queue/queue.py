"""What waits for a moderator: every comment that is reported, pending or under review in the tasks given to them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict
from urllib.parse import urlencode

from django.core.paginator import Page
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, TextChoices
from django.db.models.functions import Coalesce
from django.utils.translation import pgettext_lazy

from portal.accounts.models import User
from portal.core.web.listing import chosen, page_of
from portal.discussion.models import Comment, PendingReason, State
from portal.discussion.rules import Rule
from portal.moderation.models import DECIDABLE_STATES, Action, Claim, ModerationDecision, Report
from portal.moderation.queue.hints import kinds_of_personal_data, swears
from portal.moderation.queue.waiting import waiting_comments
from portal.moderation.services.claims import CLAIM_LASTS
from portal.plan.models import Task

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

PER_PAGE = 30
ANY = ""
TENTHS = 10  # a report's weight is kept in tenths of an ordinary one
# Reports about a withdrawn comment wait as well: a report that nobody can see is a broken promise.
STATES = [State.PUBLISHED, State.PENDING, State.UNDER_REVIEW, State.TAKEN_DOWN, State.WITHDRAWN]


class Whose(TextChoices):
    MINE = "mine", pgettext_lazy("queue", "Assigned to me")
    NOBODYS = "unclaimed", pgettext_lazy("queue", "Unassigned")


class Sort(TextChoices):
    OLDEST = "oldest", pgettext_lazy("queue", "Longest waiting first")
    HEAVIEST = "heaviest", pgettext_lazy("queue", "Most reported first")


@dataclass(frozen=True)
class Filters:
    """What the moderator asked to see; empty means all, or the usual order."""

    reason: str
    task: str
    state: str
    claim: str
    sort: str

    @property
    def query(self) -> str:
        """The filters as they stand in an address."""
        return urlencode({name: value for name, value in asdict(self).items() if value})


class QueueFields(TypedDict):
    """What the queue adds to a comment: its words, since when it waits, how much its reports weigh, the newest decision."""

    words: str | None
    since: datetime
    weight: int
    seen: int


QueuedComment: TypeAlias = "WithAnnotations[Comment, QueueFields]"


@dataclass(frozen=True)
class QueueRow:
    """One row: a comment, the open reports about it (oldest first), since when it waits, and who is looking at it.

    `earlier` is how often the author's comments in this moderator's tasks were hidden; `seen` the newest decision.
    """

    comment: "QueuedComment"
    reports: list[Report]
    since: datetime
    weight: float
    claim: Claim | None
    earlier: int
    seen: int

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Each reason given, with how many gave it, the most frequent first."""
        given = [report.get_reason_display() for report in self.reports]
        return sorted(((reason, given.count(reason)) for reason in set(given)), key=lambda pair: (-pair[1], pair[0]))

    @property
    def remarks(self) -> list[tuple[int, Report]]:
        """The reports in which somebody wrote something, each with the number that stands for the reporter."""
        return [(number, report) for number, report in enumerate(self.reports, start=1) if report.text]

    @property
    def actions(self) -> list[str]:
        """What may be decided about the comment from the desk."""
        state = State.PUBLISHED if self.comment.is_shown else self.comment.state
        return [action for action in (Action.PUBLISH, Action.HIDE, Action.KEEP) if state in DECIDABLE_STATES[action]]

    @property
    def swears(self) -> bool:
        return swears(self.comment.words or "")

    @property
    def personal_data(self) -> list[str]:
        """What a comment that is pending for its personal data seems to show."""
        is_pending_for_it = self.comment.pending_for == PendingReason.PERSONAL_DATA
        return kinds_of_personal_data(self.comment.words or "") if is_pending_for_it else []


def read_filters(params: Mapping[str, str], tasks: list[Task]) -> Filters:
    """The filters in the address. Raises BadRequest for a value that is not on offer."""
    return Filters(
        reason=chosen(params, "reason", Rule.values, ANY),
        task=chosen(params, "task", [task.slug for task in tasks], ANY),
        state=chosen(params, "state", [state.value for state in STATES], ANY),
        claim=chosen(params, "claim", Whose.values, ANY),
        sort=chosen(params, "sort", Sort.values, ANY),
    )


def queue_page(filters: Filters, page_number: str | None, *, reader: User, now: datetime) -> Page[QueueRow]:
    """One page of `Waiting` rows in five queries, however many reports there are. Raises Http404 beyond the end."""
    # Rows take the place of the comments.
    page: Page[Any] = page_of(_asked_for(filters, reader, now), page_number, PER_PAGE)
    comments: list[QueuedComment] = list(page.object_list)
    reports, earlier = _reports_about(comments), _earlier_decisions(comments, reader)
    page.object_list = [
        QueueRow(
            comment=comment,
            reports=reports[comment.pk],
            since=comment.since,
            weight=comment.weight / TENTHS,
            claim=_current(comment, now),
            earlier=earlier.get(comment.author_id, 0),
            seen=comment.seen,
        )
        for comment in comments
    ]
    return page


def _asked_for(filters: Filters, reader: User, now: datetime) -> QuerySet[Comment]:
    """The comments that the filters let through, in the order that they name."""
    found = waiting_comments(reader, now).filter(*_conditions(filters, reader, now))
    weights = Report.objects.open().filter(comment=OuterRef("pk")).order_by().values("comment").annotate(all=Sum("weight"))
    newest = ModerationDecision.objects.filter(comment=OuterRef("pk")).newest_first().values("pk")[:1]
    order = ("-weight", "since", "pk") if filters.sort == Sort.HEAVIEST else ("since", "pk")
    return (
        found.with_words_for(reader)
        .annotate(weight=Coalesce(Subquery(weights.values("all")), 0), seen=Coalesce(Subquery(newest), 0))
        .select_related("author", "task", "topic", "claim__moderator")
        .order_by(*order)
    )


def _conditions(filters: Filters, reader: User, now: datetime) -> Iterable[Q]:
    if filters.task:
        yield Q(task__slug=filters.task)
    if filters.state:
        yield Q(state=filters.state)
    if filters.reason:
        yield Q(Exists(Report.objects.open().filter(comment=OuterRef("pk"), reason=filters.reason)))
    is_claimed = Q(claim__claimed_at__gt=now - CLAIM_LASTS)
    if filters.claim == Whose.MINE:
        yield is_claimed & Q(claim__moderator=reader)
    if filters.claim == Whose.NOBODYS:
        yield Q(claim=None) | ~is_claimed


def _reports_about(comments: Sequence[Comment]) -> Mapping[int, list[Report]]:
    """The open reports, without anything that says who reported."""
    reports = defaultdict(list)
    for report in (
        Report.objects.open().filter(comment__in=comments).oldest_first().defer("person_key", "address_key", "reporter")
    ):
        reports[report.comment_id].append(report)
    return reports


def _earlier_decisions(comments: Sequence[Comment], reader: User) -> dict[int, int]:
    """How many of each author's comments were hidden before, by decisions that stand, in the reader's tasks."""
    in_scope = Comment.objects.moderated_by(reader).filter(author__in={comment.author_id for comment in comments})
    hidden = ModerationDecision.objects.in_force().filter(action=Action.HIDE, comment__in=in_scope)
    return dict(hidden.values_list(F("comment__author")).annotate(Count("comment", distinct=True)))


def _current(comment: Comment, now: datetime) -> Claim | None:
    claim = getattr(comment, "claim", None)
    return claim if claim and claim.claimed_at > now - CLAIM_LASTS else None
