"""Which comments a page shows, in which order: twenty threads a page, three replies each, more on demand."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Page
from django.db.models import Count, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import ngettext, pgettext

from portal.core.listing import chosen, page_of
from portal.discussion import drafts
from portal.discussion.entries import Entry, entries, prepared
from portal.discussion.forms import CommentForm
from portal.discussion.gate import Standing, standing, standing_in
from portal.discussion.models import Comment, Discussion, State
from portal.discussion.places import comment_place
from portal.policy.models import Task

ROOTS_PER_PAGE = 20
REPLIES_AT_FIRST = 3
REPLIES_AT_ONCE = 50
# The names are all that an address may ask for; each order ends in a unique column.
ORDERS = {
    "newest": ("-created_at", "-pk"),
    "oldest": ("created_at", "pk"),
    "most_agreed": ("-agreement", "-pk"),
    "most_discussed": ("-reply_count", "-pk"),
}


# A line of the list: a comment, and after the last one shown of its thread the link to more.
Rows = list[tuple[Entry, "More | None"]]


@dataclass(frozen=True, slots=True)
class More:
    """The link to the replies of a thread that are not on the page."""

    address: str
    words: str


def discussion_context(
    *, task: Task, user, params: Mapping[str, str], session: Mapping[str, Any] | None = None, focus: int | None = None
) -> dict[str, Any]:
    """Everything that `discussion/_discussion.html` needs: one page of threads, the orders, the form.

    With `session`, what the person typed before and could not send is in the form again; `focus` is the comment to jump to.
    Four queries for visitors; for people signed in one for their votes and two for their permissions. Raises Http404 for a
    page that does not exist and BadRequest for an unknown order.
    """
    order = chosen(params, "sort", ORDERS, "newest")
    summary = _summary(task)
    where = standing(is_open=summary["discussion__state"] != Discussion.State.CLOSED, person=user)
    page = page_of(_roots(task, user, order), params.get("page"), ROOTS_PER_PAGE)
    place = comment_place(task)
    query = urlencode({"sort": order}) if order != "newest" else ""
    return {
        "task": task,
        "rows": _rows(page, user, where, focus),
        "page": page,
        "query": query,
        "here": _here(task, order, page),
        "heading_count": summary["published"],
        "orders": [(name, word, name == order) for name, word in _order_words().items()],
        "standing": where.value,
        "focus": focus,
        "place": place,
        "form": CommentForm(name=place.name, initial=drafts.find(session or {}, place.draft)),
    }


def thread_context(*, target: Comment, user) -> dict[str, Any]:
    """For a comment's own page: the chain above it, the comment itself and the replies below it."""
    below = _below(target)
    chain = Comment.objects.filter(pk__in=[*target.ancestor_keys(), target.pk]).in_thread_order()
    comments = [*prepared(chain, user), *prepared(below.in_thread_order(), user)[:REPLIES_AT_ONCE]]
    more = _more(target, after=comments[-1], count=target.reply_count - (len(comments) - target.depth - 1))
    where = standing_in(target.task, user)
    return {
        "target": target,
        "task": target.task,
        "rows": _with_more(comments, more, user, where, focus=target.pk),
        "here": reverse("discussion:permalink", args=[target.pk]),
        "standing": where.value,
        "whole_discussion": _address_in_discussion(target),
    }


def replies_context(*, thread: Comment, after: Comment | None, user) -> dict[str, Any]:
    """The next replies below a comment in thread order, after the one shown last."""
    below = _below(thread).filter(path__gt=(after or thread).path)
    comments = list(prepared(below.in_thread_order(), user)[:REPLIES_AT_ONCE])
    more = _more(thread, after=comments[-1], count=below.count() - len(comments)) if comments else None
    where = standing_in(thread.task, user)
    focus = comments[0].pk if comments else None
    return {
        "thread": thread,
        "task": thread.task,
        "rows": _with_more(comments, more, user, where, focus=focus),
        "here": reverse("discussion:replies", args=[thread.pk]) + (f"?after={after.pk}" if after else ""),
        "standing": where.value,
    }


