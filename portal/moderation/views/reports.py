"""Reporting a comment, what became of one's reports, and why a comment is hidden."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.models import User
from portal.core.errors import RuleViolation
from portal.core.people import SignedInRequest
from portal.core.web.client_address import client_address
from portal.core.web.htmx import wants_fragment
from portal.core.web.listing import page_of
from portal.discussion.models import Comment
from portal.moderation import report_drafts as drafts
from portal.moderation import services
from portal.moderation.explanation import explanation_of
from portal.moderation.forms.decisions import ReportForm
from portal.moderation.models import Report
from portal.moderation.views.responses import page_or_part, status_of

REPORTS_PER_PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The form; to somebody who has reported already, what became of it. What was typed outlives signing in."""
    if not request.user.is_authenticated:
        drafts.keep(request.session, pk, request.POST)
        return redirect_to_login(request.get_full_path())
    reports = Report.objects.select_related("decision", "comment__task")
    if mine := reports.filter(comment=pk, reporter=request.user).first():
        return _reported(request, mine)
    comments = Comment.objects.shown().with_words_for(request.user)
    comment = get_object_or_404(comments.select_related("task", "author"), pk=pk)
    context = {"comment": comment, "is_own": comment.is_by(request.user)}
    if request.method == "POST":
        return _sent(request, comment, request.user, context)
    context["form"] = ReportForm(initial=drafts.find(request.session, pk))
    return _under_its_comment(page_or_part(request, "report", context, HTTPStatus.OK), request, pk)


def _sent(request: HttpRequest, comment: Comment, reporter: User, context: dict[str, Any]) -> HttpResponse:
    form, status = ReportForm(request.POST), int(HTTPStatus.UNPROCESSABLE_ENTITY)
    drafts.keep(request.session, comment.pk, request.POST)
    if form.is_valid():
        address = client_address(request)
        try:
            mine = services.report(comment=comment, reporter=reporter, address=address, **form.cleaned_data)
        except RuleViolation as violation:
            form.add_error(None, str(violation))
            status = status_of(request, violation)
        else:
            drafts.forget(request.session, comment.pk)
            return _thank(request, mine)
    return page_or_part(request, "report", {**context, "form": form}, status)


def _reported(request: HttpRequest, mine: Report) -> HttpResponse:
    """What became of somebody's report; a second report says kindly that one is enough."""
    context = {"comment": mine.comment, "report": mine, "is_repeated": request.method == "POST"}
    return _under_its_comment(page_or_part(request, "report", context, HTTPStatus.OK), request, mine.comment_id)


def _under_its_comment(response: HttpResponse, request: HttpRequest, pk: int) -> HttpResponse:
    """What the comment's menu asks for by htmx opens below the comment, where a reply is written."""
    if request.method != "POST" and wants_fragment(request):
        response["HX-Retarget"], response["HX-Reswap"] = f"#reply-{pk}", "innerHTML"
    return response


def _thank(request: HttpRequest, mine: Report) -> HttpResponse:
    if wants_fragment(request):
        return render(request, "moderation/_report.html", {"comment": mine.comment, "report": mine, "is_new": True})
    messages.success(request, _("Thank you. A moderator will review the comment and we will tell you what was decided."))
    return redirect(mine.comment)


@require_safe
@login_required
def my_reports(request: SignedInRequest) -> HttpResponse:
    """What became of everything that I reported, newest first."""
    reports = Report.objects.filter(reporter=request.user).select_related("decision", "comment__task")
    page = page_of(reports.order_by("-created_at", "-pk"), request.GET.get("page"), REPORTS_PER_PAGE)
    return render(request, "moderation/my_report_list.html", {"page": page})


@require_safe
def explanation(request: HttpRequest, pk: int) -> HttpResponse:
    """Why a comment is hidden, for everybody; what was decided about it, for its author and its moderators."""
    comments = Comment.objects.with_words_for(request.user).select_related("task", "author")
    found = explanation_of(get_object_or_404(comments, pk=pk), request.user)
    if found is None:
        raise Http404(_("No decision about this comment can be shown here."))
    return render(request, "moderation/decision_detail.html", {**found, "contact": settings.CONTACT_EMAIL})
