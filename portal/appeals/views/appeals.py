"""Appealing against a decision, and ruling on appeals."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Page
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.appeals.forms.appeals import AppealForm, RulingForm
from portal.appeals.models import Appeal, Suspension
from portal.appeals.services import appeals as services
from portal.core.errors import InvalidInput, RuleViolation
from portal.core.people import SignedInRequest
from portal.core.web.listing import chosen, page_of
from portal.discussion import drafts
from portal.discussion.models import Comment
from portal.moderation.models import Action, ModerationDecision, appealable_until
from portal.moderation.queue.waiting import waiting_counts
from portal.moderation.views.responses import moderators_only

PER_PAGE = 20
OPEN, RULED = "open", "ruled"


@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """Against a decision that hid one's own comment."""
    draft_key = f"appeal-decision-{pk}"
    if not request.user.is_authenticated:
        return _sign_in_first(request, draft_key)
    hidings = ModerationDecision.objects.filter(action=Action.HIDE).select_related("comment__task", "comment__author")
    decision = get_object_or_404(hidings, pk=pk)
    if not decision.comment.is_by(request.user):
        raise Http404(_("There is no such decision about a comment of yours."))
    context = {"decision": decision, "until": appealable_until(decision.created_at), "comment": _mine(request, decision)}
    if Appeal.objects.filter(decision=decision).exists():
        return _lodged_before(request)
    return _appeal(request, draft_key, context, partial(services.appeal, decision=decision, author=request.user))


@require_http_methods(["GET", "HEAD", "POST"])
def appeal_suspension(request: HttpRequest, pk: int) -> HttpResponse:
    """Against one's own suspension."""
    draft_key = f"appeal-suspension-{pk}"
    if not request.user.is_authenticated:
        return _sign_in_first(request, draft_key)
    suspension = get_object_or_404(Suspension.objects.of(request.user), pk=pk)
    context = {"suspension": suspension, "until": appealable_until(suspension.began_at)}
    if Appeal.objects.filter(suspension=suspension).exists():
        return _lodged_before(request)
    lodge = partial(services.appeal_suspension, suspension=suspension, author=request.user)
    return _appeal(request, draft_key, context, lodge)


