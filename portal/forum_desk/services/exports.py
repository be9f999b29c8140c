"""Exports of a forum's people: made with a reason, bound to whoever made them, fetched once within an hour."""

from datetime import timedelta
from http import HTTPStatus
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core.audit_log import record_event
from portal.core.errors import NotAllowed, RuleViolation
from portal.core.rate_limits import spend
from portal.forum_desk.attendees.table import exported
from portal.forum_desk.models import AttendeeExport
from portal.forum_desk.services.access_log import log_list_access, usable_reason
from portal.forums.models import Forum

USABLE_FOR = timedelta(hours=1)
EXPORTS_AN_HOUR = 20


class ExportGone(RuleViolation):
    """It was fetched before, or nobody fetched it in time."""

    status = HTTPStatus.GONE


@transaction.atomic
def prepare(*, forum: Forum, owner: User, reason: str, file_format: str) -> AttendeeExport:
    """Let an organiser fetch the list once within an hour; the reason goes on record. Raises UnusableText, TooManyRequests."""
    reason = usable_reason(reason)
    spend(key=f"forum-export:{owner.pk}", limit=EXPORTS_AN_HOUR, per=timedelta(hours=1))
    now = timezone.now()
    export = AttendeeExport.objects.create(
        forum=forum, owner=owner, reason=reason, format=file_format, made_at=now, expires_at=now + USABLE_FOR
    )
    details = {"export": str(export.uid), "format": file_format}
    record_event(action="attendees.export_prepared", actor=owner, subject=f"forum:{forum.pk}", reason=reason, details=details)
    return export


def own(*, uid: UUID, owner: User) -> AttendeeExport:
    """The organiser's export, if it can still be fetched. Raises AttendeeExport.DoesNotExist for anybody else's, ExportGone."""
    export = AttendeeExport.objects.select_related("forum").get(uid=uid, owner=owner)
    _refuse_gone(export)
    return export


@transaction.atomic
def fetch(*, uid: UUID, owner: User) -> tuple[AttendeeExport, list[int]]:
    """Use the export up, before its file is written; of two fetches at the same time one gets it. The look at the data
    goes on record.

    Beside the export, the keys of the registrations whose people are on record now, in order of arrival: the file holds
    no others. Raises AttendeeExport.DoesNotExist for anybody else's, NotAllowed once the role is gone, ExportGone.
    """
    export = AttendeeExport.objects.select_for_update(of=("self",)).select_related("forum").get(uid=uid, owner=owner)
    if not owner.has_perm("forums.manage_forums"):
        raise NotAllowed(_("You may no longer manage forums, so this list is closed to you."))
    _refuse_gone(export)
    export.fetched_at = timezone.now()
    export.save(update_fields=["fetched_at"])
    rows = list(exported(export.forum).values_list("pk", "citizen"))
    people = [citizen for _key, citizen in rows]
    log_list_access(forum=export.forum, organiser=owner, reason=export.reason, how="exported", people=people)
    return export, [key for key, _citizen in rows]


def _refuse_gone(export: AttendeeExport) -> None:
    if export.fetched_at:
        raise ExportGone(
            _("This list was already downloaded, and each export works once. Please make a new one if you need it again.")
        )
    if timezone.now() >= export.expires_at:
        raise ExportGone(_("This export could be downloaded for one hour, and the hour is over. Please make a new one."))
