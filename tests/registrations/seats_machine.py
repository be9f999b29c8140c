"""A Hypothesis state machine that does everything to the portal and to a model of it; `test_seats_model.py` runs it."""

from collections.abc import Callable
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any

import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from portal.accounts.models import User
from portal.core.errors import RuleViolation
from portal.door.services import check_in as door
from portal.forum_desk import services as forum_desk_services
from portal.forums.models import Forum
from portal.forums.states import Handover
from portal.registrations import jobs, services
from portal.registrations.models import Registration
from portal.registrations.party import Party
from tests.factories import make_crowd, make_forum, make_staff
from tests.order_of_writing import around_services
from tests.registrations.seats_model import Place, Refused, SeatsModel

SEATED = ("reserved", "offered", "confirmed")
LIVE = (*SEATED, "waitlisted")
STATES = (*LIVE, "cancelled")
PEOPLE, COMPANIONS, OFFER_HOURS = 8, 2, 3
person = st.integers(0, PEOPLE - 1)
# Now and then a party that no forum allows.
party = st.sampled_from([(1, 0), (1, 0), (2, 0), (2, 1), (3, 0), (3, 1), (3, 2), (4, 0), (0, 0), (1, 2)])
early = st.sampled_from([timedelta(), timedelta(microseconds=1)])
span = st.sampled_from([timedelta(minutes=1), timedelta(minutes=15), timedelta(hours=1), timedelta(days=1)])


def while_some_are(*states: str) -> Callable:
    """A rule for when there is a party in one of these states."""
    return precondition(lambda self: self.places(*states))


def near_the_start() -> Callable:
    """A rule for the door, which is closed for most of the time."""
    return precondition(lambda self: self.model.starts_at - timedelta(days=1) <= timezone.now())