@require_safe
@login_required
def my_appeals(request: SignedInRequest) -> HttpResponse:
    """What I appealed against and what became of it, newest first."""
    mine = Appeal.objects.of(request.user).select_related("decision__comment__task", "suspension").newest_first()
    page = page_of(mine, request.GET.get("page"), PER_PAGE)
    return render(request, "appeals/my_appeal_list.html", {"page": page, "rows": _with_lateness(page)})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask first, since a second appeal is not taken; then do it."""
    mine = Appeal.objects.of(request.user).select_related("decision__comment__task", "suspension")
    appeal = get_object_or_404(mine, pk=pk)
    if request.method != "POST" and appeal.is_open:
        return render(request, "appeals/appeal_confirm.html", {"appeal": appeal})
    if request.method == "POST":
        services.take_back(appeal=appeal, author=request.user)
        messages.success(request, _("Your appeal is withdrawn. The decision stays as it is."))
    return redirect("appeals:my_appeals")


@require_safe
@login_required
@moderators_only
def appeal_list(request: SignedInRequest) -> HttpResponse:
    """Appeals inside the moderator's scope: those that wait, most urgent first, or those that are settled."""
    tab = chosen(request.GET, "state", [OPEN, RULED], OPEN)
    inside = Appeal.objects.moderated_by(request.user)
    shown = inside.open().most_urgent_first() if tab == OPEN else inside.ruled().last_ruled_first()
    page = page_of(shown.select_related("decision__comment__task", "suspension", "author"), request.GET.get("page"), PER_PAGE)
    context = {
        "page": page,
        "counts": waiting_counts(request.user, timezone.now()),
        "rows": _with_lateness(page),
        "tab": tab,
        "open_count": inside.open().count(),
        "overdue": inside.overdue(timezone.now()).count(),
        "query": f"state={tab}",
    }
    return render(request, "appeals/appeal_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@moderators_only
def appeal_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One appeal with all that is needed to rule on it, and the form for it."""
    inside = Appeal.objects.moderated_by(request.user).select_related("decision__comment__task", "suspension__person", "author")
    appeal = get_object_or_404(inside, pk=pk)
    data = request.POST if request.method == "POST" else None
    form = RulingForm(data, language=appeal.author.language, is_about_suspension=appeal.suspension is not None)
    status = 200
    if form.is_bound:
        try:
            return _rule(request, appeal, form)
        except RuleViolation as violation:
            status = violation.status
    return render(request, "appeals/appeal_detail.html", {**_case(request, appeal), "form": form}, status=status)


def _rule(request: SignedInRequest, appeal: Appeal, form: RulingForm) -> HttpResponse:
    if not form.is_valid():
        raise InvalidInput
    try:
        ruled = services.rule(appeal=appeal, moderator=request.user, **form.ruling())
    except RuleViolation as violation:
        form.add_error(None, str(violation))
        appeal.refresh_from_db(fields=["state", "ruled_at", "reason"])
        raise
    is_reversed = ruled.state == Appeal.State.REVERSED
    messages.success(
        request,
        _("The decision is reversed. The author is told.")
        if is_reversed
        else _("The decision is confirmed. The author is told."),
    )
    return redirect("appeals:appeal_list")


def _case(request: SignedInRequest, appeal: Appeal) -> dict[str, Any]:
    """What stands on the page: the thread down to the comment, or the suspension."""
    comment = appeal.decision.comment if appeal.decision else None
    thread = []
    if comment:
        keys = [*comment.ancestor_keys(), comment.pk]
        above = Comment.objects.filter(pk__in=keys).with_words_for(request.user).select_related("author", "department")
        thread = list(above.in_thread_order())
    return {
        "appeal": appeal,
        "thread": thread,
        "why_not": services.why_not_to_rule(appeal, request.user),
        "is_mine": appeal.made_by_id == request.user.pk,
        "is_overdue": appeal.is_overdue(timezone.now()),
    }


def _appeal(request: HttpRequest, draft_key: str, context: dict[str, Any], lodge: Callable[..., Appeal]) -> HttpResponse:
    """The form; what was typed is kept until it is sent."""
    is_sent = request.method == "POST"
    kept = {"text": drafts.find(request.session, draft_key).get("body", "")}
    form = AppealForm(request.POST) if is_sent else AppealForm(initial=kept)
    status = 200
    if is_sent:
        try:
            return _send(request, form, draft_key, lodge)
        except RuleViolation as violation:
            status = violation.status
    is_over = timezone.now() > context["until"]
    return render(request, "appeals/appeal_form.html", {**context, "form": form, "is_over": is_over}, status=status)


def _send(request: HttpRequest, form: AppealForm, draft_key: str, lodge: Callable[..., Appeal]) -> HttpResponse:
    """Lodge the appeal; if a rule forbids it, keep the words, say why in the form and raise the violation."""
    try:
        if not form.is_valid():
            raise InvalidInput
        lodge(text=form.cleaned_data["text"])
    except RuleViolation as violation:
        drafts.keep(request.session, draft_key, {"body": request.POST.get("text", "")})
        if form.is_valid():
            form.add_error(None, str(violation))
        raise
    drafts.forget(request.session, draft_key)
    messages.success(request, _("Your appeal has been received. Somebody who did not make the decision will rule on it."))
    return redirect("appeals:my_appeals")


def _lodged_before(request: HttpRequest) -> HttpResponse:
    """One appeal is taken; where it stands."""
    if request.method == "POST":
        messages.info(request, _("You have already appealed against this. One appeal is taken for each decision."))
    return redirect("appeals:my_appeals")


def _sign_in_first(request: HttpRequest, draft_key: str) -> HttpResponse:
    """To the sign-in page and back; what was typed waits in the session."""
    if request.method == "POST":
        drafts.keep(request.session, draft_key, {"body": request.POST.get("text", "")})
    return redirect_to_login(request.get_full_path())


def _mine(request: HttpRequest, decision: ModerationDecision) -> Comment:
    return Comment.objects.with_words_for(request.user).select_related("task").get(pk=decision.comment_id)


def _with_lateness(page: Page[Appeal]) -> list[tuple[Appeal, bool]]:
    now = timezone.now()
    return [(appeal, appeal.is_overdue(now)) for appeal in page]
