"""The only places where seats are given out and given back. All of it runs under the lock of the forum's row."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from portal.accounts.models import User
from portal.core.jobs import for_each
from portal.forums.models import Forum
from portal.forums.states import Handover
from portal.registrations import mails
from portal.registrations.models import Registration
from portal.registrations.party import Party
from portal.registrations.states import TEMPORARY_STATES, Ending, Origin, State

COUNTED = ["seats_taken", "overbooked_seats"]


def lock_forum(forum: Forum) -> Forum:
    """The forum as it stands now; nobody else changes its seats until the transaction ends.

    What time has ended meanwhile, reservations and offers, is written down first: so nothing depends on a worker being awake.
    """
    forum = Forum.objects.select_for_update().get(pk=forum.pk)
    settle(forum, timezone.now())
    return forum


def settle(forum: Forum, now: datetime) -> None:
    """End the reservations and offers whose time is over, and fill their seats. `forum` is locked."""
    lapsed = list(forum.registrations.lapsed(now))
    if not lapsed:
        return
    reserved, offered = ([each for each in lapsed if each.state == state] for state in TEMPORARY_STATES)
    for rows, ending in ((reserved, Ending.RESERVATION_LAPSED), (offered, Ending.OFFER_LAPSED)):
        Registration.objects.filter(pk__in=[each.pk for each in rows]).update(
            state=State.CANCELLED,
            ending=ending,
            cancelled_at=now,
            seats=0,
            reserved_until=None,
            sequence=F("sequence") + 1,
        )
    _put_back(forum, sum(each.seats for each in lapsed))
    mails.offers_lapsed(forum, offered)
    fill(forum)


def arrive(forum: Forum, *, citizen: User, party: Party, now: datetime, reserved_until: datetime | None = None) -> Registration:
    """Put a party in line; on seats if there are enough and nobody waits. `forum` is locked.

    Arrivals count 1, 2, 3… without gap or tie, for the row that counts them is locked. With `reserved_until` the seats
    are reserved while a form is filled in; a party that gets none waits all the same.
    """
    seats = _seats_for(forum, party)
    state = State.WAITLISTED if not seats else State.RESERVED if reserved_until else State.CONFIRMED
    forum.last_arrival += 1
    forum.seats_taken += seats
    registration = Registration.objects.create(
        forum=forum,
        citizen=citizen,
        arrival=forum.last_arrival,
        state=state,
        party_size=party.size,
        least_seats=party.enough,
        seats=seats,
        reserved_until=reserved_until if state == State.RESERVED else None,
        registered_at=now,
        confirmed_at=now if state == State.CONFIRMED else None,
    )
    forum.save(update_fields=["last_arrival", "seats_taken"])
    return registration


def walk_in(forum: Forum, *, people: int, now: datetime) -> Registration:
    """Seat people who came to the door without a registration, beyond the capacity if need be. `forum` is locked."""
    forum.last_arrival += 1
    _take_beyond(forum, people)
    forum.save(update_fields=["last_arrival", *COUNTED])
    return Registration.objects.create(
        forum=forum,
        origin=Origin.DOOR,
        arrival=forum.last_arrival,
        state=State.CONFIRMED,
        party_size=people,
        seats=people,
        registered_at=now,
        confirmed_at=now,
        checked_in_at=now,
        checked_in_people=people,
    )


def take(forum: Forum, registration: Registration, *, seats: int, party: Party) -> None:
    """Give a seated party more seats; the caller has seen that they are free. `forum` is locked."""
    forum.seats_taken += seats
    registration.seats += seats
    registration.party_size, registration.least_seats = party.size, party.enough
    registration.sequence += 1
    forum.save(update_fields=["seats_taken"])
    registration.save(update_fields=["seats", "party_size", "least_seats", "sequence"])


def shrink(registration: Registration, *, party: Party) -> list[Registration]:
    """Give back the seats that a smaller party does not need. `registration.forum` is locked. Returns who was promoted."""
    freed = max(0, registration.seats - party.size)
    registration.seats -= freed
    registration.party_size, registration.least_seats = party.size, min(party.enough, registration.seats or party.size)
    registration.sequence += 1
    registration.save(update_fields=["seats", "party_size", "least_seats", "sequence"])
    return free(registration.forum, seats=freed)


def end(registration: Registration, *, ending: Ending, now: datetime) -> None:
    """Cancel a registration, tell the person, and put its seats back. `registration.forum` is locked; `fill` comes next."""
    before, seats = registration.state, registration.seats
    registration.state, registration.ending, registration.cancelled_at = State.CANCELLED, ending, now
    registration.seats, registration.reserved_until = 0, None
    registration.sequence += 1
    registration.save(update_fields=["state", "ending", "cancelled_at", "seats", "reserved_until", "sequence"])
    mails.ended(registration, before=State(before))
    _put_back(registration.forum, seats)


def free(forum: Forum, *, seats: int) -> list[Registration]:
    """Give seats back and fill them at once. `forum` is locked. Returns who was promoted."""
    _put_back(forum, seats)
    return fill(forum)


def fill(forum: Forum) -> list[Registration]:
    """Seat whoever waits longest, or offer them the seats, and tell them. `forum` is locked. Returns who was promoted.

    Strictly in order of arrival: a party that needs more seats than are free is not overtaken by a smaller one, else large
    families would wait for ever (docs/decisions.md). Nobody waits whose account was closed.
    """
    now = timezone.now()
    if not (forum.seats_left and forum.gives_out_seats(now)):
        return []
    promoted, left = [], forum.seats_left
    waiting = forum.registrations.waitlisted().filter(citizen__is_active=True).select_related("citizen")
    for registration in waiting[:left]:
        registration.seats = registration.party.seats_of(left)
        if not registration.seats:
            break
        left -= registration.seats
        promoted.append(registration)
    if promoted:
        _promote(forum, promoted, now)
    return promoted


def recount_overbooking(forum: Forum) -> None:
    """Say how many seats are taken beyond the capacity, after it was changed. `forum` is locked; does not save."""
    forum.overbooked_seats = max(0, forum.seats_taken - forum.capacity)


def is_anybody_waiting(forum: Forum) -> bool:
    """Whether free seats are spoken for."""
    return forum.registrations.waitlisted().filter(citizen__is_active=True).exists()


def _seats_for(forum: Forum, party: Party) -> int:
    seats = party.seats_of(forum.seats_left)
    return 0 if seats and is_anybody_waiting(forum) else seats


def _take_beyond(forum: Forum, seats: int) -> None:
    forum.seats_taken += seats
    recount_overbooking(forum)


def _put_back(forum: Forum, seats: int) -> None:
    if seats:
        forum.seats_taken -= seats
        recount_overbooking(forum)
        forum.save(update_fields=COUNTED)


def _promote(forum: Forum, promoted: list[Registration], now: datetime) -> None:
    """Seat these parties, or offer them seats: one statement for each number of seats, however many parties there are."""
    values: dict[str, Any] = {"state": State.CONFIRMED, "confirmed_at": now}
    if forum.handover == Handover.OFFER:
        until = min(now + timedelta(hours=forum.offer_hours), forum.last_promotion_at)
        values = {"state": State.OFFERED, "reserved_until": until}
    by_seats: dict[int, list[int]] = defaultdict(list)
    for registration in promoted:
        by_seats[registration.seats].append(registration.pk)
        registration.forum = forum
        registration.sequence += 1
        for name, value in values.items():
            setattr(registration, name, value)
    for seats, keys in by_seats.items():
        Registration.objects.filter(pk__in=keys).update(seats=seats, sequence=F("sequence") + 1, **values)
    forum.seats_taken += sum(registration.seats for registration in promoted)
    forum.save(update_fields=["seats_taken"])
    mails.promoted(forum, promoted)


def own_live(forum: Forum, citizen: User) -> Registration | None:
    """The person's live registration, read under the forum's lock."""
    registration = forum.registrations.live().filter(citizen=citizen).select_related("citizen").first()
    if registration:
        registration.forum = forum
    return registration


def settle_lapsed(*, now: datetime) -> int:
    """Settle every forum with a reservation or an offer whose time is over; how many there were."""
    keys = Registration.objects.lapsed(now).order_by("forum").values_list("forum", flat=True).distinct()
    return len(for_each(Forum.objects.filter(pk__in=keys).order_by("pk"), transaction.atomic(lock_forum)))