def entry_context(*, comment: Comment, user, focus: int | None = None) -> dict[str, Any]:
    """One comment by itself, as its list shows it."""
    where = standing_in(comment.task, user)
    rows = _with_more(list(prepared(Comment.objects.filter(pk=comment.pk), user)), None, user, where, focus=focus)
    here = reverse("discussion:permalink", args=[comment.pk])
    return {"rows": rows, "entry": rows[0][0], "task": comment.task, "here": here, "standing": where.value}


def _summary(task: Task) -> dict[str, Any]:
    """Whether the discussion is open and how many comments can be read, in one query."""
    published = Count("comments", filter=Q(comments__state=State.PUBLISHED))
    return Task.objects.filter(pk=task.pk).annotate(published=published).values("discussion__state", "published").get()


def _roots(task: Task, user, order: str) -> QuerySet[Comment]:
    """The task's threads, each with the keys of its first replies: the index gives them without reading the others."""
    first = Comment.objects.filter(root=OuterRef("pk")).in_thread_order().values("pk")[:REPLIES_AT_FIRST]
    roots = prepared(Comment.objects.filter(task=task).roots(), user)
    return roots.annotate(first_replies=ArraySubquery(first)).order_by(*ORDERS[order])


def _rows(page: Page, user, where: Standing, focus: int | None) -> Rows:
    """Roots in the page's order, each followed by its first replies and the link to the rest."""
    roots = list(page.object_list)
    keys = [key for root in roots for key in root.first_replies]
    replies: dict[int, list[Comment]] = {root.pk: [] for root in roots}
    for reply in prepared(Comment.objects.filter(pk__in=keys), user).in_thread_order():
        replies[reply.root_id].append(reply)
    comments = [comment for root in roots for comment in (root, *replies[root.pk])]
    lasts = {(replies[root.pk] or [root])[-1].pk: root for root in roots}
    shown = entries(comments, user=user, may_take_part=where == Standing.MAY_TAKE_PART, focus=focus)
    return [(entry, _more_of(lasts.get(entry.pk), entry, replies)) for entry in shown]


def _more_of(root: Comment | None, last: Entry, replies: Mapping[int, list[Comment]]) -> More | None:
    return _more(root, after=last, count=root.reply_count - len(replies[root.pk])) if root else None


def _more(thread: Comment, *, after: Comment | Entry, count: int) -> More | None:
    if count <= 0:
        return None
    words = ngettext("Show %(count)d more reply", "Show %(count)d more replies", count) % {"count": count}
    return More(f"{reverse('discussion:replies', args=[thread.pk])}?after={after.pk}", words)


def _with_more(comments: list[Comment], more: More | None, user, where: Standing, *, focus: int | None) -> Rows:
    shown = entries(comments, user=user, may_take_part=where == Standing.MAY_TAKE_PART, focus=focus)
    return [(entry, more if entry is shown[-1] else None) for entry in shown]


def _below(comment: Comment) -> QuerySet[Comment]:
    thread = Comment.objects.filter(root=comment.root_id or comment.pk)
    return thread.filter(path__startswith=comment.path).exclude(pk=comment.pk)


def _here(task: Task, order: str, page: Page) -> str:
    """The address of this very page, to come back to after a vote without JavaScript."""
    query = {"sort": order} if order != "newest" else {}
    query |= {"page": page.number} if page.number > 1 else {}
    return task.get_absolute_url() + (f"?{urlencode(query)}" if query else "")


def _address_in_discussion(target: Comment) -> str:
    """Where the thread stands among the newest: the page of the task and the thread's anchor."""
    root = target.root or target
    newer = Q(created_at__gt=root.created_at) | Q(created_at=root.created_at, pk__gt=root.pk)
    page = Comment.objects.filter(newer, task=root.task_id).roots().count() // ROOTS_PER_PAGE + 1
    query = f"?page={page}" if page > 1 else ""
    return f"{target.task.get_absolute_url()}{query}#comment-{root.pk}"


def _order_words() -> dict[str, str]:
    return {
        "newest": pgettext("order of comments", "Newest"),
        "oldest": pgettext("order of comments", "Oldest"),
        "most_agreed": pgettext("order of comments", "Most agreed"),
        "most_discussed": pgettext("order of comments", "Most discussed"),
    }
