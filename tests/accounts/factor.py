"""Second factors for tests: set up, typed, shown in a browser."""

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client

from portal.accounts.models import User

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SHOW = "/accounts/2fa/reauthenticate/"
SET_UP = "/accounts/2fa/totp/activate/"


def totp_code(secret: str = SECRET) -> str:
    """What an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def set_up(person: User) -> Authenticator:
    """An authenticator app for the account, and recovery codes."""
    app = TOTP.activate(person, SECRET).instance
    RecoveryCodes.activate(person)
    return app


def show_factor(client: Client, **more: str):
    """Type the code into the page that asks for it; a code may be used again by another test."""
    cache.clear()
    return client.post(SHOW, {"code": totp_code(), **more})


def sign_in_with_factor(client: Client, person: User) -> None:
    """A session of the person in which the factor was shown."""
    client.force_login(person)
    if not Authenticator.objects.filter(user=person).exists():
        set_up(person)
    assert show_factor(client).status_code == 302
