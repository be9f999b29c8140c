"""The second factor that staff need."""

import base64
import hashlib
from collections.abc import Callable
from functools import cached_property

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from portal.accounts.roles import STAFF_ROLES
from portal.core.people import Visitor
from portal.core.web.context import names

Handler = Callable[[HttpRequest], HttpResponse]


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

    @cached_property
    def _cipher(self) -> Fernet:
        key = hashlib.sha256(b"second factor:" + settings.SECRET_KEY.encode()).digest()
        return Fernet(base64.urlsafe_b64encode(key))


class StaffSecondFactor:
    """Lets staff onto staff pages only with a second factor; in demo mode one may look around without."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Send whoever lacks one to where it is set up; everybody else passes."""
        if settings.DEMO_MODE or not is_staff_path(request.path_info) or not _is_staff(request.user):
            return self.get_response(request)
        if not Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP).exists():
            messages.warning(request, _("Staff pages need a second factor. Please set it up now."))
            return redirect("mfa_activate_totp")
        if not _proved_here(request):
            messages.warning(request, _("Staff pages need your second factor. Please enter a code."))
            return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': request.path})}")
        return self.get_response(request)


def is_staff_path(path: str) -> bool:
    """Whether a page is for staff, in either language."""
    for code, _name in settings.LANGUAGES:
        path = path.removeprefix(f"/{code}") if path.startswith(f"/{code}/") else path
    return path.startswith(settings.STAFF_PATHS)


def _is_staff(user: Visitor) -> bool:
    return user.is_authenticated and (user.is_staff or user.groups.filter(name__in=STAFF_ROLES).exists())


def _proved_here(request: HttpRequest) -> bool:
    """Whether the factor was shown in this session: one from before it was set up does not count."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))
