"""Pages of the forums: list, detail, my forums; registering and cancelling."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from portal.core.errors import RuleViolation
from portal.core.htmx import wants_fragment
from portal.core.listing import chosen, page_of
from portal.forums import invitations, services
from portal.forums.cards import forum_cards, phase_words, registration_cards
from portal.forums.models import Forum, Registration
from portal.forums.standing import own_registration, standing_of
from portal.policy.models import Task

PER_PAGE = 12


@require_safe
def forum_list(request: HttpRequest) -> HttpResponse:
    """Upcoming or past forums, of one task or of all."""
    now = timezone.now()
    tasks = list(Task.objects.filter(forums__in=Forum.objects.published()).distinct().order_by("number", "pk"))
    when = chosen(request.GET, "when", ["past"], "upcoming")
    task = chosen(request.GET, "task", [each.slug for each in tasks], "")
    forums = Forum.objects.published().with_waiting_count()
    forums = forums.past(now) if when == "past" else forums.upcoming(now)
    page = page_of(forums.about(task) if task else forums, request.GET.get("page"), PER_PAGE)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "page": page,
        "cards": forum_cards(page, now),
        "when": when,
        "task": task,
        "tasks": tasks,
        "query": query.urlencode(),
    }
    return render(request, "forums/forum_list.html", context)


@require_safe
def forum_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One forum, with the one thing that this visitor can do about it."""
    forum = _forum_or_404(slug)
    context = {
        **_standing(request, forum),
        "badge": phase_words(forum, timezone.now()),
        "agenda_items": forum.agenda_items.order_by("position", "pk"),
        "tasks": forum.tasks.order_by("number", "pk"),
    }
    return render(request, "forums/forum_detail.html", context)


@require_safe
@login_required
def my_forums(request: HttpRequest) -> HttpResponse:
    """Everything the person ever registered for, what comes next first."""
    now = timezone.now()
    own = Registration.objects.filter(citizen=request.user).select_related("forum").with_waiting_number()
    context = {
        "coming": registration_cards(own.coming(now), now),
        "page": (page := page_of(own.gone(now), request.GET.get("page"), PER_PAGE)),
        "gone": registration_cards(page, now),
    }
    return render(request, "forums/my_forums.html", context)


@require_POST
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """Register the person, then show where they stand."""
    forum = _forum_or_404(slug)
    if not request.user.is_authenticated:
        return _sign_in_first(request, forum)
    was_registered = own_registration(forum, request.user)
    try:
        registration = services.register(forum=forum, citizen=request.user)
    except RuleViolation as violation:
        messages.error(request, str(violation))
    else:
        messages.success(request, _registered_words(registration, is_new=not was_registered))
    return _standing_response(request, forum)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, slug: str) -> HttpResponse:
    """GET asks, POST gives the seat or the place in line back."""
    forum = _forum_or_404(slug)
    if not request.user.is_authenticated:
        return _sign_in_first(request, forum)
    registration = own_registration(forum, request.user)
    if registration is None:
        messages.info(request, _("You are not registered for this forum."))
        return _standing_response(request, forum)
    if request.method != "POST":
        is_part = wants_fragment(request)
        template = "forums/_registration_confirm.html" if is_part else "forums/registration_confirm.html"
        return render(request, template, {**_standing(request, forum), "is_part": is_part})
    try:
        services.cancel(registration=registration)
    except RuleViolation as violation:
        messages.error(request, str(violation))
    else:
        messages.success(request, _("Your registration was cancelled. We have sent you a confirmation by e-mail."))
    return _standing_response(request, forum)


@never_cache
@require_safe
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The forum for the visitor's own calendar."""
    forum = _forum_or_404(slug)
    registration = own_registration(forum, request.user)
    seat = registration if registration and registration.holds_seat else None
    response = HttpResponse(invitations.public_file(forum, seat), content_type="text/calendar; charset=utf-8; method=PUBLISH")
    response["Content-Disposition"] = f'attachment; filename="{forum.slug}.ics"'
    return response


def _forum_or_404(slug: str) -> Forum:
    return get_object_or_404(Forum.objects.published(), slug=slug)


def _standing(request: HttpRequest, forum: Forum) -> dict:
    return {"forum": forum, "standing": standing_of(forum, request.user, timezone.now())}


def _standing_response(request: HttpRequest, forum: Forum) -> HttpResponse:
    """After a change: the part for htmx, for everybody else the page."""
    if not wants_fragment(request):
        return redirect(forum)
    forum.refresh_from_db()
    return render(request, "forums/_registration.html", {**_standing(request, forum), "oob": True})


def _sign_in_first(request: HttpRequest, forum: Forum) -> HttpResponse:
    """Back to the forum's page afterwards: the address of a POST cannot be visited."""
    sign_in = redirect_to_login(forum.get_absolute_url())
    return HttpResponseClientRedirect(sign_in.url) if wants_fragment(request) else sign_in


def _registered_words(registration: Registration, *, is_new: bool) -> str:
    if not is_new:
        return _("You are already registered for this forum. Nothing was changed.")
    if registration.is_confirmed:
        return _("You have a seat. We have sent you an invitation for your calendar by e-mail.")
    return _("All seats are taken. You are on the waiting list; we will write to you as soon as a seat is yours.")
