"""The rules of seats and waiting list once more, in plain Python and without a word of the portal's code.

Each rule changes the model or raises Refused with the name of the refusal. None of them gives a seat to somebody who waits:
`promote` is a step of its own, taken after every other one until it finds nothing to do.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

HOLD = timedelta(minutes=15)
DOOR = timedelta(hours=2)


class Refused(Exception):
    """The text is the name of the refusal."""


@dataclass
class Place:
    """One party in line, or what became of it."""

    arrival: int
    person: int | None
    size: int
    least: int
    state: str = "waitlisted"
    seats: int = 0
    until: datetime | None = None
    ending: str = ""
    came: int = 0
    is_extended: bool = False


@dataclass
class SeatsModel:
    """One forum: its times, its capacity, and its places in order of arrival."""

    capacity: int
    companions: int
    offer: timedelta | None
    closes_at: datetime
    starts_at: datetime
    ends_at: datetime
    freezes_at: datetime | None = None
    places: list[Place] = field(default_factory=list)
    closed: set[int] = field(default_factory=set)

    @property
    def taken(self) -> int:
        """Seats that nobody else can have."""
        return sum(place.seats for place in self.places)

    @property
    def free(self) -> int:
        """Seats that somebody can have; none of an overbooked forum."""
        return max(0, self.capacity - self.taken)

    @property
    def queue(self) -> list[Place]:
        """Who waits, the longest first."""
        return [place for place in self.places if place.state == "waitlisted"]

    def ends(self, *, after: datetime) -> list[datetime]:
        """When reservations and offers lapse and the list freezes, the next moment first."""
        moments = (self.freezes_at, *(place.until for place in self.places))
        return sorted(moment for moment in moments if moment and moment > after)

    def turns(self) -> list[datetime]:
        """When registration closes, the door opens, the forum starts, and the door closes."""
        return [self.closes_at, self.starts_at - DOOR, self.starts_at, self.ends_at + DOOR]

    # --- what happens by itself ---------------------------------------------------------------------

    def lapse(self, now: datetime) -> None:
        """Holds and offers end when their time is over."""
        for place in self.places:
            if place.until and place.until <= now:
                self._end(place, "reservation_lapsed" if place.state == "reserved" else "offer_lapsed")

    def promote(self, now: datetime) -> Place | None:
        """One step: whoever waits longest gets the seats, if there are enough of them and the list does not stand still."""
        last_at = self.freezes_at or self.starts_at
        if now >= last_at or not self.queue or self.queue[0].least > self.free:
            return None
        place = self.queue[0]
        place.seats = min(place.size, self.free)
        place.state = "offered" if self.offer else "confirmed"
        place.until = min(now + self.offer, last_at) if self.offer else None
        return place

    # --- what people do -----------------------------------------------------------------------------

    def register(self, now: datetime, *, person: int, size: int, least: int) -> Place:
        """Reserved seats are theirs, if for this very party; who is registered stays registered; all others join the line."""
        own = self._own(person)
        if own is None:
            self._refuse_arrival(now, size, least)
            return self._arrive(person, size, least, "confirmed")
        if own.state == "reserved":
            self._refuse((own.size, own.least) != (size, least or size), "OtherParty")
            own.state, own.until = "confirmed", None
        return own

    def reserve(self, now: datetime, *, person: int, size: int, least: int) -> Place | None:
        """Seats for a quarter of an hour, or none at all; another size of the party is another reservation."""
        own = self._own(person)
        if own and (own.state != "reserved" or (own.size, own.least) == (size, least or size)):
            return own
        self._refuse_arrival(now, size, least)
        if own:
            self._end(own, "reservation_lapsed")
        if self.queue or (least or size) > self.free:
            return None
        place = self._arrive(person, size, least, "reserved")
        place.until = now + HOLD
        return place

    def extend(self, now: datetime, place: Place) -> Place:
        """Once."""
        self._refuse(place.state != "reserved", "ReservationLapsed")
        self._refuse(place.is_extended, "ReservationExtendedBefore")
        place.until, place.is_extended = now + HOLD, True
        return place

    def release(self, place: Place) -> Place:
        """Of held seats."""
        if place.state == "reserved":
            self._end(place, "reservation_lapsed")
        return place

    def change_party(self, now: datetime, place: Place, *, size: int, least: int) -> Place:
        """Fewer people always, more only onto free seats for which nobody waits. A waiting party keeps its place."""
        self._refuse_change(now, place)
        self._refuse_party(size, least)
        if place.seats:
            more = size - place.seats
            self._refuse(more > 0 and (more > self.free or bool(self.queue)), "NotEnoughSeats")
            place.seats = size
        place.size, place.least = size, least or size
        return place

    def cancel(self, now: datetime, place: Place) -> Place:
        """Until the forum starts."""
        if place.state != "cancelled":
            self._refuse_change(now, place)
            self._end(place, "person")
        return place

    def accept(self, now: datetime, place: Place) -> Place:
        """What is offered, before the forum starts."""
        if place.state != "confirmed":
            self._refuse(place.state != "offered" or now >= self.starts_at, "NothingOffered")
            place.state, place.until = "confirmed", None
        return place

    def decline(self, now: datetime, place: Place) -> Place:
        """What is offered."""
        if place.ending != "offer_declined":
            self._refuse(place.state != "offered" or now >= self.starts_at, "NothingOffered")
            self._end(place, "offer_declined")
        return place

    def close(self, now: datetime, *, person: int) -> None:
        """Whoever closes the account gives back what they have, unless the forum has started."""
        self.closed.add(person)
        own = self._own(person)
        if own and now < self.starts_at:
            self._end(own, "account_closed")

    # --- what the organisers do -----------------------------------------------------------------------

    def change_capacity(self, *, capacity: int, may_overbook: bool) -> None:
        """Nobody loses a seat; fewer than are taken only on purpose."""
        self._refuse(capacity < self.taken and not may_overbook, "CapacityBelowSeated")
        self.capacity = capacity

    def freeze(self, *, at: datetime | None) -> None:
        """From then on nobody who waits is given a seat."""
        self.freezes_at = at

    def check_in(self, now: datetime, place: Place, *, people: int) -> str:
        """What the door says."""
        self._refuse_door(now)
        if place.came:
            return "already"
        if place.state != "confirmed":
            return "cancelled" if place.state == "cancelled" else "not_seated"
        place.came = min(people, place.seats) if people else place.seats
        return "entered"

    def walk_in(self, now: datetime, *, people: int, may_overbook: bool) -> str:
        """Onto free seats; beyond them only on purpose."""
        self._refuse_door(now)
        self._refuse(people > self.free and not may_overbook, "NotEnoughSeats")
        self.places.append(
            Place(len(self.places) + 1, None, people, 1, state="confirmed", seats=people, came=people),
        )
        return "walked_in"

    # --- in common ------------------------------------------------------------------------------------

    def _own(self, person: int) -> Place | None:
        return next((place for place in self.places if place.person == person and place.state != "cancelled"), None)

    def _arrive(self, person: int, size: int, least: int, state: str) -> Place:
        place = Place(len(self.places) + 1, person, size, least or size)
        if not self.queue and place.least <= self.free:
            place.seats, place.state = min(size, self.free), state
        self.places.append(place)
        return place

    def _end(self, place: Place, ending: str) -> None:
        place.state, place.ending, place.seats, place.until = "cancelled", ending, 0, None

    def _refuse_arrival(self, now: datetime, size: int, least: int) -> None:
        self._refuse(now >= self.starts_at, "ForumStarted")
        self._refuse(now >= self.closes_at, "RegistrationClosed")
        self._refuse_party(size, least)

    def _refuse_party(self, size: int, least: int) -> None:
        self._refuse(not (1 <= size <= self.companions + 1 and (least or size) <= size), "UnusableParty")

    def _refuse_change(self, now: datetime, place: Place) -> None:
        self._refuse(place.state == "cancelled", "NotRegistered")
        self._refuse(bool(place.came), "AlreadyCheckedIn")
        self._refuse(now >= self.starts_at, "ForumStarted")

    def _refuse_door(self, now: datetime) -> None:
        self._refuse(not (self.starts_at - DOOR <= now < self.ends_at + DOOR), "DoorClosed")

    def _refuse(self, is_refused: bool, name: str) -> None:
        if is_refused:
            raise Refused(name)
