"""Roles given and taken at the same moment."""

import pytest

from portal.accounts import services
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


def test_roles_given_at_once_are_all_given():
    person, wanted = make_citizen(), ["officer", "organiser", "helper", "moderator"]

    at_once([lambda role=role: services.grant_role(person=person, role=role) for role in wanted])

    assert set(person.groups.values_list("name", flat=True)) == set(wanted)
