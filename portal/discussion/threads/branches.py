"""Parts of one thread: a comment with what stands above and below it, more replies, a single comment."""

from typing import Any

from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.core.people import Visitor
from portal.discussion.gate import gate_of
from portal.discussion.models import Comment, CommentQuerySet
from portal.discussion.threads.composers import gate_context
from portal.discussion.threads.entries import prepared
from portal.discussion.threads.pages import ROOTS_PER_PAGE
from portal.discussion.threads.rows import more_of, rows_with_more

REPLIES_AT_ONCE = 50


def thread_context(*, target: Comment, user: Visitor) -> dict[str, Any]:
    """For a comment's own page: the chain above it, whom it answers, the comment itself and the replies below it.

    Raises Http404 where the reader knows of no such comment.
    """
    keys = [*target.ancestor_keys(), target.pk]
    if target.answered_id and not target.is_official:
        keys.append(target.answered_id)  # It stands beside the target, not above it.
    chain = list(prepared(Comment.objects.filter(pk__in=keys).listed_for(user).in_thread_order(), user))
    if chain[-1:] != [target]:
        raise Http404(_("There is no such comment."))
    listed = _below(target).listed_for(user)
    below = list(prepared(listed.in_thread_order(), user)[:REPLIES_AT_ONCE])
    comments = [*chain, *below]
    more = more_of(target, after=comments[-1], count=listed.count() - len(below)) if below else None
    gate = gate_of(target.task, user)
    return {
        "target": target,
        "task": target.task,
        "rows": rows_with_more(comments, more, user=user, gate=gate, focus=target.pk),
        "here": reverse("discussion:permalink", args=[target.pk]),
        **gate_context(gate, user),
        "whole_discussion": _address_in_discussion(target, user),
    }


def replies_context(*, thread: Comment, after: Comment | None, user: Visitor) -> dict[str, Any]:
    """The next replies below a comment in thread order, after the one shown last."""
    below = _below(thread).listed_for(user).filter(path__gt=(after or thread).path)
    comments = list(prepared(below.in_thread_order(), user)[:REPLIES_AT_ONCE])
    more = more_of(thread, after=comments[-1], count=below.count() - len(comments)) if comments else None
    gate = gate_of(thread.task, user)
    focus = comments[0].pk if comments else None
    return {
        "thread": thread,
        "task": thread.task,
        "rows": rows_with_more(comments, more, user=user, gate=gate, focus=focus),
        "here": reverse("discussion:replies", args=[thread.pk]) + (f"?after={after.pk}" if after else ""),
        **gate_context(gate, user),
    }


def entry_context(*, comment: Comment, user: Visitor, focus: int | None = None) -> dict[str, Any]:
    """One comment by itself, as its list shows it. Raises Http404 where the reader knows of no such comment."""
    gate = gate_of(comment.task, user)
    comments = list(prepared(Comment.objects.filter(pk=comment.pk).listed_for(user), user))
    if not comments:
        raise Http404(_("There is no such comment."))
    rows = rows_with_more(comments, None, user=user, gate=gate, focus=focus)
    here = reverse("discussion:permalink", args=[comment.pk])
    return {"rows": rows, "entry": rows[0][0], "task": comment.task, "here": here, **gate_context(gate, user)}


def _below(comment: Comment) -> CommentQuerySet:
    thread = Comment.objects.filter(root=comment.root_id or comment.pk)
    return thread.filter(path__startswith=comment.path).exclude(pk=comment.pk)


def _address_in_discussion(target: Comment, user: Visitor) -> str:
    """Where the thread stands among the newest: the page of the task and the thread's anchor."""
    root = target.root or target
    newer = Q(created_at__gt=root.created_at) | Q(created_at=root.created_at, pk__gt=root.pk)
    page = Comment.objects.filter(newer, task=root.task_id).roots().listed_for(user).count() // ROOTS_PER_PAGE + 1
    query = f"&page={page}" if page > 1 else ""
    return f"{target.task.get_absolute_url()}?sort=newest{query}#comment-{root.pk}"
