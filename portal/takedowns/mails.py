"""What both sides of a temporary takedown are told. Nobody learns from a mail who the other side is.

Mails to the requester bear neither their name nor their words: whoever types somebody else's address must not be able to make
the city write to it. They are no record, so their addresses go two days later (`keeps_body`).
"""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils import translation

from portal.notifications.models import Notification
from portal.notifications.services import notify
from portal.takedowns.links import CONFIRMABLE_FOR, confirm_path, follow_path
from portal.takedowns.models import Takedown


def ask_to_confirm(takedown: Takedown) -> None:
    """The link that proves the requester's address."""
    _tell_requester(takedown, "takedown_confirm", path=confirm_path, until=takedown.requested_at + CONFIRMABLE_FOR)


def tell_received(takedown: Takedown) -> None:
    """The request is with the moderators; the link under which to follow it."""
    _tell_requester(takedown, "takedown_received")


def tell_refused(takedown: Takedown) -> None:
    """The requester reads why the comment is not blocked."""
    _tell_requester(takedown, "takedown_refused", reason=takedown.reason)


def tell_blocked(takedown: Takedown) -> None:
    """Both sides learn of the block at once: until when, why, and what they can do."""
    reason, until = takedown.reason, takedown.blocked_until
    _tell_requester(takedown, "takedown_blocked", reason=reason, until=until)
    _tell_author(takedown, "comment_blocked", reason=reason, until=until)


def tell_objected(takedown: Takedown) -> None:
    """The requester learns that there is an objection, not what it says."""
    _tell_requester(takedown, "takedown_objected")


def tell_ended(takedown: Takedown, *, is_visible: bool) -> None:
    """The requester learns how it ended, and whether the comment can be read again."""
    _tell_requester(takedown, "takedown_ended", is_visible=is_visible, reason=takedown.ended_because, ended_at=takedown.ended_at)


def tell_unblocked(takedown: Takedown, reason: str) -> None:
    """The author learns that the comment can be read again, and why."""
    _tell_author(takedown, "comment_unblocked", reason=reason)


def is_still_unconfirmed(notification: Notification) -> bool:
    """Asked again when the mail goes out: a link that is no longer good helps nobody."""
    pk = notification.about.removeprefix("takedown:")
    return Takedown.objects.filter(pk=pk, state=Takedown.State.UNCONFIRMED).exists()


def _tell_requester(takedown: Takedown, kind: str, *, path: Callable[[Takedown], str] = follow_path, **context: Any) -> None:
    with translation.override(takedown.language):
        notify(
            kind=kind,
            address=takedown.requester_email,
            language=takedown.language,
            context={"task": takedown.comment.task, "state": takedown.state, "right": takedown.get_right_display(), **context},
            link=path(takedown),
            about=f"takedown:{takedown.pk}",
        )


def _tell_author(takedown: Takedown, kind: str, **context: Any) -> None:
    comment = takedown.comment
    with translation.override(comment.author.language):
        about_page = reverse("takedowns:about", args=[comment.pk])
        notify(
            kind=kind,
            recipient=comment.author,
            context={"task": comment.task, "right": takedown.get_right_display(), **context},
            link=about_page if kind == "comment_blocked" else comment.get_absolute_url(),
            about=f"comment:{comment.pk}",
        )
