"""How the desk answers: a part to htmx, a page to a browser; never more than the moderator was given."""

from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from portal.accounts.models import User
from portal.core.errors import RuleViolation
from portal.core.web.htmx import wants_fragment
from portal.core.web.way_back import way_back
from portal.discussion.models import Comment
from portal.plan.models import Task

moderators_only = permission_required("moderation.decide", raise_exception=True)


def comment_at_the_desk(request: HttpRequest, pk: int) -> Comment:
    """A comment of the tasks given to this moderator, with its words. Raises Http404 for any other, as if it never was."""
    comments = Comment.objects.moderated_by(request.user).with_words_for(request.user).select_related("task", "author")
    return get_object_or_404(comments, pk=pk)


def tasks_at_the_desk(user: User) -> QuerySet[Task]:
    """The tasks given to a moderator, in the order of the plan."""
    tasks = Task.objects.order_by("number")
    return tasks if user.moderated_tasks is None else tasks.filter(pk__in=user.moderated_tasks)


def back_to(request: HttpRequest, comment: Comment) -> str:
    """Where the moderator came from, if that is a page of this portal; else the comment."""
    return way_back(request) or comment.get_absolute_url()


def page_or_part(request: HttpRequest, name: str, context: dict[str, Any], status: int) -> HttpResponse:
    """`_<name>.html` for htmx, `<name>_form.html` for a browser."""
    template = f"moderation/_{name}.html" if wants_fragment(request) else f"moderation/{name}_form.html"
    return render(request, template, context, status=status)


def status_of(request: HttpRequest, violation: RuleViolation) -> int:
    """htmx swaps a part with errors on 422 only; a browser gets the status of the violation."""
    return HTTPStatus.UNPROCESSABLE_ENTITY if wants_fragment(request) else violation.status
