"""Every change that the package makes."""

from portal.notifications.services.announcing import announce, forget_announcements, write_some
from portal.notifications.services.sending import BeingSent, drop, erase, forget_passing, send, suppress_queued
from portal.notifications.services.writing import Attachment, composed, notify, post, written

__all__ = [
    "Attachment",
    "BeingSent",
    "announce",
    "composed",
    "drop",
    "erase",
    "forget_announcements",
    "forget_passing",
    "notify",
    "post",
    "send",
    "suppress_queued",
    "write_some",
    "written",
]
