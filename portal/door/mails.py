"""The mails to helpers at the door, and whether they are still true when they are sent."""

from django.utils import translation

from portal.door.helper_links import helping_path
from portal.door.models import Helper
from portal.forums.calendar import one_line
from portal.forums.states import ForumState
from portal.notifications.kinds import declare
from portal.notifications.models import Notification
from portal.notifications.services import notify

ABOUT_HELPER = "helper:"


def declare_kinds() -> None:
    """Called once, when the package starts."""
    declare("helper_invited", is_still_due=_is_still_invited)
    declare("helper_forum_changed", is_still_due=_still_helps)
    declare("helper_forum_cancelled")


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


def helper_forum_changed(helper: Helper) -> None:
    """Title, time or place of the forum at whose door they help changed."""
    _tell_helper("helper_forum_changed", helper)


def helper_forum_cancelled(helper: Helper) -> None:
    """The door at which they would have helped does not open."""
    _tell_helper("helper_forum_cancelled", helper)


def _tell_helper(kind: str, helper: Helper) -> None:
    person = helper.helping_person()
    with translation.override(person.language):
        context = {"forum": helper.forum, "title": one_line(helper.forum.title)}
        link = helper.forum.get_absolute_url()
    notify(kind=kind, recipient=person, context=context, link=link, about=f"{ABOUT_HELPER}{helper.pk}")


def _is_still_invited(notification: Notification) -> bool:
    waiting = Helper.objects.live().filter(pk=int(notification.about.removeprefix(ABOUT_HELPER)), accepted_at__isnull=True)
    return waiting.filter(forum__state=ForumState.PUBLISHED).exists()


def _still_helps(notification: Notification) -> bool:
    helping = Helper.objects.live().filter(pk=int(notification.about.removeprefix(ABOUT_HELPER)))
    return helping.filter(forum__state=ForumState.PUBLISHED).exists()
