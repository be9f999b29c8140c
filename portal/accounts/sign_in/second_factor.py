"""The second factor that staff need: which one counts, and how its secrets are kept."""

import base64
import hashlib
from collections.abc import Callable
from functools import cached_property, partial

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core.people import Visitor
from portal.core.web.context import names

# Recovery codes stand in for one of these and never are the only ones.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
MISSING = "second_factor_is_missing"


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps authenticator secrets encrypted, so that a stolen database alone opens no staff account."""

    def encrypt(self, text: str) -> str:
        """Fernet (AES-128-CBC, HMAC-SHA256) under a key made from SECRET_KEY."""
        return self._cipher.encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The reverse. Raises cryptography's InvalidToken if SECRET_KEY has changed since."""
        return self._cipher.decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        """The name that the authenticator app shows."""
        return names()["name"]

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The host that a passkey is good for, and the name that the device shows."""
        return super().get_public_key_credential_rp_entity() | {"name": names()["name"]}

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002 (allauth's name)
        """What a new passkey is called until its owner calls it something else."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Passkey %(number)d") % {"number": number}

    @cached_property
    def _cipher(self) -> Fernet:
        key = hashlib.sha256(b"second factor:" + settings.SECRET_KEY.encode()).digest()
        return Fernet(base64.urlsafe_b64encode(key))


def counts(user: Visitor) -> bool:
    """Whether what this person's roles give may be used.

    Whoever is signed in must have shown the factor in this very session: one from before it was set up does not count. Services
    read the person anew, so it is the request that knows. About others, and outside of requests (jobs, commands), the account
    has to have a factor. In demo mode staff look around without.
    """
    if settings.DEMO_MODE:
        return True
    request = context.request
    if request is not None and request.user.pk == user.pk:
        return _was_shown(request)
    return has_factor(user)


def has_factor(user: Visitor) -> bool:
    """Whether a factor is set up. Asks once per object, which lives for one request."""
    known = vars(user)
    if "_has_factor" not in known:
        known["_has_factor"] = Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists()
    return known["_has_factor"]


def note_that_it_is_missing(user: Visitor) -> None:
    """The one thing that whoever is signed in lacked for what they asked: `asking.AskForFactor` looks for it."""
    request = context.request
    if request is not None and request.user.pk == user.pk:
        vars(request)[MISSING] = True


def is_missing(request: HttpRequest) -> bool:
    """Whether a permission was refused during this request for want of the factor alone."""
    return MISSING in vars(request)


def is_wanted(request: HttpRequest) -> bool:
    """Whether this is somebody of the staff who has yet to show the factor."""
    return request.user.is_staff and not counts(request.user)


def second_factor(request: HttpRequest) -> dict[str, Callable[[], bool]]:
    """For templates; asked only where one asks."""
    return {"second_factor_is_wanted": partial(is_wanted, request)}


def _was_shown(request: HttpRequest) -> bool:
    """Whether one of the account's factors of today was shown in this session; asks the database once for each way it was."""
    records = get_authentication_records(request, request.user)
    shown = frozenset(record["id"] for record in records if record["method"] == "mfa")
    known = vars(request).setdefault("_second_factors_shown", {})
    if shown and shown not in known:
        known[shown] = Authenticator.objects.filter(user_id=request.user.pk, pk__in=shown).exists()
    return known.get(shown, False)
