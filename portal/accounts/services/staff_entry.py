"""How staff come in is on record: signing in, their second factor, and what failed. Nobody notes how citizens do."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.db import transaction
from procrastinate.contrib.django import app

from portal.accounts.models import User
from portal.core.audit_log import record_event
from portal.core.errors import RuleViolation

# Deferred by its name, since it calls this module.
NOTING = "portal.accounts.jobs.note_wrong_code"


class NoSecondFactor(RuleViolation):
    """There is none to take away."""


@transaction.atomic
def record_staff_entry(*, action: str, person: User, network: str, is_theirs: bool = True, **details: str) -> None:
    """Note one step of somebody with a staff role: what, from which network, with which factor.

    What failed was not necessarily done by them, so it has no actor.
    """
    if person.is_staff:
        actor = person if is_theirs else None
        record_event(action=action, actor=actor, subject=f"person:{person.pk}", details={"network": network, **details})


def defer_wrong_code(*, person: User | None, network: str) -> None:
    """Have a wrong code of a sign-in noted, if it was for somebody of the staff.

    A job asks that, so that the answer takes as long for staff as for citizens and for addresses that nobody has.
    """
    app.configure_task(NOTING, queue="upkeep").defer(person=person.pk if person else None, network=network)


@transaction.atomic
def remove_second_factor(*, person: User) -> int:
    """Take every factor and recovery code from an account and end its sessions: for whoever runs the server. How many sessions.

    Raises NoSecondFactor.
    """
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    deleted, _tables = Authenticator.objects.filter(user=person).delete()
    if not deleted:
        raise NoSecondFactor("This account has no second factor.")
    sessions = list(UserSession.objects.filter(user=person))
    get_adapter().end_sessions(sessions)
    record_staff_entry(action="second_factor.removed", person=person, network="command", is_theirs=False)
    return len(sessions)
