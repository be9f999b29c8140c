"""Pages that show forums: list, detail, my forums, the calendar file of one."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.core.listing import chosen, page_of
from portal.forums import invitations
from portal.forums.cards import forum_cards, phase_words, registration_cards
from portal.forums.models import Forum, Registration
from portal.forums.services.check_in import STAYS_OPEN_AFTER
from portal.forums.standing import own_registration
from portal.forums.states import ForumState
from portal.forums.views.shared import forum_or_404, standing_context
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
    forum = forum_or_404(slug)
    context = {
        **standing_context(request, forum),
        "badge": phase_words(forum, timezone.now()),
        "agenda_items": forum.agenda_items.order_by("position", "pk"),
        "speakers": forum.speakers.order_by("position", "pk"),
        "tasks": forum.tasks.order_by("number", "pk"),
    }
    return render(request, "forums/forum_detail.html", context)


@require_safe
@login_required
def my_forums(request: HttpRequest) -> HttpResponse:
    """Everything the person ever registered for, what comes next first."""
    now = timezone.now()
    own = Registration.objects.filter(citizen=request.user).select_related("forum").with_waiting_number()
    helping = request.user.helping.live().filter(forum__ends_at__gt=now - STAYS_OPEN_AFTER, forum__state=ForumState.PUBLISHED)
    context = {
        "doors": [helper.forum for helper in helping.select_related("forum").order_by("forum__starts_at", "pk")],
        "coming": registration_cards(own.coming(now), now),
        "page": (page := page_of(own.gone(now), request.GET.get("page"), PER_PAGE)),
        "gone": registration_cards(page, now),
    }
    return render(request, "forums/my_forums.html", context)


@never_cache
@require_safe
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The forum for the visitor's own calendar."""
    forum = forum_or_404(slug)
    registration = own_registration(forum, request.user, timezone.now())
    seat = registration if registration and registration.is_confirmed else None
    response = HttpResponse(invitations.public_file(forum, seat), content_type="text/calendar; charset=utf-8; method=PUBLISH")
    response["Content-Disposition"] = f'attachment; filename="{forum.slug}.ics"'
    return response
