"""What the doctor says about people."""

import pytest
from allauth.mfa.models import Authenticator

from portal.accounts import doctor
from portal.accounts.services.roles import grant_role
from tests.core.doctor import OK, WARNING, WRONG, only
from tests.factories import make_citizen, make_moderator

pytestmark = pytest.mark.django_db


def test_who_vouches_for_people(settings):
    sample = only(doctor.identity)[0]
    settings.DEMO_MODE = False
    impossible = only(doctor.identity)[0]
    settings.IDENTITY_PROVIDER = ""

    assert (sample, impossible, only(doctor.identity)[0]) == (WARNING, WRONG, WARNING)


def test_somebody_gives_roles_and_somebody_else_hears_appeals():
    levels = [only(doctor.administrators)[0]]
    for _number in range(2):
        grant_role(person=make_citizen(), role="administrator")
        levels.append(only(doctor.administrators)[0])

    assert levels == [WRONG, WARNING, OK]


@pytest.mark.parametrize("kind", [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])
def test_staff_without_a_second_factor_are_counted_by_role(settings, kind):
    settings.DEMO_MODE = False
    nobody = only(doctor.second_factors)[0]
    make_citizen()
    moderator, gone = make_moderator(), make_moderator()
    gone.is_active = False
    gone.save()
    Authenticator.objects.create(user=moderator, type=Authenticator.Type.RECOVERY_CODES, data={})
    without = only(doctor.second_factors)
    Authenticator.objects.create(user=moderator, type=kind, data={})

    assert (nobody, without[0], only(doctor.second_factors)[0]) == (OK, WARNING, OK)
    assert without[1].startswith("missing for 1 moderator:")
