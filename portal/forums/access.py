"""Which forum an address means, and who may open the pages of its organisers."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required, permission_required
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache

from portal.forums.models import Forum

MANAGE = "forums.manage_forums"

View = Callable[..., HttpResponseBase]
_may_manage = permission_required(MANAGE, raise_exception=True)


def forum_or_404(slug: str) -> Forum:
    """A forum that the public may see."""
    return get_object_or_404(Forum.objects.published(), slug=slug)


def any_forum_or_404(slug: str) -> Forum:
    """A forum in whatever state: organisers see drafts too."""
    return get_object_or_404(Forum, slug=slug)


def for_organisers(view: View) -> View:
    """Only whoever manages forums, asked at every request; what the page shows stays in no cache."""
    return never_cache(login_required(_may_manage(view)))
