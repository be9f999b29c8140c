"""The events of the audit log about a forum, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.core.models import AuditEvent

WORDS = {
    "forum.created": _("Draft created"),
    "forum.edited": _("Edited"),
    "forum.published": _("Published"),
    "forum.capacity_changed": _("Number of seats changed"),
    "forum.called_off": _("Forum cancelled"),
    "forum.anonymised": _("Attendees' data erased"),
    "attendees.export_prepared": _("Export of the attendees prepared"),
    "personal_data.viewed": _("List of attendees exported from the portal"),
    "mailing.sent": _("Mailing sent"),
}
ROLES = {
    "organiser": pgettext_lazy("role", "organiser"),
    "administrator": pgettext_lazy("role", "administrator"),
    "system": _("the portal itself"),
}


@dataclass(frozen=True)
class LabelledEvent:
    """One entry as the desk shows it."""

    words: str
    role: str
    reason: str
    at: datetime


def labelled(entries: Iterable[AuditEvent]) -> list[LabelledEvent]:
    """What was done, in the reader's language; an action without words here keeps its technical name."""
    return [
        LabelledEvent(
            str(WORDS.get(each.action, each.action)), str(ROLES.get(each.role, each.role)), each.reason, each.happened_at
        )
        for each in entries
    ]
