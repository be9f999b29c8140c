"""Roles given and taken at the same moment."""

from threading import Barrier, Thread, current_thread, main_thread

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
    without_lock_on(User, meet=False)
    read_together(monkeypatch, 3)

    with pytest.raises(AssertionError):
        test_a_role_taken_while_others_are_given_stays_taken()


def test_roles_given_at_once_are_all_given():
    person, wanted = make_citizen(), ["officer", "organiser", "helper", "moderator"]

    at_once([lambda role=role: services.grant_role(person=person, role=role) for role in wanted])

    assert set(person.groups.values_list("name", flat=True)) == set(wanted)


def test_without_the_lock_some_are_lost(without_lock_on, monkeypatch):
    without_lock_on(User, meet=False)
    read_together(monkeypatch, 4)

    with pytest.raises(AssertionError):
        test_roles_given_at_once_are_all_given()


def read_together(monkeypatch, number: int) -> None:
    """So many read the roles together; then each goes on when the one before has ended."""
    held, all_have_read, readers = roles._held, Barrier(number), list[Thread]()

    def read(person: User) -> set[str]:
        found, reader = held(person), current_thread()
        if reader is not main_thread() and reader not in readers:
            readers.append(reader)
            all_have_read.wait(timeout=20)
            place = readers.index(reader)
            if place % number:
                readers[place - 1].join()
        return found

    monkeypatch.setattr(roles, "_held", read)
