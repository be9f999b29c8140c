"""The door: who may come in, and a record of everything that was shown there, refusals included."""

from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.accounts.models import User
from portal.core.audit_log import record_event
from portal.core.errors import InvalidInput
from portal.door.models import Scan
from portal.door.states import Outcome
from portal.forums.models import Forum
from portal.forums.states import ForumState
from portal.registrations.models import Registration
from portal.registrations.services import refusals, seats
from portal.registrations.states import Ending, State
from portal.registrations.tickets.codes import typed_code
from portal.registrations.tickets.signed import read_ticket

OPENS_BEFORE, STAYS_OPEN_AFTER = timedelta(hours=2), timedelta(hours=2)
MOST_WALK_INS = 20
# Whoever stands before the wrong door has the ticket of a forum around that time.
NEARBY = timedelta(days=7)


def opening_times(forum: Forum) -> tuple[datetime, datetime]:
    """The door opens two hours before the forum starts and closes two hours after its end."""
    return forum.starts_at - OPENS_BEFORE, forum.ends_at + STAYS_OPEN_AFTER


def is_open(forum: Forum, now: datetime) -> bool:
    """Whether somebody may be let in."""
    opens_at, closes_at = opening_times(forum)
    return forum.state == ForumState.PUBLISHED and opens_at <= now < closes_at


@transaction.atomic
def check_in(*, forum: Forum, shown: str, helper: User, people: int = 0) -> Scan:
    """Let a party in by its ticket or its code; `people` says how many of them came, 0 all of them.

    The first scan enters, each later one says when that was. Every refusal is kept with its reason; what was no ticket is kept as
    a hash. Raises DoorClosed.
    """
    scan = judge(forum=_open_door(forum), shown=shown, people=people, at=timezone.now())
    scan.helper = helper
    scan.save()
    return scan


def judge(*, forum: Forum, shown: str, people: int, at: datetime, lets_in: bool = True) -> Scan:
    """What the door says to what was shown: a scan not yet kept. `forum` is locked.

    Whoever has a seat and did not enter yet is let in, unless the person was sent away (`lets_in`).
    """
    registration, outcome = _found(forum, shown)
    came = 0
    if registration and outcome == Outcome.ENTERED and lets_in:
        came = min(people, registration.seats) if people > 0 else registration.seats
        registration.checked_in_at, registration.checked_in_people = at, came
        registration.save(update_fields=["checked_in_at", "checked_in_people"])
    return Scan(
        forum=forum,
        registration=registration,
        outcome=outcome,
        people=came,
        scanned_at=at,
        received_at=timezone.now(),
        shown_hash="" if registration else sha256(shown.encode(errors="replace")).hexdigest(),
    )


@transaction.atomic
def take_back(*, scan: Scan, helper: User) -> Scan:
    """Undo a check-in that was a mistake; a walk-in gives its seats back. Twice does no harm. Raises DoorClosed."""
    forum = _open_door(scan.forum)
    registration = Registration.objects.get(scans=scan)
    registration.forum = forum
    now = timezone.now()
    if not registration.is_checked_in:
        return scan
    registration.checked_in_at, registration.checked_in_people = None, 0
    registration.save(update_fields=["checked_in_at", "checked_in_people"])
    undone = Scan.objects.create(
        forum=forum, registration=registration, outcome=Outcome.TAKEN_BACK, scanned_at=now, received_at=now, helper=helper
    )
    if scan.outcome == Outcome.WALKED_IN:
        seats.end(registration, ending=Ending.STAFF, now=now)
        seats.fill(forum)
    record_event(action="door.taken_back", actor=helper, subject=f"registration:{registration.pk}")
    return undone


