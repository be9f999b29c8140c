"""Seats and waiting list against a model of them, in every order of events that Hypothesis thinks of."""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.effort import often
from tests.registrations.seats_machine import Seats

pytestmark = [pytest.mark.django_db, pytest.mark.soak]
ANEW = {"max_examples": often(20), "print_blob": True}
# For `make mutants`: as many as it takes to find each fault, and always the same, so that finding it is no luck.
THE_SAME = {"max_examples": 300, "derandomize": True, "phases": [Phase.generate], "report_multiple_bugs": False}


def test_seats_and_waiting_list_follow_the_model():
    number = THE_SAME if os.environ.get("LOOKS_FOR_MUTANTS") else ANEW
    common = {"deadline": None, "database": None, "stateful_step_count": 30, "suppress_health_check": list(HealthCheck)}

    run_state_machine_as_test(Seats, settings=settings(**common, **number))
