"""The mails to helpers at the door, and whether they are still true when they are sent."""

from collections.abc import Iterable

from django.utils import translation

from portal.door.helper_links import helping_path
from portal.door.models import Helper
from portal.forums.calendar import one_line
from portal.forums.models import Forum
from portal.forums.states import ForumState
from portal.notifications.kinds import ForMany, declare
from portal.notifications.models import Announcement, Notification
from portal.notifications.services import announce, composed, notify
from portal.registrations.mails import ABOUT_FORUM

ABOUT_HELPER = "helper:"


def declare_kinds() -> None:
    """Called once, when the package starts."""
    declare("helper_invited", is_still_due=_is_still_invited)
    changed, cancelled = ForMany(_helping, _forum_changed), ForMany(_helping, _forum_cancelled)
    declare("helper_forum_changed", is_still_due=_still_helps, for_many=changed)
    declare("helper_forum_cancelled", for_many=cancelled)


def helper_invited(helper: Helper, *, language: str) -> None:
    """Somebody is asked to help at the door; they may have no account yet."""
    forum = helper.forum
    with translation.override(language):
        title, link = one_line(forum.title), helping_path(helper)
    notify(
        kind="helper_invited",
        address=helper.email,
        language=language,
        context={"forum": forum, "title": title, "address": helper.email},
        link=link,
        about=f"{ABOUT_HELPER}{helper.pk}",
    )


def helper_forum_changed(forum: Forum) -> None:
    """Title, time or place of the forum at whose door they help changed."""
    _tell_helpers("helper_forum_changed", forum)


def helper_forum_cancelled(forum: Forum) -> None:
    """The door at which they would have helped does not open."""
    _tell_helpers("helper_forum_cancelled", forum)


def _tell_helpers(kind: str, forum: Forum) -> None:
    keys = list(forum.helpers.helping().order_by("pk").values_list("pk", flat=True))
    announce(kind=kind, about=f"{ABOUT_FORUM}{forum.pk}", recipients=keys)


def _helping(announcement: Announcement, keys: list[int]) -> Iterable[Helper]:
    return Helper.objects.helping().filter(pk__in=keys).select_related("forum", "person").order_by("pk")


def _forum_changed(helper: Helper) -> Notification:
    return _about_forum("helper_forum_changed", helper)


def _forum_cancelled(helper: Helper) -> Notification:
    return _about_forum("helper_forum_cancelled", helper)


def _about_forum(kind: str, helper: Helper) -> Notification:
    person = helper.helping_person()
    with translation.override(person.language):
        context = {"forum": helper.forum, "title": one_line(helper.forum.title)}
        link = helper.forum.get_absolute_url()
    return composed(kind=kind, recipient=person, context=context, link=link, about=f"{ABOUT_HELPER}{helper.pk}")


def _is_still_invited(notification: Notification) -> bool:
    waiting = Helper.objects.live().filter(pk=int(notification.about.removeprefix(ABOUT_HELPER)), accepted_at__isnull=True)
    return waiting.filter(forum__state=ForumState.PUBLISHED).exists()


def _still_helps(notification: Notification) -> bool:
    helping = Helper.objects.live().filter(pk=int(notification.about.removeprefix(ABOUT_HELPER)))
    return helping.filter(forum__state=ForumState.PUBLISHED).exists()
