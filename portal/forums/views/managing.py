"""What the organisers' pages share: who may open them, that no browser keeps them, and that a form outlives its session."""

from functools import wraps

from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache

from portal.core.error_pages import signed_out
from portal.forums.door_access import MANAGE
from portal.forums.models import Forum

_may_manage = permission_required(MANAGE, raise_exception=True)


def for_organisers(view):
    """Only whoever manages forums, asked at every request; what the page shows stays in no cache."""
    guarded = login_required(_may_manage(view))

    @never_cache
    @wraps(view)
    def opened(request: HttpRequest, *args, **parts) -> HttpResponse:
        is_lost = request.method == "POST" and not request.user.is_authenticated
        return (signed_out(request) if is_lost else None) or guarded(request, *args, **parts)

    return opened


def any_forum_or_404(slug: str) -> Forum:
    """A forum in whatever state: organisers see drafts too."""
    return get_object_or_404(Forum, slug=slug)
