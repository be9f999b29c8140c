"""The moderators' desk: what waits and what was decided, in the tasks that were given to the moderator."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.core.people import SignedInRequest
from portal.core.web.listing import chosen, page_of
from portal.discussion.models import Comment
from portal.discussion.rules import Rule
from portal.moderation.models import Action, ModerationDecision
from portal.moderation.queue.queue import ANY, STATES, Sort, Whose, queue_page, read_filters
from portal.moderation.queue.waiting import waiting_counts
from portal.moderation.services import may_be_undone
from portal.moderation.views.responses import moderators_only, tasks_at_the_desk

DECISIONS_PER_PAGE = 30


@require_safe
@login_required
@moderators_only
def queue(request: SignedInRequest) -> HttpResponse:
    """What waits, longest waiting first unless asked otherwise."""
    now, tasks = timezone.now(), list(tasks_at_the_desk(request.user))
    filters = read_filters(request.GET, tasks)
    context = {
        "page": queue_page(filters, request.GET.get("page"), reader=request.user, now=now),
        "counts": waiting_counts(request.user, now),
        "has_scope": request.user.moderated_tasks is None or bool(request.user.moderated_tasks),
        "filters": filters,
        "tasks": tasks,
        "reasons": Rule.choices,
        "states": [(state.value, state.label) for state in STATES],
        "claims": Whose.choices,
        "sorts": Sort.choices,
        "query": filters.query,
    }
    return render(request, "moderation/queue.html", context)


@require_safe
@login_required
@moderators_only
def decision_list(request: SignedInRequest) -> HttpResponse:
    """What was decided about comments of the moderator's tasks, newest first."""
    action = chosen(request.GET, "action", Action.values, ANY)
    decisions = ModerationDecision.objects.filter(comment__in=Comment.objects.moderated_by(request.user))
    decisions = decisions.select_related("comment__task", "comment__author", "moderator", "undone_by").newest_first()
    if action:
        decisions = decisions.filter(action=action)
    page = page_of(decisions, request.GET.get("page"), DECISIONS_PER_PAGE)
    now = timezone.now()
    for decision in page.object_list:
        is_undone = hasattr(decision, "undone_by")
        decision.may_be_undone = not is_undone and may_be_undone(decision, request.user, now)
    context = {
        "page": page,
        "counts": waiting_counts(request.user, now),
        "action": action,
        "actions": Action.choices,
        "query": f"action={action}" if action else "",
    }
    return render(request, "moderation/decision_list.html", context)
