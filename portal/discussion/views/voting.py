"""Agree, disagree, pass."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.core.errors import RuleViolation
from portal.core.web.client_address import client_address
from portal.core.web.htmx import wants_fragment
from portal.core.web.way_back import way_back
from portal.discussion import services
from portal.discussion.gate import gate_of
from portal.discussion.models import Comment
from portal.discussion.threads.branches import entry_context
from portal.discussion.threads.composers import gate_context
from portal.discussion.threads.entries import Entry
from portal.discussion.views.sending import sentence


@require_POST
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree, disagree, pass or take it back; the buttons, or back to the page."""
    comment = get_object_or_404(Comment.objects.select_related("task"), pk=pk)
    value, seen = request.POST.get("value", ""), request.POST.get("seen")
    try:
        services.vote(comment=comment, voter=request.user, value=value, seen=seen, address=client_address(request))
    except RuleViolation as violation:
        return _refused(request, violation, comment)
    if wants_fragment(request):
        context = entry_context(comment=comment, user=request.user)
        return render(request, "discussion/_vote.html", {**context, "focused": value, "said": _counted(context["entry"])})
    return redirect(way_back(request) or comment)


def _counted(entry: Entry) -> str:
    """The votes as they stand, for the live region: one's own first, if there is one."""
    own = [_("Your vote: %(vote)s.") % {"vote": button.word} for button in entry.buttons if button.is_pressed]
    return " ".join([*own, ", ".join(f"{button.word} {button.count}" for button in entry.buttons)])


def _refused(request: HttpRequest, violation: RuleViolation, comment: Comment) -> HttpResponse:
    """Why a vote does not count, and what to do about it."""
    if wants_fragment(request):
        return sentence(violation)
    gate = gate_of(comment.task, request.user)
    context = {"message": str(violation), "back": comment.get_absolute_url(), "task": comment.task}
    context |= gate_context(gate, request.user)
    return render(request, "discussion/refused.html", context, status=violation.status)
