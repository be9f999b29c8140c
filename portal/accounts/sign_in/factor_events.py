"""What happens when django-allauth says that a factor was set up, removed or mistyped. It says so by signals only."""

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed, authenticator_reset
from allauth.usersessions.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.http import HttpRequest

from portal.accounts.models import User
from portal.accounts.services import record_staff_entry
from portal.accounts.sign_in.second_factor import FACTORS
from portal.core.web.client_address import client_network


def connect() -> None:
    """Listen; called when the package starts."""
    authenticator_added.connect(_added)
    authenticator_removed.connect(_removed)
    authenticator_reset.connect(_reset)
    authentication_failed.connect(_failed)


def record_failure(request: HttpRequest, user: User, kind: str) -> None:
    """Note that a factor was not the right one."""
    network = client_network(request)
    record_staff_entry(action="second_factor.failed", person=user, network=network, is_theirs=False, factor=kind)


def _added(*, request: HttpRequest, user: User, authenticator: Authenticator, **_more: object) -> None:
    """Whoever set it up has just shown it here. Every other session ends, since it may be somebody else's."""
    if authenticator.type not in FACTORS:
        return
    record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True)
    _end_other_sessions(request, user)
    _record("second_factor.set_up", request, user, authenticator)


def _removed(*, request: HttpRequest, user: User, authenticator: Authenticator, **_more: object) -> None:
    if authenticator.type in FACTORS:
        _end_other_sessions(request, user)
        _record("second_factor.removed", request, user, authenticator)


def _reset(*, request: HttpRequest, user: User, authenticator: Authenticator, **_more: object) -> None:
    _record("second_factor.new_codes", request, user, authenticator)


def _failed(*, request: HttpRequest, user: User, authenticator: Authenticator, **_more: object) -> None:
    record_failure(request, user, authenticator.type)


def _end_other_sessions(request: HttpRequest, user: User) -> None:
    others = UserSession.objects.filter(user_id=user.pk).exclude(session_key=request.session.session_key)
    get_adapter().end_sessions(list(others))


def _record(action: str, request: HttpRequest, user: User, authenticator: Authenticator) -> None:
    record_staff_entry(action=action, person=user, network=client_network(request), factor=authenticator.type)
