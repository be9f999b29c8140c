"""A task's discussion, twenty threads a page, three replies each, more on demand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from portal.core.people import Visitor
from portal.core.web.listing import page_of
from portal.discussion import drafts
from portal.discussion.forms import CommentForm
from portal.discussion.gate import DiscussionGate, gate_for
from portal.discussion.models import Comment, Discussion, Topic
from portal.discussion.threads.composers import comment_composer, gate_context
from portal.discussion.threads.filters import Filters, order_words, stance_words
from portal.discussion.threads.rows import Rows, roots_of, rows_of
from portal.discussion.threads.tallies import Tally, tally
from portal.plan.models import Task
from portal.progress.milestones.asked import asked_about

ROOTS_PER_PAGE = 20
THREADS_AT_FIRST = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of the list's order or filter; it says how many threads it leads to, if that is known."""

    value: str
    word: str
    is_current: bool
    count: int | None = None


def discussion_context(
    *, task: Task, user: Visitor, params: Mapping[str, str], session: Mapping[str, Any] | None = None, focus: int | None = None
) -> dict[str, Any]:
    """Everything that `discussion/_discussion.html` needs: one page of threads, the choices, the form.

    With `session`, what the person typed before and could not send is in the form again; `focus` is the comment to jump to.
    Five queries (topics, counts, threads, replies, what stands beside comments), one for what the city asks, if it ever did, one
    for the state of the discussion, unless `task` brought it along; for staff one for their permissions and one for what a
    moderator acts in. Raises Http404 for a page that does not exist and BadRequest for an order or a filter not offered.
    """
    topics = list(Topic.objects.order_by("position", "pk"))
    filters = Filters.read(params, topics)
    gate, composer = _gate(task, user), comment_composer(task)
    counts = tally(task, user, {topic.slug: topic.pk for topic in topics})
    threads = filters.threads_of(roots_of(task, user), user, topics)
    page = page_of(threads, params.get("page"), ROOTS_PER_PAGE, count=counts.threads(filters))
    rows = rows_of(list(page), user=user, gate=gate, focus=focus)
    return {
        "task": task,
        "rows": rows,
        **_folded(rows, is_front=not (params or focus)),
        "page": page,
        "next_count": min(ROOTS_PER_PAGE, page.paginator.count - page.end_index()),
        "query": filters.query,
        "page_address": f"?{filters.query}&page=" if filters.query else "?page=",
        "here": _here(task, filters, page),
        "heading_count": counts.shown,
        "newest": counts.newest,
        **_choices(task, filters, counts, topics),
        "list_words": _list_words(filters, counts, page),
        **gate_context(gate, user),
        "focus": focus,
        "asked": asked_about(task, timezone.localdate()),
        "composer": composer,
        "form": CommentForm(name=composer.name, topics=topics, initial=drafts.find(session or {}, composer.draft)),
    }


def newer_context(*, task: Task, after: int, user: Visitor) -> dict[str, Any]:
    """How many comments others wrote since the one with the key `after` that everybody may read."""
    newer = Comment.objects.shown().filter(task=task, pk__gt=after)
    if user.is_authenticated:
        newer = newer.exclude(author=user)
    return {"task": task, "newest": after, "newer_count": newer.count()}


def _gate(task: Task, user: Visitor) -> DiscussionGate:
    """Where the reader stands; asks nothing if the discussion came with the task."""
    discussion = getattr(task, "discussion", None)
    return gate_for(is_open=discussion is None or discussion.state == Discussion.State.OPEN, person=user)


def _folded(rows: Rows, *, is_front: bool) -> dict[str, Rows]:
    """The first threads open, the others behind one button, as long as nobody asked for a certain list.

    Progress, money and news stand below the discussion on a phone and are to be reached.
    """
    starts = [number for number, (entry, _more) in enumerate(rows) if entry.depth == 0]
    fold = starts[THREADS_AT_FIRST] if is_front and len(starts) > THREADS_AT_FIRST else len(rows)
    return {"first_rows": rows[:fold], "folded_rows": rows[fold:]}


def _list_words(filters: Filters, counts: Tally, page: Page[Comment]) -> str:
    """What the list shows, as its heading and the live region say it."""
    number, order = page.paginator.count, order_words()[filters.sort]
    words = ngettext("%(number)d comment", "%(number)d comments", number) % {"number": number}
    if filters.is_filtered:
        words = _("%(number)d of %(total)d comments") % {"number": number, "total": counts.threads(Filters())}
    return f"{words}, {order}"


def _choices(task: Task, filters: Filters, counts: Tally, topics: Sequence[Topic]) -> dict[str, Any]:
    """What the orders and filters offer; a topic that nobody uses and nobody asks for is not worth a line."""
    everything = pgettext("comments", "All")
    stances = [(name, word, counts.of_stance(name, filters)) for name, word in stance_words().items()]
    used = [(topic.slug, topic.name, counts.of_topic(topic.pk, filters)) for topic in topics]
    used = [line for line in used if line[2] or line[0] == filters.topic]
    all_stances, all_topics = sum(line[2] for line in stances), counts.of_any_topic(filters)
    return {
        "filters": filters,
        "orders": [Choice(name, word, name == filters.sort) for name, word in order_words().items()],
        "stances": [
            Choice(name, word, name == filters.stance, count) for name, word, count in [("", everything, all_stances), *stances]
        ],
        "topics": [
            Choice(name, word, name == filters.topic, count) for name, word, count in [("", everything, all_topics), *used]
        ],
        "without_filters": f"{task.get_absolute_url()}?{filters.unfiltered}".rstrip("?"),
        "order_summary": " · ".join([order_words()[filters.sort], *_said(filters, topics)]),
    }


def _said(filters: Filters, topics: Sequence[Topic]) -> list[str]:
    """The filters that are on, in words."""
    stance = stance_words()[filters.stance] if filters.stance else _("All stances")
    return [stance, *(topic.name for topic in topics if topic.slug == filters.topic)]


def _here(task: Task, filters: Filters, page: Page[Comment]) -> str:
    """The address of this very page, to come back to after a vote without JavaScript."""
    query = "&".join(part for part in (filters.query, f"page={page.number}" if page.number > 1 else "") if part)
    return task.get_absolute_url() + (f"?{query}" if query else "")
