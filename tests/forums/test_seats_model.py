"""Seats and waiting list against a model of them, in every order of events that Hypothesis thinks of.

Faults put into the code on purpose show that the machine would find them.
"""

from collections.abc import Callable
from datetime import datetime

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from portal.forums.models import Forum, Registration
from portal.forums.party import Party
from portal.forums.services import seats, upkeep
from tests.forums.seats_machine import Seats

pytestmark = pytest.mark.django_db


def run(**options) -> None:
    common = {"deadline": None, "database": None, "stateful_step_count": 30, "suppress_health_check": list(HealthCheck)}
    run_state_machine_as_test(Seats, settings=settings(**common, **options))


def test_seats_and_waiting_list_follow_the_model():
    run(max_examples=50, print_blob=True)


def small_parties_overtake(forum: Forum) -> list[Registration]:
    """As `seats.fill`, but who does not fit is passed over."""
    now, promoted = datetime.now(tz=forum.starts_at.tzinfo), []
    for registration in forum.registrations.waitlisted().select_related("citizen") if forum.gives_out_seats(now) else []:
        if given := registration.party.seats_of(forum.seats_left):
            seats._promote(registration, forum, given, now)
            promoted.append(registration)
    forum.save(update_fields=["seats_taken"])
    return promoted


def nothing(*_arguments, **_more) -> list:
    """Does what it is asked to do not at all."""
    return []


FAULTS: dict[str, tuple[object, str, Callable]] = {
    "promotes out of order": (seats, "fill", small_parties_overtake),
    "promotes nobody": (seats, "fill", nothing),
    "does not put seats back": (seats, "_put_back", nothing),
    "keeps what has lapsed": (seats, "settle", nothing),
    "lets newcomers jump the queue": (seats, "is_anybody_waiting", lambda _forum: False),
    "promotes after the freeze": (Forum, "gives_out_seats", lambda forum, now: now < forum.starts_at),
    "forgets the overbooking": (seats, "recount_overbooking", nothing),
    "keeps the seats of closed accounts": (upkeep, "give_back_of_closed_account", nothing),
    "does not count walk-ins": (seats, "_take_beyond", nothing),
    "splits parties": (Party, "seats_of", lambda party, free: min(free, party.size)),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_machine_finds(fault, monkeypatch):
    monkeypatch.setattr(*FAULTS[fault])

    with pytest.raises(AssertionError):
        run(max_examples=300, derandomize=True, phases=[Phase.generate], report_multiple_bugs=False)
