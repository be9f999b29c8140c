"""What organisers write to the people of a forum, and whether it is still due when it is sent."""

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import pgettext

from portal.forum_desk.mailings.audiences import belongs
from portal.forum_desk.mailings.text import Words, filled
from portal.forum_desk.models import Audience
from portal.forums.calendar import one_line
from portal.forums.models import Forum
from portal.notifications.kinds import declare
from portal.notifications.models import Notification
from portal.notifications.services import written
from portal.registrations.mails import ABOUT, composed, path_of
from portal.registrations.models import Registration


def declare_kinds() -> None:
    """Called once, when the package starts."""
    declare("registration_letter", is_still_due=_is_in_audience, is_for_many=True)


def mailing(registration: Registration, words: Words, *, audience: Audience) -> Notification:
    """What an organiser writes, which the caller posts; the placeholders are filled in the reader's language."""
    citizen = registration.addressee()
    with translation.override(citizen.language):
        path = path_of(registration)
        filled_in = filled(words, forum=registration.forum, nickname=citizen.display_name, path=path)
    # Its part of the list stands behind the registration, so that it can be asked again when the mail is sent.
    return composed("registration_letter", registration, about=f":{audience}", mailing=filled_in)


def sample_mailing(forum: Forum, words: Words, *, language: str) -> tuple[str, str]:
    """Subject and text of a mailing as somebody who does not exist would read it, in one language."""
    with translation.override(language):
        path = forum.get_absolute_url() if forum.is_cancelled else reverse("registrations:link", args=["sample"])
        filled_in = filled(words, forum=forum, nickname=pgettext("nickname", "Sample Reader"), path=path)
        may_change = forum.takes_changes(timezone.now())
        context = {"forum": forum, "title": one_line(forum.title), "mailing": filled_in, "may_change": may_change}
    return written(kind="registration_letter", language=language, context=context, link=path)


def everything_about(key: int) -> list[str]:
    """What the messages about one registration are about."""
    return [f"{ABOUT}{key}", *(f"{ABOUT}{key}:{audience}" for audience in Audience.values)]


def _is_in_audience(notification: Notification) -> bool:
    """A mailing is for those who still belong to the people it was written to."""
    key, _colon, audience = notification.about.removeprefix(ABOUT).partition(":")
    return belongs(int(key), Audience(audience))
