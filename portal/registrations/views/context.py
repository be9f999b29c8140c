"""What the part of a page prints that says how the visitor stands to a forum."""

from typing import TypedDict
from uuid import UUID, uuid4

from django.http import HttpRequest
from django.utils import timezone

from portal.forums.models import Forum
from portal.registrations.forms import PartyForm
from portal.registrations.links import registration_path
from portal.registrations.status import RegistrationStatus, status_of
from portal.registrations.tickets.signed import ticket_token


class StatusContext(TypedDict):
    """For `_registration.html`; `form_key` makes a form that is sent twice one form."""

    forum: Forum
    status: RegistrationStatus
    registration_url: str
    ticket: str
    party_form: PartyForm
    form_key: UUID


def status_context(request: HttpRequest, forum: Forum) -> StatusContext:
    """How the visitor stands to this forum now."""
    status = status_of(forum, request.user, timezone.now())
    registration = status.registration
    return {
        "forum": forum,
        "status": status,
        "registration_url": registration_path(registration) if registration else "",
        "ticket": ticket_token(registration) if registration else "",
        "party_form": PartyForm(forum=forum, initial={"party_size": 1}),
        "form_key": uuid4(),
    }
