"""The page of a ticket, to show at the door or to print."""

from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.registrations.models import Registration
from portal.registrations.tickets.codes import spoken
from portal.registrations.tickets.doors import doors
from portal.registrations.tickets.signed import qr_code, read_ticket


@never_cache
@require_safe
def ticket(request: HttpRequest, token: str) -> HttpResponse:
    """The ticket; whoever may open the door of its forum finds the button here."""
    read = read_ticket(token)
    rows = Registration.objects.filter(anonymised_at__isnull=True).select_related("forum")
    registration = rows.filter(pk=read.registration_id).first() if read else None
    if read is None or registration is None:
        raise Http404(_("There is no such ticket."))
    if why := _why_void(registration, read.version):
        context = {"forum": registration.forum, "meaning": why}
        return _unlisted(render(request, "registrations/ticket_void.html", context, status=HTTPStatus.GONE))
    context = {
        "registration": registration,
        "forum": registration.forum,
        "code": spoken(registration.ticket_code),
        "qr": qr_code(settings.SITE_URL.rstrip("/") + request.path),
        "token": token,
        # Below this address the browser keeps the tickets that were looked at, for a time without a connection.
        "tickets_path": request.path.removesuffix(f"{token}/"),
        "check_in_url": doors().check_in_url(request.user, registration.forum),
        "worker_url": doors().worker_url(),
    }
    return _unlisted(render(request, "registrations/ticket.html", context))


def _why_void(registration: Registration, version: int) -> str:
    """Why a genuine ticket opens no door; nothing for one that does."""
    if registration.forum.is_cancelled:
        return _("This forum was cancelled and does not take place. You need not do anything.")
    if registration.is_cancelled:
        return _("This registration is cancelled.")
    if registration.ticket_version != version:
        return _("There is a newer ticket. You find it in the e-mail about it, or on the page of your registration.")
    return "" if registration.is_confirmed else _("There is no ticket yet: your registration has no seat.")


def _unlisted(response: HttpResponse) -> HttpResponse:
    """The address is the key: into no search engine."""
    response["X-Robots-Tag"] = "noindex"
    return response
