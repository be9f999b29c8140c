"""What the portal does its own way where django-allauth leaves a choice."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.accounts import services
from portal.accounts.models import User
from portal.core.web.client_address import client_address, client_network


def display_name(user: User) -> str:
    """How allauth's pages call a person."""
    return user.display_name


class AccountAdapter(DefaultAccountAdapter):
    """No passwords, no mail that bypasses the outbox."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": _("This code is not right. Please type the six digits of the newest message again."),
        "too_many_login_attempts": _("Too many wrong codes. Please ask for a new one."),
        "rate_limited": _("Please wait a little before you ask for another code."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """Raise LookupError: codes go through `services.send_code`, and nothing else is switched on that would write a mail."""
        raise LookupError(f"The portal has no mail for {template_prefix}.")

    def get_client_ip(self, request: HttpRequest) -> str:
        """The portal's own rule for whose address counts, so that there is one."""
        return client_address(request) or super().get_client_ip(request)

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in, and put it on record for staff, with the factor they showed."""
        super().login(request, user)
        factors = [record["type"] for record in get_authentication_records(request, user) if record["method"] == "mfa"]
        network, factor = client_network(request), factors[-1] if factors else ""
        services.record_staff_entry(action="staff.signed_in", person=user, network=network, factor=factor)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say no to allauth's own sign-up form; an account is opened after the code, on our page."""
        return False
