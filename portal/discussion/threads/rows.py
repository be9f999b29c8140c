"""The lines of a list of comments: who is shown, and after the last one of a thread the link to more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import ngettext

from portal.core.people import Visitor
from portal.discussion.gate import DiscussionGate
from portal.discussion.models import Comment, CommentQuerySet, State, is_readable_by
from portal.discussion.threads.entries import Entry, entries, prepared
from portal.plan.models import Task

REPLIES_AT_FIRST = 3

# A line of the list: a comment, and after the last one shown of its thread the link to more.
Rows = list[tuple[Entry, "More | None"]]


@dataclass(frozen=True, slots=True)
class More:
    """The link to the replies of a thread that are not on the page."""

    address: str
    words: str


def roots_of(task: Task, user: Visitor) -> CommentQuerySet:
    """The task's threads, each with the keys of its first replies: the index gives them without reading the others."""
    thread = Comment.objects.filter(root=OuterRef("pk"))
    first = thread.listed_for(user).in_thread_order().values("pk")[:REPLIES_AT_FIRST]
    unlisted = (
        thread.filter(state=State.PENDING, reply_count=0).exclude(is_readable_by(user)).values("root").annotate(n=Count("pk"))
    )
    roots = prepared(Comment.objects.filter(task=task).roots().listed_for(user), user)
    added = {"first_replies": ArraySubquery(first), "unlisted": Coalesce(unlisted.values("n"), 0)}
    return roots.annotate(**added)


def rows_of(roots: Sequence[Comment], *, user: Visitor, gate: DiscussionGate, focus: int | None) -> Rows:
    """Threads in the page's order, each followed by its first replies and the link to the rest. One query for replies."""
    keys = [key for root in roots for key in root.first_replies]
    replies: dict[int, list[Comment]] = {root.pk: [] for root in roots}
    for reply in prepared(Comment.objects.filter(pk__in=keys), user).in_thread_order():
        replies[reply.root_id or reply.pk].append(reply)
    comments = [comment for root in roots for comment in (root, *replies[root.pk])]
    lasts = {(replies[root.pk] or [root])[-1].pk: root for root in roots}
    shown = entries(comments, user=user, may_take_part=gate == DiscussionGate.MAY_TAKE_PART, focus=focus)
    return [(entry, _more_of(lasts.get(entry.pk), entry, replies)) for entry in shown]


def rows_with_more(
    comments: Sequence[Comment], more: More | None, *, user: Visitor, gate: DiscussionGate, focus: int | None
) -> Rows:
    """Comments of one thread, the link to more after the last of them."""
    shown = entries(comments, user=user, may_take_part=gate == DiscussionGate.MAY_TAKE_PART, focus=focus)
    return [(entry, more if entry is shown[-1] else None) for entry in shown]


def more_of(thread: Comment, *, after: Comment | Entry, count: int) -> More | None:
    """The link to what follows `after` below `thread`; none if nothing does."""
    if count <= 0:
        return None
    words = ngettext("Show %(count)d more reply", "Show %(count)d more replies", count) % {"count": count}
    return More(f"{reverse('discussion:replies', args=[thread.pk])}?after={after.pk}", words)


def _more_of(root: Comment | None, last: Entry, replies: Mapping[int, list[Comment]]) -> More | None:
    if root is None:
        return None
    return more_of(root, after=last, count=root.reply_count - root.unlisted - len(replies[root.pk]))