class Seats(RuleBasedStateMachine):
    """Does everything twice, to the portal and to the model, and compares all there is after each step."""

    @initialize(is_offering=st.booleans(), capacity=st.integers(0, 8), first=st.lists(party, min_size=3, max_size=6))
    def announce(self, is_offering: bool, capacity: int, first: list[tuple[int, int]]) -> None:
        self.savepoint = around_services()
        self.savepoint.__enter__()
        starts_at = timezone.now().replace(microsecond=0) + timedelta(days=9)
        self.time = time_machine.travel(starts_at - timedelta(days=9), tick=False)
        self.traveller = self.time.start()
        self.forum = make_forum(
            capacity=capacity,
            companions_limit=COMPANIONS,
            starts_at=starts_at,
            registration_closes_at=starts_at - timedelta(hours=3),
            handover=Handover.OFFER if is_offering else Handover.AT_ONCE,
            offer_hours=OFFER_HOURS,
        )
        self.citizens, self.helper = make_crowd(PEOPLE), make_staff("organiser")
        offer = timedelta(hours=OFFER_HOURS) if is_offering else None
        times = {name: getattr(self.forum, name) for name in ("starts_at", "ends_at")}
        self.model = SeatsModel(capacity, COMPANIONS, offer, self.forum.registration_closes_at, **times)
        for who, sizes in enumerate(first):
            self.register(who, sizes)

    def teardown(self) -> None:
        if hasattr(self, "time"):
            self.time.stop()
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    def both(self, act: Callable[[], Any], expect: Callable[[SeatsModel], Any]) -> tuple[Any, Any, list[int]]:
        """Do it to both: they refuse for the same reason and stay as they were, or do it. Both results, and who was promoted."""
        model = deepcopy(self.model)
        model.lapse(timezone.now())
        self.promote(model)
        expected, promoted, said = None, [], ""
        try:
            expected = expect(model)
        except Refused as refusal:
            said = str(refusal)
        else:
            promoted = self.promote(model)
            self.model = model
        result, happened = None, ""
        try:
            result = act()
        except (RuleViolation, IntegrityError) as refusal:
            happened = type(refusal).__name__
        assert happened == said
        return result, expected, promoted

    @staticmethod
    def promote(model: SeatsModel) -> list[int]:
        promoted = []
        while place := model.promote(timezone.now()):
            promoted.append(place.arrival)
        return promoted

    def places(self, *states: str) -> list[Place]:
        """Those in these states; not those of walk-ins."""
        return [place for place in self.model.places if place.person is not None and place.state in states]

    def one(self, data, *states: str) -> tuple[Registration, Callable[[SeatsModel], Place]]:
        """One place as the portal and as the model know it."""
        chosen = data.draw(st.sampled_from(self.places(*states))).arrival
        row = Registration.objects.select_related("forum", "citizen").get(forum=self.forum, arrival=chosen)
        return row, lambda model: model.places[chosen - 1]

    @rule(who=person, party=party)
    def register(self, who: int, party: tuple[int, int]) -> None:
        size, least = party
        if who in self.model.closed:
            return
        row, place, _promoted = self.both(
            lambda: services.register(forum=self.forum, citizen=self.citizens[who], party=Party(size, least)),
            lambda model: model.register(timezone.now(), person=who, size=size, least=least),
        )
        assert (row and row.arrival) == (place and place.arrival)

    @rule(who=person, party=party)
    def reserve(self, who: int, party: tuple[int, int]) -> None:
        size, least = party
        if who in self.model.closed:
            return
        row, place, _promoted = self.both(
            lambda: services.reserve(forum=self.forum, citizen=self.citizens[who], party=Party(size, least)),
            lambda model: model.reserve(timezone.now(), person=who, size=size, least=least),
        )
        assert (row and row.arrival) == (place and place.arrival)

    @while_some_are("reserved")
    @rule(data=st.data(), is_extended=st.booleans())
    def extend_or_let_go(self, data, is_extended: bool) -> None:
        row, place = self.one(data, "reserved", "cancelled")
        if is_extended:
            self.both(
                lambda: services.extend_reservation(registration=row), lambda model: model.extend(timezone.now(), place(model))
            )
        else:
            self.both(lambda: services.release(registration=row), lambda model: model.release(place(model)))

    @while_some_are("offered")
    @rule(data=st.data(), is_accepted=st.booleans())
    def answer_offer(self, data, is_accepted: bool) -> None:
        row, place = self.one(data, "offered", "confirmed", "cancelled")
        if is_accepted:
            self.both(lambda: services.accept(registration=row), lambda model: model.accept(timezone.now(), place(model)))
        else:
            self.both(lambda: services.decline(registration=row), lambda model: model.decline(timezone.now(), place(model)))

    @while_some_are(*LIVE)
    @rule(data=st.data(), party=party)
    def change_party(self, data, party: tuple[int, int]) -> None:
        (row, place), (size, least) = self.one(data, *STATES), party
        self.both(
            lambda: services.change_party(registration=row, party=Party(size, least)),
            lambda model: model.change_party(timezone.now(), place(model), size=size, least=least),
        )

    @while_some_are(*SEATED)
    @rule(data=st.data())
    def cancel(self, data) -> None:
        row, place = self.one(data, *data.draw(st.sampled_from([SEATED, SEATED, LIVE, STATES])))
        self.both(lambda: services.cancel(registration=row), lambda model: model.cancel(timezone.now(), place(model)))

    @while_some_are(*LIVE)
    @rule(data=st.data())
    def close_account(self, data) -> None:
        who = data.draw(st.sampled_from(self.places(*LIVE))).person
        self.both(lambda: self._close(self.citizens[who]), lambda model: model.close(timezone.now(), person=who))

    @staticmethod
    def _close(citizen: User) -> None:
        """Nobody is signed in any more; the worker does the rest."""
        User.objects.filter(pk=citizen.pk).update(is_active=False)
        jobs.settle_seats(timestamp=0)
        jobs.free_seats_of_closed_accounts(timestamp=0)

    @rule(more=st.sampled_from([1, 2, 3, -1, -2, -3]), may_overbook=st.booleans())
    def change_capacity(self, more: int, may_overbook: bool) -> None:
        capacity = max(0, self.model.capacity + more)
        rows, _expected, promoted = self.both(
            lambda: forum_desk_services.change_capacity(forum=self.forum, capacity=capacity, may_overbook=may_overbook),
            lambda model: model.change_capacity(capacity=capacity, may_overbook=may_overbook),
        )
        assert [row.arrival for row in rows or []] == promoted

    @precondition(lambda self: len(self.model.places) >= PEOPLE // 2)
    @rule(hours=st.sampled_from([0, 0, 1, 24, None]))
    def freeze(self, hours: int | None) -> None:
        at = None if hours is None else min(timezone.now() + timedelta(hours=hours), self.model.starts_at)
        self.both(
            lambda: forum_desk_services.edit(forum=self.forum, values={"freezes_at": at}), lambda model: model.freeze(at=at)
        )

    @near_the_start()
    @while_some_are(*STATES)
    @rule(data=st.data(), people=st.integers(0, 2))
    def check_in(self, data, people: int) -> None:
        row, place = self.one(data, *STATES)
        scan, word, _promoted = self.both(
            lambda: door.check_in(forum=self.forum, shown=row.ticket_code, helper=self.helper, people=people),
            lambda model: model.check_in(timezone.now(), place(model), people=people),
        )
        assert (scan and scan.outcome) == word

    @near_the_start()
    @rule(people=st.integers(1, 3), may_overbook=st.booleans())
    def walk_in(self, people: int, may_overbook: bool) -> None:
        self.both(
            lambda: door.walk_in(forum=self.forum, people=people, helper=self.helper, may_overbook=may_overbook),
            lambda model: model.walk_in(timezone.now(), people=people, may_overbook=may_overbook),
        )

    @rule(span=span, is_worker_awake=st.booleans())
    def wait(self, span: timedelta, is_worker_awake: bool) -> None:
        self.move_to(timezone.now() + span, is_worker_awake)

    @precondition(lambda self: self.model.ends(after=timezone.now()))
    @rule(early=early, is_worker_awake=st.booleans())
    def wait_until_something_ends(self, early: timedelta, is_worker_awake: bool) -> None:
        self.move_to(self.model.ends(after=timezone.now())[0] - early, is_worker_awake)

    @precondition(lambda self: len(self.model.places) >= PEOPLE // 2)
    @rule(early=early, turn=st.integers(0, 3), is_worker_awake=st.booleans())
    def wait_until_something_opens_or_closes(self, early: timedelta, turn: int, is_worker_awake: bool) -> None:
        self.move_to(self.model.turns()[turn] - early, is_worker_awake)

    def move_to(self, moment: datetime, is_worker_awake: bool) -> None:
        """Never back."""
        self.traveller.move_to(max(moment, timezone.now()), tick=False)
        if is_worker_awake:
            self.both(lambda: jobs.settle_seats(timestamp=0), lambda _model: None)

    @invariant()
    def rows_and_counters_equal_the_model(self) -> None:
        if hasattr(self, "model"):
            assert self.rows() == self.modelled_rows()
            forum, model = Forum.objects.get(pk=self.forum.pk), self.model
            counters = (forum.capacity, forum.seats_taken, forum.overbooked_seats, forum.last_arrival)
            assert counters == (model.capacity, model.taken, max(0, model.taken - model.capacity), len(model.places))

    def rows(self) -> list[tuple]:
        index = {citizen.pk: number for number, citizen in enumerate(self.citizens)}
        rows = self.forum.registrations.order_by("arrival").with_waiting_number()
        columns = (
            "state",
            "ending",
            "party_size",
            "least_seats",
            "seats",
            "reserved_until",
            "checked_in_people",
            "waiting_number",
        )
        return [
            (row["arrival"], index.get(row["citizen"]), *(row[name] for name in columns))
            for row in rows.values("arrival", "citizen", *columns)
        ]

    def modelled_rows(self) -> list[tuple]:
        number = {place.arrival: number for number, place in enumerate(self.model.queue, start=1)}
        return [
            (
                each.arrival,
                each.person,
                each.state,
                each.ending,
                each.size,
                each.least,
                each.seats,
                each.until,
                each.came,
                number.get(each.arrival, 0),
            )
            for each in self.model.places
        ]
