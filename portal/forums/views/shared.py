"""What the views of forums and registrations share: which forum, and how the visitor stands to it."""

from functools import wraps
from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from portal.forums.door_access import may_open_door
from portal.forums.models import Forum
from portal.forums.place_links import place_path
from portal.forums.registration_forms import PartyForm
from portal.forums.standing import standing_of
from portal.forums.tickets import ticket_token


def forum_or_404(slug: str) -> Forum:
    """A forum that the public may see."""
    return get_object_or_404(Forum.objects.published(), slug=slug)


def at_the_door(view):
    """Hands the view the forum whose door it is; 403 to whoever may not open that door."""

    @login_required
    @wraps(view)
    def opened(request: HttpRequest, slug: str, **parts) -> HttpResponse:
        forum = forum_or_404(slug)
        if not may_open_door(request.user, forum):
            raise PermissionDenied
        return view(request, forum, **parts)

    return opened


def standing_context(request: HttpRequest, forum: Forum) -> dict:
    """What `_registration.html` prints; `form_key` makes a form that is sent twice one form."""
    standing = standing_of(forum, request.user, timezone.now())
    place = place_path(standing.registration) if standing.registration else ""
    ticket = ticket_token(standing.registration) if standing.registration else ""
    party_form = PartyForm(forum=forum, initial={"party_size": 1})
    return {"forum": forum, "standing": standing, "place": place, "ticket": ticket, "party_form": party_form, "form_key": uuid4()}
