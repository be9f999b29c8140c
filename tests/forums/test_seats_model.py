"""Seats and waiting list against a model of a dozen lines, in every order of events that Hypothesis thinks of."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from portal.forums import refusals, services
from portal.forums.models import Registration
from portal.forums.states import State
from tests.factories import make_citizen, make_forum

PEOPLE = 6
person = st.integers(min_value=0, max_value=PEOPLE - 1)


class Seats(RuleBasedStateMachine):
    """The model: who sits, who waits, in which order, and whether the door is open."""

    def __init__(self) -> None:
        super().__init__()
        self.forum = make_forum(capacity=2)
        self.citizens = [make_citizen() for _ in range(PEOPLE)]
        self.capacity, self.arrivals = 2, 0
        self.seated: list[int] = []
        self.waiting: list[int] = []
        self.clock = time_machine.travel(self.forum.registration_opens_at, tick=False)
        self.time = self.clock.start()

    def teardown(self) -> None:
        self.clock.stop()

    def own(self, who: int) -> Registration:
        return self.forum.registrations.live().get(citizen=self.citizens[who])

    def is_open(self) -> bool:
        return self.moment() < self.forum.registration_closes_at

    def has_started(self) -> bool:
        return self.moment() >= self.forum.starts_at

    def moment(self):
        return timezone.now()

    def fill(self) -> None:
        while not self.has_started() and self.waiting and len(self.seated) < self.capacity:
            self.seated.append(self.waiting.pop(0))

    @rule(who=person)
    def register(self, who: int) -> None:
        call = {"forum": self.forum, "citizen": self.citizens[who]}
        if who in self.seated + self.waiting:
            assert services.register(**call) == self.own(who)
            return
        if not self.is_open():
            with pytest.raises((refusals.RegistrationClosed, refusals.ForumStarted)):
                services.register(**call)
            return
        services.register(**call)
        self.arrivals += 1
        self.waiting.append(who)
        self.fill()

    @precondition(lambda self: self.seated or self.waiting)
    @rule(data=st.data())
    def cancel(self, data) -> None:
        who = data.draw(st.sampled_from(self.seated + self.waiting))
        registration = self.own(who)
        if self.has_started():
            with pytest.raises(refusals.ForumStarted):
                services.cancel(registration=registration)
            return
        services.cancel(registration=registration)
        (self.seated if who in self.seated else self.waiting).remove(who)
        self.fill()

    @rule(capacity=st.integers(min_value=0, max_value=PEOPLE + 1))
    def change_capacity(self, capacity: int) -> None:
        if capacity < len(self.seated):
            with pytest.raises(refusals.CapacityBelowSeated):
                services.change_capacity(forum=self.forum, capacity=capacity)
            return
        before = len(self.seated)
        promoted = services.change_capacity(forum=self.forum, capacity=capacity)
        self.capacity = capacity
        self.fill()
        assert len(promoted) == len(self.seated) - before

    @rule(hours=st.sampled_from([1, 24, 24 * 7]))
    def wait(self, hours: int) -> None:
        self.time.shift(timedelta(hours=hours))

    @invariant()
    def rows_and_counters_equal_the_model(self) -> None:
        index = {citizen.pk: number for number, citizen in enumerate(self.citizens)}
        rows = list(self.forum.registrations.order_by("arrival").with_waiting_number())
        self.forum.refresh_from_db()
        assert {index[row.citizen_id] for row in rows if row.state == State.CONFIRMED} == set(self.seated)
        waiting = [(index[row.citizen_id], row.waiting_number) for row in rows if row.state == State.WAITLISTED]
        assert waiting == [(who, number) for number, who in enumerate(self.waiting, start=1)]
        assert [row.arrival for row in rows] == list(range(1, self.arrivals + 1))
        assert (self.forum.capacity, self.forum.seats_taken) == (self.capacity, len(self.seated))


@pytest.mark.django_db
def test_seats_and_waiting_list_follow_the_model():
    run_state_machine_as_test(
        Seats,
        settings=settings(
            max_examples=15,
            stateful_step_count=20,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
