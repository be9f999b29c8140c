"""What the views of forums and registrations share: which forum, and how the visitor stands to it."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from portal.forums.models import Forum
from portal.forums.standing import standing_of


def forum_or_404(slug: str) -> Forum:
    """A forum that the public may see."""
    return get_object_or_404(Forum.objects.published(), slug=slug)


def standing_context(request: HttpRequest, forum: Forum) -> dict:
    """What `_registration.html` prints."""
    return {"forum": forum, "standing": standing_of(forum, request.user, timezone.now())}
