"""Deciding about one comment, where it is seen or at the desk; and taking the decision back."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.core.errors import RuleViolation
from portal.core.people import SignedInRequest
from portal.core.web.htmx import wants_fragment
from portal.discussion.models import Comment
from portal.moderation import services
from portal.moderation.explanation import person_page
from portal.moderation.forms.decisions import DecisionForm
from portal.moderation.models import Action, ModerationDecision
from portal.moderation.views.responses import back_to, comment_at_the_desk, moderators_only, page_or_part, status_of

SERVICES: dict[str, Callable[..., ModerationDecision]] = {
    Action.HIDE: services.hide,
    Action.KEEP: services.keep,
    Action.RESTORE: services.restore,
    Action.PUBLISH: services.publish,
}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@moderators_only
def hide(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hide a comment, with rule and reason."""
    return _decide(request, pk, Action.HIDE)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@moderators_only
def keep(request: SignedInRequest, pk: int) -> HttpResponse:
    """Leave a reported comment where it is."""
    return _decide(request, pk, Action.KEEP)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@moderators_only
def restore(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a hidden comment again."""
    return _decide(request, pk, Action.RESTORE)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@moderators_only
def publish(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let a comment appear that is pending."""
    return _decide(request, pk, Action.PUBLISH)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@moderators_only
def undo(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a decision back; without JavaScript by a page that says what will happen."""
    decisions = ModerationDecision.objects.filter(comment__in=Comment.objects.moderated_by(request.user))
    decision = get_object_or_404(decisions.select_related("comment__task", "comment__author"), pk=pk)
    back = back_to(request, decision.comment)
    context = {"decision": decision, "next": back}
    if request.method != "POST":
        return render(request, "moderation/undo_confirm.html", context)
    try:
        taken_back = services.undo(decision=decision, moderator=request.user)
    except RuleViolation as violation:
        return render(request, "moderation/undo_confirm.html", {**context, "violation": violation}, status=violation.status)
    words = _("The decision is undone. The comment is what it was before, and anyone already notified is told.")
    if wants_fragment(request):
        return render(request, "moderation/_settled_row.html", {"decision": taken_back, "words": words})
    messages.success(request, words)
    return redirect(back)


def _decide(request: SignedInRequest, pk: int, action: Action) -> HttpResponse:
    comment = comment_at_the_desk(request, pk)
    data = request.POST if request.method == "POST" else None
    form = DecisionForm(data, action=action, comment=comment, moderator=request.user)
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    if form.is_bound and form.is_valid():
        try:
            decision = SERVICES[action](comment=comment, moderator=request.user, **form.ruling())
        except RuleViolation as violation:
            form = form.with_refusal(violation)
            status = status_of(request, violation)
        else:
            return _decided(request, decision)
    context = {"comment": comment, "form": form, "action": action, "next": back_to(request, comment)}
    context["person_page"] = person_page(comment.author_id)
    response = page_or_part(request, "decision", context, status)
    if form.is_bound:
        # The form aims at its row, which it settles; with errors it takes its own place instead.
        response["HX-Retarget"] = f"#decision-{pk}"
    return response


def _decided(request: HttpRequest, decision: ModerationDecision) -> HttpResponse:
    words: dict[str, str] = {
        Action.HIDE: _("The comment is hidden. Its author and everybody who reported it are told."),
        Action.KEEP: _("The comment stays. Everybody who reported it is told."),
        Action.RESTORE: _("The comment is visible again. Its author is told."),
        Action.PUBLISH: _("The comment is published. Its author is told."),
    }
    told = words[decision.action]
    if wants_fragment(request):
        return render(request, "moderation/_settled_row.html", {"decision": decision, "words": told, "may_be_undone": True})
    after, back = reverse("moderation:undo", args=[decision.pk]), back_to(request, decision.comment)
    undo_link = format_html('<a class="button button--text button--small" href="{}">{}</a>', after, _("Undo"))
    messages.success(request, format_html("{} {}", told, undo_link))
    return redirect(back)
