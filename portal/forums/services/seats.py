"""The only places where seats are given out and given back. All of it runs under the lock of the forum's row."""

from datetime import datetime

from django.utils import timezone

from portal.forums import notices
from portal.forums.models import Forum, Registration
from portal.forums.states import State


def locked(forum: Forum) -> Forum:
    """The forum as it stands now; nobody else changes its seats until the transaction ends."""
    return Forum.objects.select_for_update().get(pk=forum.pk)


def arrive(forum: Forum, *, citizen: object, now: datetime) -> Registration:
    """Put a person in line; on a seat if one is free. `forum` is locked.

    Arrivals count 1, 2, 3… without gap or tie, for the row that counts them is locked.
    """
    has_seat = forum.seats_left > 0
    forum.last_arrival += 1
    forum.seats_taken += has_seat
    registration = Registration.objects.create(
        forum=forum,
        citizen=citizen,
        arrival=forum.last_arrival,
        state=State.CONFIRMED if has_seat else State.WAITLISTED,
        registered_at=now,
        confirmed_at=now if has_seat else None,
    )
    forum.save(update_fields=["last_arrival", "seats_taken"])
    return registration


def free(forum: Forum, *, seats: int) -> list[Registration]:
    """Give seats back and fill them at once. `forum` is locked. Returns who was promoted."""
    forum.seats_taken -= seats
    forum.save(update_fields=["seats_taken"])
    return fill(forum)


def fill(forum: Forum) -> list[Registration]:
    """Seat whoever waits longest, one for each free seat, and tell them. `forum` is locked."""
    now = timezone.now()
    if not (forum.seats_left and forum.gives_out_seats(now)):
        return []
    waiting = forum.registrations.waitlisted().select_related("citizen")
    promoted = list(waiting[: forum.seats_left])
    for registration in promoted:
        _seat(registration, forum, now)
    forum.seats_taken += len(promoted)
    forum.save(update_fields=["seats_taken"])
    return promoted


def _seat(registration: Registration, forum: Forum, now: datetime) -> None:
    registration.forum = forum
    registration.state = State.CONFIRMED
    registration.confirmed_at = now
    registration.sequence += 1
    registration.save(update_fields=["state", "confirmed_at", "sequence"])
    notices.promoted(registration)
