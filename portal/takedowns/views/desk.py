"""The desk for temporary takedowns. Who asks is shown on one page only, and each view of it is written to the audit log."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.core.errors import RuleViolation
from portal.core.people import SignedInRequest
from portal.core.web.listing import chosen, page_of
from portal.discussion.models import Comment, State
from portal.moderation.queue.waiting import waiting_counts
from portal.moderation.views.responses import moderators_only
from portal.takedowns.forms import BLOCK, LIFT, REFUSE, REMOVE, TakedownDecisionForm
from portal.takedowns.models import Evidence, Takedown
from portal.takedowns.services import blocks, requester_data, requests

PER_PAGE = 30
WAITING, BLOCKED, ENDED = "waiting", "blocked", "ended"
SERVICES: dict[str, Callable[..., Takedown]] = {
    BLOCK: blocks.block,
    REFUSE: blocks.refuse,
    LIFT: blocks.lift,
    REMOVE: blocks.remove,
}
# A stranger's file opens in nobody's browser, and if it did, it could do nothing.
NO_RIGHTS = "default-src 'none'; sandbox"


@require_safe
@login_required
@moderators_only
def takedown_list(request: SignedInRequest) -> HttpResponse:
    """What waits, objections first; what is blocked; what has ended. Without a word about who asked."""
    show = chosen(request.GET, "show", (WAITING, BLOCKED, ENDED), WAITING)
    mine = Takedown.objects.moderated_by(request.user).defer("requester_name", "requester_email", "statement", "objection")
    found = {
        WAITING: mine.waiting().most_urgent_first(),
        BLOCKED: mine.blocking().order_by("blocked_until", "pk"),
        ENDED: mine.ended().order_by("-ended_at", "-pk"),
    }[show]
    page = page_of(found.select_related("comment__task", "comment__author"), request.GET.get("page"), PER_PAGE)
    counts = waiting_counts(request.user, timezone.now())
    context = {"page": page, "counts": counts, "show": show, "query": f"show={show}" if show != WAITING else ""}
    return render(request, "takedowns/takedown_list.html", context)


@require_safe
@login_required
@moderators_only
def takedown_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One request with all that is known about it, and the decisions that are possible now."""
    takedown = get_object_or_404(_requests(request), pk=pk)
    return _detail(request, takedown, forms=_forms(takedown))


@require_POST
@login_required
@moderators_only
def takedown_decide(request: SignedInRequest, pk: int, decision: str) -> HttpResponse:
    """Decide about a request; with errors the page comes back with what was typed."""
    takedown = get_object_or_404(_requests(request), pk=pk)
    if decision not in SERVICES:
        raise Http404
    form = TakedownDecisionForm(request.POST, takedown=takedown, decision=decision)
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid():
        try:
            SERVICES[decision](takedown=takedown, moderator=request.user, **form.ruling())
        except RuleViolation as violation:
            form.add_error(None, str(violation))
            status = violation.status
            takedown = get_object_or_404(_requests(request), pk=pk)
        else:
            messages.success(request, _("Decided. Both sides are notified by e-mail."))
            return redirect("takedowns:list")
    forms = {**_forms(takedown), decision: form}
    return _detail(request, takedown, forms=forms, status=status)


@require_safe
@login_required
@moderators_only
def takedown_evidence(request: SignedInRequest, pk: int, evidence_pk: int) -> HttpResponse:
    """One file of a request, to download and never to open here."""
    takedown = get_object_or_404(_requests(request), pk=pk)
    file = get_object_or_404(Evidence, pk=evidence_pk, takedown=takedown)
    requester_data.record_view(takedown=takedown, moderator=request.user, file=file)
    response = HttpResponse(bytes(file.content), content_type=file.content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=file.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = NO_RIGHTS
    return response


def _requests(request: SignedInRequest) -> QuerySet[Takedown]:
    """The requests in this moderator's hands; any other is 404 for them as for everybody."""
    return Takedown.objects.moderated_by(request.user).select_related(
        "comment__task", "comment__author", "decided_by", "ended_by"
    )


def _forms(takedown: Takedown) -> dict[str, TakedownDecisionForm]:
    """A form for each decision that makes sense now."""
    state = takedown.comment.state
    offered: list[str] = []
    if takedown.state == Takedown.State.REQUESTED:
        is_blockable = takedown.comment.is_shown or state == State.UNDER_REVIEW
        offered = [BLOCK, REFUSE] if is_blockable else [REFUSE]
    elif takedown.state == Takedown.State.BLOCKED and not requests.is_over(takedown, timezone.now()):
        offered = [LIFT, REMOVE] if state == State.TAKEN_DOWN else [LIFT]
    return {decision: TakedownDecisionForm(takedown=takedown, decision=decision) for decision in offered}


def _detail(
    request: SignedInRequest, takedown: Takedown, *, forms: dict[str, TakedownDecisionForm], status: int = HTTPStatus.OK
) -> HttpResponse:
    requester_data.record_view(takedown=takedown, moderator=request.user)
    context = {
        "takedown": takedown,
        "comment": Comment.objects.with_words_for(request.user).select_related("task", "author").get(pk=takedown.comment_id),
        "files": takedown.evidence.defer("content").order_by("pk"),
        "forms": forms.values(),
        "others": Takedown.objects.moderated_by(request.user).filter(comment=takedown.comment_id).exclude(pk=takedown.pk).count(),
    }
    return render(request, "takedowns/takedown_detail.html", context, status=status)
