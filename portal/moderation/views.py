"""Reporting a comment, the reason for a decision, and the moderators' desk."""

from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.core.errors import RuleViolation
from portal.core.htmx import wants_fragment
from portal.core.listing import chosen, page_of
from portal.core.way_back import way_back
from portal.discussion.models import Comment, State
from portal.discussion.rules import Rule
from portal.moderation import services
from portal.moderation.forms import DecisionForm, ReportForm
from portal.moderation.models import Action, ModerationDecision, Report
from portal.moderation.queue import ANY, STATES, read_filters, waiting
from portal.policy.models import Task

DECISIONS_PER_PAGE = 30
SERVICES = {Action.HIDE: services.hide, Action.KEEP: services.keep, Action.RESTORE: services.restore}

moderators_only = permission_required("moderation.decide", raise_exception=True)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The form; to somebody who has reported already, what became of it."""
    reports = Report.objects.select_related("decision", "comment__task")
    if mine := reports.filter(comment=pk, reporter=request.user).first():
        return _reported(request, mine)
    comments = Comment.objects.visible_to(request.user).published().with_words_for(request.user)
    comment = get_object_or_404(comments.select_related("task", "author"), pk=pk)
    form = ReportForm(request.POST if request.method == "POST" else None)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    if form.is_bound and form.is_valid():
        try:
            mine = services.report(comment=comment, reporter=request.user, **form.cleaned_data)
        except RuleViolation as violation:
            form.add_error(None, str(violation))
            status = _status_of(request, violation)
        else:
            return _thank(request, mine)
    return _under_its_comment(_page_or_part(request, "report", {"comment": comment, "form": form}, status), request, pk)


def _reported(request: HttpRequest, mine: Report) -> HttpResponse:
    """What became of somebody's report; a second report says kindly that one is enough."""
    context = {"comment": mine.comment, "report": mine, "is_repeated": request.method == "POST"}
    return _under_its_comment(_page_or_part(request, "report", context, HTTPStatus.OK), request, mine.comment_id)


def _under_its_comment(response: HttpResponse, request: HttpRequest, pk: int) -> HttpResponse:
    """What the comment's menu asks for by htmx opens below the comment, where a reply is written."""
    if request.method != "POST" and wants_fragment(request):
        response["HX-Retarget"], response["HX-Reswap"] = f"#reply-{pk}", "innerHTML"
    return response


def _thank(request: HttpRequest, mine: Report) -> HttpResponse:
    if wants_fragment(request):
        return render(request, "moderation/_report.html", {"comment": mine.comment, "report": mine, "is_new": True})
    messages.success(request, _("Thank you. A moderator will look at the comment and we will tell you what was decided."))
    return redirect(mine.comment)


@require_safe
def explanation(request: HttpRequest, pk: int) -> HttpResponse:
    """Why a comment was hidden, for everybody; after it was restored, for its author and the moderators only."""
    comment = _comment(request, pk)
    is_insider = request.user == comment.author or request.user.has_perm("moderation.decide")
    decisions = list(comment.decisions.changing_visibility().newest_first())
    if not decisions or not (comment.state == State.HIDDEN or is_insider):
        raise Http404(_("Nothing was decided about this comment that could be shown here."))
    context = {
        "comment": comment,
        "latest": decisions[0],
        "decisions": decisions if is_insider else decisions[:1],
        "is_author": request.user == comment.author,
        "contact": settings.CONTACT_EMAIL,
    }
    return render(request, "moderation/decision_detail.html", context)


@require_safe
@login_required
@moderators_only
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, longest waiting first."""
    tasks = list(Task.objects.order_by("number"))
    filters = read_filters(request.GET, tasks)
    context = {
        "page": waiting(filters, request.GET.get("page"), reader=request.user),
        "filters": filters,
        "tasks": tasks,
        "reasons": Rule.choices,
        "states": [(state.value, state.label) for state in STATES],
        "query": filters.query,
    }
    return render(request, "moderation/queue.html", context)


@require_safe
@login_required
@moderators_only
def decision_list(request: HttpRequest) -> HttpResponse:
    """What was decided, newest first."""
    action = chosen(request.GET, "action", Action.values, ANY)
    decisions = ModerationDecision.objects.select_related("comment__task", "comment__author", "moderator").newest_first()
    if action:
        decisions = decisions.filter(action=action)
    context = {
        "page": page_of(decisions, request.GET.get("page"), DECISIONS_PER_PAGE),
        "action": action,
        "actions": Action.choices,
        "query": f"action={action}" if action else "",
    }
    return render(request, "moderation/decision_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@moderators_only
def hide(request: HttpRequest, pk: int) -> HttpResponse:
    """Hide a comment, with rule and reason."""
    return _decide(request, pk, Action.HIDE)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@moderators_only
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a reported comment where it is."""
    return _decide(request, pk, Action.KEEP)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@moderators_only
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a hidden comment again."""
    return _decide(request, pk, Action.RESTORE)


def _decide(request: HttpRequest, pk: int, action: Action) -> HttpResponse:
    comment = _comment(request, pk)
    data = request.POST if request.method == "POST" else None
    form = DecisionForm(data, action=action, comment=comment)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    if form.is_bound and form.is_valid():
        try:
            decision = SERVICES[action](comment=comment, moderator=request.user, **form.ruling())
        except RuleViolation as violation:
            form = form.told(violation)
            status = _status_of(request, violation)
        else:
            return _decided(request, decision)
    context = {"comment": comment, "form": form, "action": action, "next": _way_back(request, comment)}
    response = _page_or_part(request, "decision", context, status)
    if form.is_bound:
        # The form aims at its row, which it settles; with errors it takes its own place instead.
        response["HX-Retarget"] = f"#decision-{pk}"
    return response


def _comment(request: HttpRequest, pk: int) -> Comment:
    """Any comment, with its words only if this person may read them."""
    comments = Comment.objects.with_words_for(request.user).select_related("task", "author")
    return get_object_or_404(comments, pk=pk)


def _decided(request: HttpRequest, decision: ModerationDecision) -> HttpResponse:
    words = {
        Action.HIDE: _("The comment is hidden. Its author and everybody who reported it are told."),
        Action.KEEP: _("The comment stays. Everybody who reported it is told."),
        Action.RESTORE: _("The comment is visible again. Its author is told."),
    }[decision.action]
    if wants_fragment(request):
        return render(request, "moderation/_settled_row.html", {"decision": decision, "words": words})
    messages.success(request, words)
    return redirect(_way_back(request, decision.comment))


def _way_back(request: HttpRequest, comment: Comment) -> str:
    """Where the moderator came from, if that is a page of this portal; else the comment."""
    return way_back(request) or comment.get_absolute_url()


def _page_or_part(request: HttpRequest, name: str, context: dict, status: int) -> HttpResponse:
    template = f"moderation/_{name}.html" if wants_fragment(request) else f"moderation/{name}_form.html"
    return render(request, template, context, status=status)


def _status_of(request: HttpRequest, violation: RuleViolation) -> int:
    """htmx swaps a part with errors on 422 only; a browser gets the status of the violation."""
    return HTTPStatus.UNPROCESSABLE_ENTITY if wants_fragment(request) else violation.status
