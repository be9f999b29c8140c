"""Scans that a device made without a connection: judged again by the rule of the door, each once, and none of them lost."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core.errors import NotAllowed
from portal.door.access import may_open_door
from portal.door.device_scans import DeviceScan
from portal.door.models import Scan
from portal.door.services.check_in import is_open, judge, opening_times
from portal.door.states import Outcome
from portal.forums.models import Forum
from portal.registrations.services import seats


@dataclass(frozen=True)
class Settled:
    """What became of one scan of a device: kept, or refused with a reason."""

    sent: DeviceScan
    scan: Scan | None = None
    refusal: str = ""


@transaction.atomic
def reconcile(*, forum: Forum, scans: list[DeviceScan], helper: User) -> list[Settled]:
    """Judge the scans of a device, the earliest first; what became of each, in the order they were sent.

    A scan that was sent before counts once, by its key. One made without a connection keeps the device's time, but
    never one in the future or before the door opened. Somebody whom the device sent away is not let in by it
    afterwards: both what it said and what the portal knew are kept. Raises DoorNotYours.
    """
    forum = seats.lock_forum(forum)
    if not may_open_door(helper, forum):
        raise DoorNotYours(_("You may no longer open this door.") + forum.ask_here())
    now = timezone.now()
    known: dict[UUID | None, Scan | None]
    known = {scan.device_key: scan for scan in Scan.objects.filter(device_key__in=[each.key for each in scans])}
    settled: dict[int, Settled] = {}
    for index, sent in sorted(enumerate(scans), key=lambda pair: _moment(forum, pair[1], now)):
        settled[index] = _settle(forum, sent, known.get(sent.key), helper, now)
        known[sent.key] = settled[index].scan
    return [settled[index] for index in range(len(scans))]


class DoorNotYours(NotAllowed):
    """Neither an organiser nor a helper of this forum, or not any more."""


def _settle(forum: Forum, sent: DeviceScan, known: Scan | None, helper: User, now: datetime) -> Settled:
    if known:
        is_here = known.forum_id == forum.pk
        return Settled(sent, known) if is_here else Settled(sent, refusal=_("This was already sent for another forum."))
    at = _moment(forum, sent, now)
    if forum.anonymised_at or not is_open(forum, at):
        return Settled(sent, refusal=_("The door was closed at that time."))
    lets_in = not sent.device_outcome or sent.device_outcome == Outcome.ENTERED
    scan = judge(forum=forum, shown=sent.shown, people=sent.people, at=at, lets_in=lets_in)
    scan.helper, scan.device_key, scan.device_outcome, scan.is_offline = (
        helper,
        sent.key,
        sent.device_outcome,
        bool(sent.device_outcome),
    )
    scan.save()
    return Settled(sent, scan)


def _moment(forum: Forum, sent: DeviceScan, now: datetime) -> datetime:
    """When the ticket was looked at. A device's clock may be wrong: it counts between the opening of the door and now only."""
    opens_at, _closes_at = opening_times(forum)
    return min(max(sent.scanned_at, opens_at), now) if sent.device_outcome else now
