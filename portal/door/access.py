"""Who may open a door, the one answer for the page, the camera, the ticket's button and devices that were offline; and
where it is.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse

from portal.accounts.models import User
from portal.core.people import SignedInRequest, Visitor
from portal.door.models import Helper
from portal.door.services.check_in import STAYS_OPEN_AFTER
from portal.forums.access import MANAGE, forum_or_404
from portal.forums.models import Forum
from portal.forums.states import ForumState
from portal.registrations.tickets.doors import OpenDoor


def may_open_door(user: Visitor, forum: Forum) -> bool:
    """Organisers open every door; whoever accepted an invitation to this forum, its own, until the invitation is taken back.

    Asked anew at every request, so that taking it back works at once.
    """
    if not user.is_authenticated or not user.is_active:
        return False
    return user.has_perm(MANAGE) or forum.helpers.of(user).exists()


def at_the_door(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hands the view the forum whose door it is; 403 to whoever may not open that door."""

    @login_required
    @wraps(view)
    def opened(request: SignedInRequest, slug: str, **parts: int) -> HttpResponse:
        forum = forum_or_404(slug)
        if not may_open_door(request.user, forum):
            raise PermissionDenied
        return view(request, forum, **parts)

    return opened


def check_in_url(user: Visitor, forum: Forum) -> str:
    """Where this person checks tickets of the forum in; "" for whoever may not open its door."""
    return reverse("door:door", args=[forum.slug]) if may_open_door(user, forum) else ""


def doors_of(user: User, now: datetime) -> list[OpenDoor]:
    """The doors at which this person helps, now or later, the next forum first."""
    helping = Helper.objects.of(user).filter(forum__ends_at__gt=now - STAYS_OPEN_AFTER, forum__state=ForumState.PUBLISHED)
    rows = helping.select_related("forum").order_by("forum__starts_at", "pk")
    return [OpenDoor(helper.forum, reverse("door:door", args=[helper.forum.slug])) for helper in rows]


def worker_url() -> str:
    """The script that keeps the door's page and tickets for a time without a connection."""
    return reverse("door:worker")
