"""Who may open a door: the one answer for the page, the camera, the ticket's button and devices that were offline."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from portal.forums.models import Forum

MANAGE = "forums.manage_forums"


def may_open_door(user: AbstractBaseUser | AnonymousUser, forum: Forum) -> bool:
    """Organisers open every door; whoever accepted an invitation to this forum, its own, until the invitation is taken back.

    Asked anew at every request, so that taking it back works at once.
    """
    if not user.is_authenticated or not user.is_active:
        return False
    return user.has_perm(MANAGE) or forum.helpers.of(user).exists()
