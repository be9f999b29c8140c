"""Who moderates what, for administrators; and how each discussion is looked after, for its moderators."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts import services as accounts
from portal.accounts.models import User
from portal.core.errors import RuleViolation
from portal.core.people import SignedInRequest
from portal.discussion import services as discussion
from portal.discussion.models import Discussion, State, is_shown
from portal.moderation.colleagues import moderators
from portal.moderation.forms.team import DiscussionForm, ScopeForm
from portal.moderation.queue.waiting import waiting_counts
from portal.moderation.views.responses import moderators_only, tasks_at_the_desk
from portal.plan.models import Task

APPOINTING = ("moderation.everywhere", "accounts.assign_roles")
administrators_only = permission_required(APPOINTING, raise_exception=True)


@require_safe
@login_required
@administrators_only
def team(request: SignedInRequest) -> HttpResponse:
    """Everybody who moderates, and what."""
    context = {"moderators": moderators(), "counts": waiting_counts(request.user, timezone.now())}
    return render(request, "moderation/team_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@administrators_only
def scope(request: SignedInRequest, pk: int) -> HttpResponse:
    """What one moderator is given to act in."""
    moderator = get_object_or_404(moderators(), pk=pk)
    form = ScopeForm(request.POST if request.method == "POST" else None, moderator=moderator)
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    if form.is_bound and form.is_valid():
        accounts.set_moderation_scope(moderator=moderator, by=request.user, **form.scope())
        messages.success(request, _("Saved. It applies from the moderator's very next page on."))
        return redirect("moderation:team")
    return render(request, "moderation/scope_form.html", {"moderator": moderator, "form": form}, status=status)


@require_safe
@login_required
@moderators_only
def discussion_list(request: SignedInRequest) -> HttpResponse:
    """The discussions given to this moderator: open or closed, what is looked at first, how much is there."""
    shown = Count("comments", filter=is_shown("comments__"))
    pending = Count("comments", filter=Q(comments__state=State.PENDING))
    tasks = tasks_at_the_desk(request.user).select_related("discussion").annotate(shown=shown, pending=pending)
    context = {"rows": [(task, _discussion(task)) for task in tasks], "counts": waiting_counts(request.user, timezone.now())}
    return render(request, "moderation/discussion_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@moderators_only
def discussion_form(request: SignedInRequest, slug: str) -> HttpResponse:
    """Open or close a discussion, and say what is looked at before it appears."""
    task = get_object_or_404(tasks_at_the_desk(request.user).select_related("discussion"), slug=slug)
    now = _discussion(task)
    initial = {"state": now.state, "screening": now.screening}
    form = DiscussionForm(request.POST if request.method == "POST" else None, initial=initial)
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    if form.is_bound and form.is_valid():
        try:
            _change(task, request.user, **form.cleaned_data)
        except RuleViolation as violation:
            form.add_error(None, str(violation))
            status = violation.status
        else:
            messages.success(request, _("Saved. It applies from the very next comment."))
            return redirect("moderation:discussion_list")
    return render(request, "moderation/discussion_form.html", {"task": task, "form": form}, status=status)


def _change(task: Task, by: User, *, state: str, screening: str) -> None:
    """Both services write to the audit log who did it, and do nothing where nothing changes."""
    change = discussion.open_discussion if state == Discussion.State.OPEN else discussion.close_discussion
    change(task=task, by=by)
    discussion.set_screening(task=task, screening=screening, by=by)


def _discussion(task: Task) -> Discussion:
    """The task's discussion; one that nobody has touched is open and shows everything at once."""
    return getattr(task, "discussion", None) or Discussion(task=task)
