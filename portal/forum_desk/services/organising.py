"""What an organiser does to a forum: publish it, change its size or its time, call it off."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.accounts.models import User
from portal.core.audit_log import record_event, recorded_together
from portal.core.text.days import check_moments
from portal.door import mails
from portal.forum_desk.editing.fields import DOOR_FIELDS, EDITABLE_FIELDS, INVITED_FIELDS, changed, version_of
from portal.forum_desk.editing.times import moved_by
from portal.forum_desk.services import addresses, refusals
from portal.forums.models import TIMES, Forum
from portal.forums.states import ForumState
from portal.plan.models import Task
from portal.registrations import mails as registrations_mails
from portal.registrations.models import Registration
from portal.registrations.services import refusals as registrations_refusals
from portal.registrations.services import seats
from portal.registrations.services.reminders import remind_again

LARGEST_CAPACITY = 100_000


@transaction.atomic
def publish(*, forum: Forum, by: User | None = None) -> Forum:
    """Show a draft to the public; `by` goes on record. Publishing twice changes nothing. Raises ForumCancelled."""
    forum = seats.lock_forum(forum)
    if forum.is_cancelled:
        raise registrations_refusals.ForumCancelled(_("A cancelled forum cannot be published again. Please create a new one."))
    if forum.state != ForumState.PUBLISHED:
        forum.state = ForumState.PUBLISHED
        forum.save(update_fields=["state"])
        record_event(action="forum.published", actor=by, subject=f"forum:{forum.pk}")
    return forum


@transaction.atomic
def edit(
    *,
    forum: Forum,
    values: dict[str, Any],
    tasks: Iterable[Task] | None = None,
    by: User | None = None,
    may_overbook: bool = False,
    seen_before: str = "",
) -> Forum:
    """Change what is announced about a forum, and its capacity; those with a seat hear of a new title, time or place.

    Writes only the given columns, for the counters of the row move all the time. The programme moves along with the
    forum, and the start that was announced first is kept. If the waiting list may move again, free seats are filled at once.
    `seen_before` is what `editing.fields.version_of` said when the form was opened. Raises KeyError for a column that is not
    announced, EditedMeanwhile, AddressTaken, PromisedOtherwise, UnusableCapacity, CapacityBelowSeated, InvalidInput for a
    time in no year that there is.
    """
    if values.get("slug", forum.slug) != forum.slug:
        addresses.claim(values["slug"], forum=forum)
    forum = seats.lock_forum(forum)
    if seen_before and seen_before != version_of(forum):
        raise refusals.EditedMeanwhile(
            _("A colleague has changed this forum since you opened the form. Nothing was saved. Please compare and save again.")
        )
    new = changed(forum, {name: value for name, value in values.items() if name != "capacity"})
    if unknown := values.keys() - EDITABLE_FIELDS - {"capacity"}:
        raise KeyError(f"not announced: {sorted(unknown)}")
    _refuse_longer_keeping(forum, new)
    _write(forum, new)
    if tasks is not None:
        forum.tasks.set(tasks)
    with recorded_together():
        if values.get("capacity", forum.capacity) != forum.capacity:
            change_capacity(forum=forum, capacity=values["capacity"], by=by, may_overbook=may_overbook)
        elif "freezes_at" in new:
            seats.fill(forum)
        if new.keys() & INVITED_FIELDS:
            record_change(forum=forum, concerns_door=bool(new.keys() & DOOR_FIELDS))
        if by and (new or tasks is not None):
            record_event(action="forum.edited", actor=by, subject=f"forum:{forum.pk}", details={"fields": sorted(new)})
    return forum


@transaction.atomic
def change_capacity(*, forum: Forum, capacity: int, by: User | None = None, may_overbook: bool = False) -> list[Registration]:
    """Set the number of seats; each new one goes to whoever waits longest. Returns who was promoted.

    Nobody who holds a seat loses it: fewer seats than are taken are set only if `may_overbook` says that this is meant; the
    forum is then overbooked, which goes on record, until enough people cancel. Raises UnusableCapacity, CapacityBelowSeated.
    """
    if not 0 <= capacity <= LARGEST_CAPACITY:
        raise refusals.UnusableCapacity(_("A forum can have between 0 and 100,000 seats."))
    forum = seats.lock_forum(forum)
    if capacity < forum.seats_taken and not may_overbook:
        raise refusals.CapacityBelowSeated(
            _("%(count)d people already hold a seat, so the capacity cannot be lower than that. Nothing was changed.")
            % {"count": forum.seats_taken}
        )
    before, forum.capacity = forum.capacity, capacity
    seats.recount_overbooking(forum)
    forum.save(update_fields=["capacity", "overbooked_seats"])
    promoted = seats.fill(forum)
    if by or forum.overbooked_seats:
        details = {"before": before, "after": capacity, "overbooked": forum.overbooked_seats, "promoted": len(promoted)}
        record_event(action="forum.capacity_changed", actor=by, subject=f"forum:{forum.pk}", details=details)
    return promoted


@transaction.atomic
def record_change(*, forum: Forum, concerns_door: bool = True) -> list[Registration]:
    """After title, time or place changed: raise the revision, send everybody with a seat a new invitation, and remind
    them of the new day.

    Helpers at the door hear of it too, if it concerns them. Returns which of those with a seat are told; jobs write the
    mails. Nobody is told about a draft, a cancelled forum or one that is over.
    """
    forum = seats.lock_forum(forum)
    forum.revision += 1
    forum.save(update_fields=["revision"])
    now = timezone.now()
    if forum.state != ForumState.PUBLISHED or now >= forum.starts_at:
        return []
    remind_again(forum=forum, now=now)
    seated = list(forum.registrations.confirmed().of_somebody())
    registrations_mails.forum_changed(forum, seated)
    if concerns_door:
        mails.helper_forum_changed(forum)
    return seated


@transaction.atomic
def call_off(*, forum: Forum, reason_ko: str, reason_en: str = "", by: User | None = None) -> list[Registration]:
    """Cancel the forum for good and tell everybody who is seated, waiting or to help; `by` goes on record. Returns
    whose registration it was; jobs write the mails.

    The registrations stay as they are: they say who would have come. Cancelling twice changes nothing. Raises ForumStarted.
    """
    forum = seats.lock_forum(forum)
    if forum.is_cancelled:
        return []
    if timezone.now() >= forum.starts_at:
        raise registrations_refusals.ForumStarted(_("This forum has already started, so it can no longer be cancelled."))
    was_published = forum.state == ForumState.PUBLISHED
    forum.state = ForumState.CANCELLED
    forum.cancellation_reason_ko, forum.cancellation_reason_en = reason_ko, reason_en
    forum.revision += 1
    forum.save(update_fields=["state", "cancellation_reason_ko", "cancellation_reason_en", "revision"])
    told = _tell_everybody(forum) if was_published else []
    record_event(action="forum.called_off", actor=by, subject=f"forum:{forum.pk}", reason=reason_ko, details={"told": len(told)})
    return told


def _tell_everybody(forum: Forum) -> list[Registration]:
    told = list(forum.registrations.registered().of_somebody())
    registrations_mails.forum_cancelled(forum, told)
    mails.helper_forum_cancelled(forum)
    return told


def _refuse_longer_keeping(forum: Forum, new: dict[str, Any]) -> None:
    if new.get("retention_days", 0) > forum.retention_days and forum.registrations.exists():
        raise refusals.PromisedOtherwise(
            ngettext(
                "People who registered were promised that their data is erased %(count)d day after the forum. It cannot be "
                "kept longer.",
                "People who registered were promised that their data is erased %(count)d days after the forum. It cannot be "
                "kept longer.",
                forum.retention_days,
            )
            % {"count": forum.retention_days}
        )


def _write(forum: Forum, new: dict[str, Any]) -> None:
    check_moments(new.get(name) for name in TIMES)
    if shift := moved_by(forum, new):
        timed = forum.agenda_items.filter(starts_at__isnull=False)
        check_moments(at + shift for at in timed.values_list("starts_at", flat=True) if at)
        timed.update(starts_at=F("starts_at") + shift)
    if "starts_at" in new:
        new = {**new, "first_starts_at": _first_start(forum, new["starts_at"])}
    for name, value in new.items():
        setattr(forum, name, value)
    forum.save(update_fields=[*new])


def _first_start(forum: Forum, starts_at: datetime) -> datetime | None:
    """The start that the public was told first, unless it is the new one. A draft was announced to nobody."""
    announced = forum.starts_at if forum.state == ForumState.PUBLISHED else None
    first = forum.first_starts_at or announced
    return None if first == starts_at else first
