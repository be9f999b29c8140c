"""What waits for a moderator: every comment with open reports, longest waiting first."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.core.paginator import Page
from django.db.models import Exists, Min, OuterRef, QuerySet

from portal.core.listing import chosen, page_of
from portal.discussion.models import Comment, State
from portal.discussion.rules import Rule
from portal.moderation.models import DECIDABLE_STATES, Action, Report
from portal.policy.models import Task

PER_PAGE = 30
ANY = ""
# Reports about a withdrawn comment wait as well: a report that nobody can see is a broken promise.
STATES = [state for state in State if state in DECIDABLE_STATES[Action.KEEP]]


@dataclass(frozen=True)
class Filters:
    """What the moderator asked to see; empty means all."""

    reason: str
    task: str
    state: str

    @property
    def query(self) -> str:
        """The filters as they stand in an address."""
        return urlencode({name: value for name, value in asdict(self).items() if value})


@dataclass(frozen=True)
class Waiting:
    """One row: a comment, the open reports about it (oldest first) and since when the oldest waits."""

    comment: Comment
    reports: list[Report]
    since: datetime

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Each reason given, with how many gave it, the most frequent first."""
        given = [report.get_reason_display() for report in self.reports]
        return sorted(((reason, given.count(reason)) for reason in set(given)), key=lambda pair: (-pair[1], pair[0]))

    @property
    def remarks(self) -> list[Report]:
        """The reports in which somebody wrote something."""
        return [report for report in self.reports if report.text]

    @property
    def may_be_hidden(self) -> bool:
        return self.comment.state in DECIDABLE_STATES[Action.HIDE]


def read_filters(params: Mapping[str, str], tasks: list[Task]) -> Filters:
    """The filters in the address. Raises BadRequest for a value that is not on offer."""
    return Filters(
        reason=chosen(params, "reason", Rule.values, ANY),
        task=chosen(params, "task", [task.slug for task in tasks], ANY),
        state=chosen(params, "state", [state.value for state in STATES], ANY),
    )


def waiting(filters: Filters, page_number: str | None, *, reader) -> Page:
    """One page of `Waiting` rows in four queries, however many reports there are. Raises Http404 beyond the end."""
    page = page_of(_comments_with_open_reports(filters), page_number, PER_PAGE)
    keys = [row["comment"] for row in page.object_list]
    comments = Comment.objects.with_words_for(reader).select_related("author", "task").in_bulk(keys)
    reports = defaultdict(list)
    for report in Report.objects.open().filter(comment__in=keys).oldest_first().defer("person_key"):
        reports[report.comment_id].append(report)
    page.object_list = [Waiting(comments[row["comment"]], reports[row["comment"]], row["since"]) for row in page.object_list]
    return page


def _comments_with_open_reports(filters: Filters) -> QuerySet:
    reports = Report.objects.open()
    if filters.task:
        reports = reports.filter(comment__task__slug=filters.task)
    if filters.state:
        reports = reports.filter(comment__state=filters.state)
    if filters.reason:
        same_comment = Report.objects.open().filter(comment=OuterRef("comment"), reason=filters.reason)
        reports = reports.filter(Exists(same_comment))
    return reports.values("comment").annotate(since=Min("created_at")).order_by("since", "comment")
