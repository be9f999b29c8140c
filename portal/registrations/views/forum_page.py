"""The page of a forum with the one thing that the visitor can do about it, and the forum's calendar file."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.forums.access import forum_or_404
from portal.forums.calendar_entries import public_file
from portal.forums.cards import phase_words
from portal.forums.models import Forum
from portal.forums.page_links import Spot, links
from portal.forums.views import calendar_response
from portal.registrations.invitations import own_file
from portal.registrations.status import own_registration
from portal.registrations.views.context import status_context


@require_safe
def forum_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One forum, with the one thing that this visitor can do about it."""
    forum = forum_or_404(slug)
    context = {
        **forum_page_context(request, forum),
        "badge": phase_words(forum, timezone.now()),
        "staff_links": links(Spot.FORUM, request.user, forum),
    }
    return render(request, "registrations/forum_detail.html", context)


def forum_page_context(request: HttpRequest, forum: Forum) -> dict[str, Any]:
    """What the page of a forum shows, published or in preview."""
    return {
        **status_context(request, forum),
        "agenda_items": forum.agenda_items.order_by("position", "pk"),
        "speakers": forum.speakers.order_by("position", "pk"),
        "tasks": forum.tasks.order_by("number", "pk"),
    }


@never_cache
@require_safe
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The forum for the visitor's own calendar."""
    forum = forum_or_404(slug)
    registration = own_registration(forum, request.user, timezone.now())
    has_seat = registration is not None and registration.is_confirmed
    response = calendar_response(own_file(registration) if registration and has_seat else public_file(forum))
    response["Content-Disposition"] = f'attachment; filename="{forum.slug}.ics"'
    return response
