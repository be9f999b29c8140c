"""What the organisers' pages share: who may open them, that no browser keeps them, and that a form outlives its session."""

from django.contrib.auth.decorators import login_required, permission_required
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache

from portal.core.error_pages import outlives_its_session
from portal.forums.door_access import MANAGE
from portal.forums.models import Forum

_may_manage = permission_required(MANAGE, raise_exception=True)


def for_organisers(view):
    """Only whoever manages forums, asked at every request; what the page shows stays in no cache."""
    return never_cache(outlives_its_session(login_required(_may_manage(view))))


def any_forum_or_404(slug: str) -> Forum:
    """A forum in whatever state: organisers see drafts too."""
    return get_object_or_404(Forum, slug=slug)
