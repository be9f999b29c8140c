"""What the organisers' pages share: who may open them, and that no browser keeps them."""

from django.contrib.auth.decorators import login_required, permission_required
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache

from portal.forums.door_access import MANAGE
from portal.forums.models import Forum

_may_manage = permission_required(MANAGE, raise_exception=True)


def for_organisers(view):
    """Only whoever manages forums, asked at every request; what the page shows stays in no cache."""
    return never_cache(login_required(_may_manage(view)))


def any_forum_or_404(slug: str) -> Forum:
    """A forum in whatever state: organisers see drafts too."""
    return get_object_or_404(Forum, slug=slug)
