"""Erasing who came: what people entered for a forum goes when its time is over, the numbers stay.

PIPA (개인정보 보호법) art. 21: personal data is destroyed without delay once the time for which it was kept has passed.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import DateTimeField as DateTime
from django.db.models import ExpressionWrapper, F, Q, QuerySet
from django.utils import timezone

from portal.core.audit_log import NewEvent, record_events
from portal.core.audit_log.coverage import joined
from portal.core.audit_log.pseudonyms import destroy_key
from portal.core.audit_log.reasons import ERASED, erase_reasons
from portal.core.models import AuditEvent
from portal.door.mails import ABOUT_HELPER
from portal.door.models import Helper
from portal.forum_desk.mails import everything_about
from portal.forum_desk.models import AttendeeExport, MailingCopy
from portal.forums.models import Forum
from portal.forums.states import ForumState
from portal.notifications.services import erase
from portal.registrations.models import FormAnswer, Registration, Reminder, SentForm
from portal.registrations.services import seats
from portal.registrations.tickets.codes import new_code

AT_ONCE = 200
# Of a look at people's data the reason goes with the data; what was said in public, such as why a forum was called off, stays.
LOOKS = (AuditEvent.PERSONAL_DATA_VIEWED, "attendees.export_prepared")
NO_REASON_ANY_MORE = "–"


def due(*, now: datetime) -> QuerySet[Forum]:
    """Announced forums whose attendees' data is kept for longer than was promised, the oldest first."""
    until = ExpressionWrapper(F("ends_at") + F("retention_days") * timedelta(days=1), output_field=DateTime())
    forums = Forum.objects.exclude(state=ForumState.DRAFT).filter(anonymised_at__isnull=True)
    return forums.annotate(kept_until=until).filter(kept_until__lte=now).order_by("ends_at", "pk")


def anonymise(*, forum: Forum, now: datetime) -> int:
    """Erase the personal data of everybody who registered for a forum; how many registrations there were.

    States, sizes of parties and check-ins stay, so the counts do. Some rows at a time, each lot in a transaction of its
    own: cut off half-way it goes on where it stopped. The forum says last that it is done, and the record with it.
    """
    count = 0
    while lot := _erase_some(forum, now):
        count += lot
    with transaction.atomic():
        forum = seats.lock_forum(forum)
        if forum.anonymised_at:
            return count
        forgotten = _forget_helpers(forum)
        SentForm.objects.filter(forum=forum).delete()
        forum.scans.update(shown_hash="")
        forum.anonymised_at = now
        forum.save(update_fields=["anonymised_at"])
        details = {"registrations": count, ERASED: _forget_in_the_log(forum, now)}
        done = NewEvent(action="forum.anonymised", subject=f"forum:{forum.pk}", details=details)
        record_events([*forgotten, done])
    return count


def anonymise_again(key: int, at: datetime) -> bool:
    """Erase a forum's people once more, after a restore: of the forum that was over at the moment at which they were erased."""
    forum = Forum.objects.filter(pk=key, ends_at__lte=at, anonymised_at=None).first()
    if forum:
        anonymise(forum=forum, now=timezone.now())
    return forum is not None


def _forget_in_the_log(forum: Forum, now: datetime) -> int:
    """Destroy what leads from the audit log to the forum's people, and the words in which somebody said why they looked at
    their data; how many reasons. That somebody looked, who and when stays.
    """
    scope = f"forum:{forum.pk}"
    destroy_key(scope=scope, now=now)
    AttendeeExport.objects.filter(forum=forum).update(reason=NO_REASON_ANY_MORE)
    own = forum.registrations.values_list(joined("registration:", "pk"))
    looks = AuditEvent.objects.filter(action__in=LOOKS)
    return erase_reasons(looks.filter(Q(subject=scope) | Q(subject__in=own)), now=now)


def _forget_helpers(forum: Forum) -> list[NewEvent]:
    """Delete who was asked to help; the events that say so."""
    helpers = Helper.objects.filter(forum=forum)
    keys = sorted(helpers.values_list("pk", flat=True))
    erase(about=[f"{ABOUT_HELPER}{key}" for key in keys])
    helpers.delete()
    return [NewEvent(action="helper.forgotten", subject=f"helper:{key}") for key in keys]


def _erase_some(forum: Forum, now: datetime) -> int:
    with transaction.atomic():
        seats.lock_forum(forum)
        rows = list(forum.registrations.filter(anonymised_at__isnull=True).order_by("pk")[:AT_ONCE])
        keys = [row.pk for row in rows]
        _erase_answers(FormAnswer.objects.filter(registration__in=keys))
        Reminder.objects.filter(registration__in=keys).delete()
        MailingCopy.objects.filter(registration__in=keys).delete()
        SentForm.objects.filter(registration__in=keys).delete()
        erase(about=[about for key in keys for about in everything_about(key)])
        for row in rows:
            row.citizen, row.ticket_code, row.anonymised_at = None, new_code(), now
        Registration.objects.bulk_update(rows, ["citizen", "ticket_code", "anonymised_at"])
    return len(rows)


def _erase_answers(answers: QuerySet[FormAnswer]) -> None:
    """The rows now, the files once the transaction holds: a rolled back erasure must not lose a file."""
    files = [answer.file for answer in answers if answer.file]
    answers.delete()
    transaction.on_commit(lambda: [file.storage.delete(file.name) for file in files])
