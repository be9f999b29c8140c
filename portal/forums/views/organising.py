"""The organisers' desk: which forums there are, one of them, what happens to it as a whole."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.contrib import messages
from django.db.models import Count, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.core.errors import RuleViolation
from portal.core.listing import chosen, page_of
from portal.core.models import RecordEntry
from portal.forums import services
from portal.forums.deeds import deeds
from portal.forums.desk_forms import CopyForm, DeskCallOffForm
from portal.forums.desk_steps import why_not_call_off, why_not_discard, why_not_publish
from portal.forums.missing import missing_in
from portal.forums.models import Forum
from portal.forums.models.registration import RegistrationQuerySet
from portal.forums.services.check_in import is_open
from portal.forums.states import ForumState, State
from portal.forums.views.managing import any_forum_or_404, for_organisers
from portal.forums.views.shared import standing_context

PER_PAGE, LATEST = 25, 15
LISTS = ("drafts", "past")


@require_safe
@for_organisers
def desk(request: HttpRequest) -> HttpResponse:
    """Upcoming forums, drafts or past ones."""
    now = timezone.now()
    which = chosen(request.GET, "which", LISTS, "upcoming")
    page = page_of(_listed(which, now).with_waiting_count(), request.GET.get("page"), PER_PAGE)
    context = {"which": which, "page": page, "forums": [(forum, forum.phase(now)) for forum in page]}
    return render(request, "forums/desk.html", {**context, "query": "" if which == "upcoming" else f"which={which}"})


@require_safe
@for_organisers
def forum_desk(request: HttpRequest, slug: str) -> HttpResponse:
    """One forum: its numbers, what is missing, what can be done, what was done."""
    forum, now = any_forum_or_404(slug), timezone.now()
    entries = RecordEntry.objects.filter(subject=f"forum:{forum.pk}").order_by("-number")[:LATEST]
    context = {
        "forum": forum,
        "phase": forum.phase(now),
        "numbers": _numbers(forum.registrations.all()),
        "missing": missing_in(forum, now),
        "door_is_open": is_open(forum, now),
        "deeds": deeds(entries),
    }
    return render(request, "forums/desk_forum.html", context)


@require_safe
@for_organisers
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """The forum's page as the public will see it."""
    forum = any_forum_or_404(slug)
    context = {
        **standing_context(request, forum),
        "is_preview": True,
        "agenda_items": forum.agenda_items.order_by("position", "pk"),
        "speakers": forum.speakers.order_by("position", "pk"),
        "tasks": forum.tasks.order_by("number", "pk"),
    }
    return render(request, "forums/forum_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_organisers
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """GET says what is missing and what happens, POST publishes."""
    forum = any_forum_or_404(slug)
    if why_not := why_not_publish(forum):
        return _refused(request, forum, why_not)
    if request.method == "POST":
        words = _("The forum is public now.")
        return _done(request, forum, words, partial(services.publish, by=request.user))
    return render(request, "forums/desk_publish.html", {"forum": forum, "missing": missing_in(forum, timezone.now())})


@require_http_methods(["GET", "HEAD", "POST"])
@for_organisers
def call_off(request: HttpRequest, slug: str) -> HttpResponse:
    """GET asks for the reason and says how many people are told, POST cancels the forum for good."""
    forum = any_forum_or_404(slug)
    if why_not := why_not_call_off(forum, timezone.now()):
        return _refused(request, forum, why_not)
    form = DeskCallOffForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        numbers = _numbers(forum.registrations.of_somebody()) | {"helpers": forum.helpers.helping().count()}
        context = {"forum": forum, "form": form, "numbers": numbers}
        return render(request, "forums/desk_call_off.html", context, status=status)
    reasons = {name: form.cleaned_data[name] for name in ("reason_ko", "reason_en")}
    words = _("The forum was cancelled, and everybody who was registered is told by e-mail.")
    return _done(request, forum, words, partial(services.call_off, by=request.user, **reasons))


@require_http_methods(["GET", "HEAD", "POST"])
@for_organisers
def duplicate(request: HttpRequest, slug: str) -> HttpResponse:
    """GET asks when, POST makes a draft like this forum."""
    forum = any_forum_or_404(slug)
    form = CopyForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "forums/desk_copy.html", {"forum": forum, "form": form}, status=422 if form.is_bound else 200)
    sent = form.cleaned_data
    copy = services.duplicate(forum=forum, starts_at=sent["starts_at"], uid=sent["form_key"], by=request.user)
    messages.success(request, _("This is the copy, a draft. Please check its times and texts before you publish it."))
    return redirect("forums:desk_edit", copy.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@for_organisers
def discard(request: HttpRequest, slug: str) -> HttpResponse:
    """GET asks, POST deletes a draft."""
    forum = any_forum_or_404(slug)
    if why_not := why_not_discard(forum):
        return _refused(request, forum, why_not)
    if request.method != "POST":
        return render(request, "forums/desk_discard.html", {"forum": forum})
    try:
        services.discard(forum=forum, by=request.user)
    except RuleViolation as violation:
        messages.error(request, str(violation))
        return redirect("forums:desk_forum", forum.slug)
    messages.success(request, _("The draft was deleted."))
    return redirect("forums:desk")


def _refused(request: HttpRequest, forum: Forum, words: str) -> HttpResponse:
    messages.error(request, words)
    return redirect("forums:desk_forum", forum.slug)


def _done(request: HttpRequest, forum: Forum, words: str, act: Callable) -> HttpResponse:
    try:
        act(forum=forum)
    except RuleViolation as violation:
        messages.error(request, str(violation))
    else:
        messages.success(request, words)
    return redirect("forums:desk_forum", forum.slug)


def _listed(which: str, now: datetime):
    if which == "drafts":
        return Forum.objects.filter(state=ForumState.DRAFT).order_by("starts_at", "pk")
    announced = Forum.objects.published()
    return announced.past(now) if which == "past" else announced.upcoming(now)


def _numbers(registrations: RegistrationQuerySet) -> dict[str, int]:
    """How many are in each state, the seats of the confirmed, and how many people came; one query."""
    states = {state.value: Count("pk", filter=Q(state=state)) for state in State}
    numbers = registrations.aggregate(
        **states, seated=Sum("seats", filter=Q(state=State.CONFIRMED)), came=Sum("checked_in_people")
    )
    return {name: value or 0 for name, value in numbers.items()}