@transaction.atomic
def walk_in(*, forum: Forum, people: int, helper: User, may_overbook: bool = False, key: UUID | None = None) -> Scan:
    """Let people in who did not register. More than there are free seats only if `may_overbook` says so, which goes on record.

    The same `key` of a form gives the same scan: two clicks are no four people. Raises DoorClosed, UnusableNumber,
    NotEnoughSeats, FormChanged.
    """
    if not 1 <= people <= MOST_WALK_INS:
        raise UnusableNumber(_("Please let in between 1 and %(most)d people at a time.") % {"most": MOST_WALK_INS})
    forum = _open_door(forum)
    if key and (before := Scan.objects.filter(device_key=key).select_related("registration").first()):
        return _same(before, forum, people)
    if people > forum.seats_left and not may_overbook:
        raise refusals.NotEnoughSeats(_too_many(forum.seats_left))
    now = timezone.now()
    registration = seats.walk_in(forum, people=people, now=now)
    scan = Scan.objects.create(
        forum=forum,
        registration=registration,
        outcome=Outcome.WALKED_IN,
        people=people,
        scanned_at=now,
        received_at=now,
        helper=helper,
        device_key=key,
    )
    details = {"people": people, "overbooked": forum.overbooked_seats}
    record_event(action="door.walked_in", actor=helper, subject=f"registration:{registration.pk}", details=details)
    return scan


class DoorClosed(refusals.ForumStarted):
    """Too early, too late, or the forum does not take place."""


class UnusableNumber(InvalidInput):
    """Not a number of people who could come through a door together."""


def _same(before: Scan, forum: Forum, people: int) -> Scan:
    if (before.forum_id, before.outcome, before.people) != (forum.pk, Outcome.WALKED_IN, people):
        raise refusals.FormChanged(
            _("This form was already sent with another number of people. Please check the list below, then send it again.")
        )
    return before


def _too_many(free: int) -> str:
    if not free:
        return _("No seat is free. To let people in anyway, tick the box; it is recorded.")
    return ngettext(
        "There is only %(count)d free seat. To let more people in anyway, tick the box; it is recorded.",
        "There are only %(count)d free seats. To let more people in anyway, tick the box; it is recorded.",
        free,
    ) % {"count": free}


def _open_door(forum: Forum) -> Forum:
    forum = seats.lock_forum(forum)
    if forum.is_cancelled:
        raise DoorClosed(_("This forum was cancelled and does not take place. You need not do anything."))
    if not is_open(forum, timezone.now()):
        raise DoorClosed(_("The door is open from two hours before the forum starts until two hours after its end."))
    return forum


def _found(forum: Forum, shown: str) -> tuple[Registration | None, Outcome]:
    """Whose ticket it is, and what the door says to it. `forum` is locked, so nothing changes meanwhile."""
    ticket, code = read_ticket(shown), typed_code(shown)
    if ticket and ticket.forum_id != forum.pk:
        return None, Outcome.OTHER_FORUM
    rows = (
        forum.registrations.filter(pk=ticket.registration_id) if ticket else forum.registrations.filter(ticket_code=code or "-")
    )
    registration = rows.first()
    if registration is None:
        return None, Outcome.OTHER_FORUM if code and _is_of_a_forum_nearby(forum, code) else Outcome.FORGED
    if ticket and ticket.version != registration.ticket_version:
        return registration, Outcome.REPLACED
    if registration.is_checked_in:
        return registration, Outcome.ALREADY
    outcomes = {State.CONFIRMED: Outcome.ENTERED, State.CANCELLED: Outcome.CANCELLED}
    return registration, outcomes.get(State(registration.state), Outcome.NOT_SEATED)


def _is_of_a_forum_nearby(forum: Forum, code: str) -> bool:
    """Whether the code is genuine, but for another forum of these days. Not for which: whoever tries codes learns no more."""
    others = Forum.objects.exclude(pk=forum.pk).filter(
        starts_at__gt=forum.starts_at - NEARBY, starts_at__lt=forum.starts_at + NEARBY
    )
    return Registration.objects.filter(forum__in=others, ticket_code=code).exists()
