"""Roles given and taken at the same moment."""

from itertools import cycle
from time import sleep

import pytest

from portal.accounts import services
from portal.accounts.models import User
from portal.accounts.services import roles
from tests.at_once import at_once
from tests.factories import make_citizen, make_staff

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_role_taken_while_others_are_given_stays_taken():
    for _round in range(5):
        person = make_staff("moderator")

        at_once(
            [
                lambda person=person: services.withdraw_role(person=person, role="moderator"),
                *(
                    lambda person=person, role=role: services.grant_role(person=person, role=role)
                    for role in ("officer", "organiser")
                ),
            ]
        )

        assert set(person.groups.values_list("name", flat=True)) == {"officer", "organiser"}


def test_without_the_lock_it_comes_back(without_lock_on, monkeypatch):
    without_lock_on(User)
    read_and_dawdle(monkeypatch)

    with pytest.raises(AssertionError):
        test_a_role_taken_while_others_are_given_stays_taken()


def test_roles_given_at_once_are_all_given():
    person, wanted = make_citizen(), ["officer", "organiser", "helper", "moderator"]

    at_once([lambda role=role: services.grant_role(person=person, role=role) for role in wanted])

    assert set(person.groups.values_list("name", flat=True)) == set(wanted)


def test_without_the_lock_some_are_lost(without_lock_on, monkeypatch):
    without_lock_on(User)
    read_and_dawdle(monkeypatch)

    with pytest.raises(AssertionError):
        test_roles_given_at_once_are_all_given()


def read_and_dawdle(monkeypatch) -> None:
    """Let each go on at another time after they have read the roles together."""
    held, turns = roles._held, cycle([0, 1, 2, 3])

    def read(person: User) -> set[str]:
        found = held(person)
        sleep(next(turns) * 0.3)
        return found

    monkeypatch.setattr(roles, "_held", read)
