"""What happens to a forum as a whole: it is published, called off, copied or discarded."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.core.errors import RuleViolation
from portal.core.people import SignedInRequest
from portal.forum_desk import services
from portal.forum_desk.editing.checklist import checklist_of
from portal.forum_desk.forms import CopyForm, DeskCallOffForm
from portal.forum_desk.views.desk import numbers_of
from portal.forums.access import any_forum_or_404, for_organisers
from portal.forums.models import Forum
from portal.forums.states import BEFORE_THE_START, ForumState
from portal.registrations.services.opening import refuse_dead_forum


@require_http_methods(["GET", "HEAD", "POST"])
@for_organisers
def publish(request: SignedInRequest, slug: str) -> HttpResponse:
    """GET says what is missing and what happens, POST publishes."""
    forum = any_forum_or_404(slug)
    if why_not := _why_not_publish(forum):
        return _refused(request, forum, why_not)
    if request.method == "POST":
        words = _("The forum is public now.")
        return _done(request, forum, words, partial(services.publish, by=request.user))
    return render(request, "forum_desk/publish_confirm.html", {"forum": forum, "missing": checklist_of(forum, timezone.now())})


@require_http_methods(["GET", "HEAD", "POST"])
@for_organisers
def call_off(request: SignedInRequest, slug: str) -> HttpResponse:
    """GET asks for the reason and says how many people are told, POST cancels the forum for good."""
    forum = any_forum_or_404(slug)
    if why_not := _why_not_call_off(forum, timezone.now()):
        return _refused(request, forum, why_not)
    form = DeskCallOffForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        numbers = numbers_of(forum.registrations.of_somebody()) | {"helpers": forum.helpers.helping().count()}
        context = {"forum": forum, "form": form, "numbers": numbers}
        return render(request, "forum_desk/call_off_confirm.html", context, status=status)
    reasons = {name: form.cleaned_data[name] for name in ("reason_ko", "reason_en")}
    words = _("The forum was cancelled, and everybody who was registered is told by e-mail.")
    return _done(request, forum, words, partial(services.call_off, by=request.user, **reasons))


@require_http_methods(["GET", "HEAD", "POST"])
@for_organisers
def duplicate(request: SignedInRequest, slug: str) -> HttpResponse:
    """GET asks when, POST makes a draft like this forum."""
    forum = any_forum_or_404(slug)
    form = CopyForm(request.POST or None)
    if form.is_bound and form.is_valid():
        sent = form.cleaned_data
        try:
            copy = services.duplicate(forum=forum, starts_at=sent["starts_at"], uid=sent["form_key"], by=request.user)
        except RuleViolation as violation:
            form.add_error("starts_at", str(violation))
        else:
            messages.success(request, _("This is the copy, a draft. Please check its times and texts before you publish it."))
            return redirect("forum_desk:edit", copy.slug)
    return render(request, "forum_desk/copy_form.html", {"forum": forum, "form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_organisers
def discard(request: SignedInRequest, slug: str) -> HttpResponse:
    """GET asks, POST deletes a draft."""
    forum = any_forum_or_404(slug)
    if why_not := _why_not_discard(forum):
        return _refused(request, forum, why_not)
    if request.method != "POST":
        return render(request, "forum_desk/discard_confirm.html", {"forum": forum})
    try:
        services.discard(forum=forum, by=request.user)
    except RuleViolation as violation:
        messages.error(request, str(violation))
        return redirect("forum_desk:forum", forum.slug)
    messages.success(request, _("The draft was deleted."))
    return redirect("forum_desk:desk")


def _refused(request: SignedInRequest, forum: Forum, words: str) -> HttpResponse:
    messages.error(request, words)
    return redirect("forum_desk:forum", forum.slug)


def _done(request: SignedInRequest, forum: Forum, words: str, act: Callable) -> HttpResponse:
    try:
        act(forum=forum)
    except RuleViolation as violation:
        messages.error(request, str(violation))
    else:
        messages.success(request, words)
    return redirect("forum_desk:forum", forum.slug)


def _why_not_publish(forum: Forum) -> str:
    """Why it is not asked whether to publish the forum."""
    if forum.state == ForumState.PUBLISHED:
        return _("This forum is public already.")
    return _("A cancelled forum cannot be published again. Please create a new one.") if forum.is_cancelled else ""


def _why_not_call_off(forum: Forum, now: datetime) -> str:
    """Why it is not asked whether to cancel the forum."""
    phase = forum.phase(now)
    try:
        refuse_dead_forum(phase)
    except RuleViolation as violation:
        return str(violation)
    return "" if phase in BEFORE_THE_START else _("This forum has already started, so it can no longer be cancelled.")


def _why_not_discard(forum: Forum) -> str:
    """Why it is not asked whether to delete the draft."""
    if forum.state == ForumState.DRAFT:
        return ""
    return _("This forum was announced, so it cannot be deleted. You can cancel it; its page then says so and stays.")
