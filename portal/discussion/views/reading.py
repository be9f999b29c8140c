"""Single threads, more replies, earlier words, and whether there is anything new."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from portal.accounts.sign_in.staff_sessions import asked_by_itself
from portal.core.web.htmx import wants_fragment
from portal.core.web.listing import LONGEST_NUMBER
from portal.discussion.models import Comment
from portal.discussion.threads.branches import replies_context, thread_context
from portal.discussion.threads.entries import has_history
from portal.discussion.threads.history import history_context
from portal.discussion.threads.pages import newer_context
from portal.plan.models import Task


@require_safe
def permalink(request: HttpRequest, pk: int) -> HttpResponse:
    """One comment with the chain above it and the replies below it."""
    comment = get_object_or_404(Comment.objects.select_related("task", "root"), pk=pk)
    return render(request, "discussion/comment_detail.html", thread_context(target=comment, user=request.user))


@require_safe
def replies(request: HttpRequest, pk: int) -> HttpResponse:
    """The next replies of a thread: list items for the page that is open, or a page of their own."""
    thread = get_object_or_404(Comment.objects.listed_for(request.user).select_related("task"), pk=pk)
    after = _comment_after(thread, request.GET.get("after", ""))
    context = replies_context(thread=thread, after=after, user=request.user)
    template = "discussion/_replies.html" if wants_fragment(request) else "discussion/reply_list.html"
    return render(request, template, context)


@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """What a comment said before; for those who may read what it says now."""
    readable = Comment.objects.visible_to(request.user).select_related("task", "author", "department")
    comment = get_object_or_404(readable, pk=pk)
    if not has_history(comment):
        raise Http404(_("This comment has never been changed."))
    context = history_context(comment=comment, page_number=request.GET.get("page"))
    return render(request, "discussion/comment_history.html", context)


def part_of_list(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The discussion alone, out of which htmx takes the list; what is added to a list on the page leaves its address alone."""
    is_first = context["page"].number == 1
    if not is_first:
        context |= {"first_rows": [(replace(entry, has_focus=n == 0), more) for n, (entry, more) in enumerate(context["rows"])]}
    response = render(request, "discussion/_discussion.html", context)
    return push_url(response, context["here"]) if is_first else response


@asked_by_itself
@require_safe
def newer(request: HttpRequest, slug: str) -> HttpResponse:
    """How many comments came since the page was opened; nothing if there is nothing new to say."""
    task = get_object_or_404(Task, slug=slug)
    if not wants_fragment(request):
        return redirect(f"{task.get_absolute_url()}#discussion")
    after, told = _number(request.GET.get("after", "")), _number(request.GET.get("told") or "0")
    context = newer_context(task=task, after=after, user=request.user)
    if context["newer_count"] == told:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return render(request, "discussion/_newer.html", context)


def _comment_after(thread: Comment, key: str) -> Comment | None:
    """The comment shown last, as the address names it. Raises Http404 for anything that is not in the thread."""
    if not key:
        return None
    return get_object_or_404(Comment, pk=_number(key), path__startswith=thread.path)


def _number(digits: str) -> int:
    """A number in an address. Raises Http404 for anything else."""
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= LONGEST_NUMBER):
        raise Http404(_("There is no such comment."))
    return int(digits)
