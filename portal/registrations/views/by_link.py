"""What the links in mails open: one registration, to be seen, changed and given back without signing in. GET changes nothing."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.core.errors import InvalidInput, RuleViolation
from portal.registrations import services
from portal.registrations.forms import PartyForm
from portal.registrations.links import registration_of, registration_path, registration_token
from portal.registrations.models import Registration
from portal.registrations.states import Ending
from portal.registrations.status import step_of
from portal.registrations.tickets.signed import ticket_token

View = Callable[[HttpRequest, Registration], HttpResponse]


def with_registration(view: View) -> Callable[..., HttpResponse]:
    """Hands the view the registration that the link stands for; 404 for a link of nobody. Whoever holds the link may act."""

    @never_cache
    @wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        try:
            registration = registration_of(token)
        except (BadSignature, ValueError, Registration.DoesNotExist) as error:
            raise Http404(_("There is no such registration.")) from error
        response = view(request, registration)
        # The address is the key: into no search engine. To no other site either, by the referrer policy of the whole portal; a
        # stricter one ("no-referrer") would make browsers hide where a form comes from, and the form would be refused.
        response["X-Robots-Tag"] = "noindex"
        return response

    return opened


@require_safe
@with_registration
def registration_page(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Where the registration stands, and what can be done about it."""
    return _page(request, registration)


@require_http_methods(["GET", "HEAD", "POST"])
@with_registration
def change(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Come with more or fewer people. GET, of a page that said what was wrong, leads to the registration."""
    if request.method != "POST":
        return redirect(registration_path(registration))
    form = PartyForm(request.POST, forum=registration.forum, current=registration.party)
    if not form.is_valid():
        return _page(request, registration, form=form)
    try:
        services.change_party(registration=registration, party=form.party())
    except InvalidInput as unusable:
        form.add_error(None, str(unusable))
        return _page(request, registration, form=form)
    except RuleViolation as violation:
        messages.error(request, str(violation))
    else:
        messages.success(request, _("Your registration was changed. We have sent you the details by e-mail."))
    return redirect(registration_path(registration))


@require_POST
@with_registration
def accept(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Take the offered seats."""
    return _act(request, registration, services.accept, _("The seat is yours. We have sent you an invitation by e-mail."))


@require_POST
@with_registration
def decline(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Leave the offered seats to others."""
    return _act(
        request, registration, services.decline, _("Thank you for telling us. The seat goes to the next person on the list.")
    )


@require_POST
@with_registration
def new_ticket(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Give out a new ticket in place of the old one."""
    words = _("You have a new ticket. The old one is no longer accepted at the door.")
    return _act(request, registration, services.replace_ticket, words)


@require_POST
@with_registration
def give_back(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Cancel the registration."""
    words = _("Your registration was cancelled. We have sent you a confirmation by e-mail.")
    return _act(request, registration, services.cancel, words)


def _act(request: HttpRequest, registration: Registration, act: Callable[..., Registration], words: str) -> HttpResponse:
    try:
        act(registration=registration)
    except RuleViolation as violation:
        messages.error(request, str(violation))
    else:
        messages.success(request, words)
    return redirect(registration_path(registration))


def _ended_words(registration: Registration) -> str:
    """Why the registration has ended; whoever answered an offer too late did not cancel anything."""
    words: dict[str, str] = {
        Ending.OFFER_LAPSED: _("The time to accept this seat has passed."),
        Ending.OFFER_DECLINED: _("You left this seat to somebody else."),
    }
    return words.get(registration.ending, _("This registration is cancelled."))


def _is_registered_anew(registration: Registration) -> bool:
    """Whether the person of a cancelled registration has another one: the links in the older mails lead to the old one."""
    own = registration.forum.registrations.registered().filter(citizen=registration.citizen_id)
    return registration.is_cancelled and registration.citizen_id is not None and own.exists()


def _page(request: HttpRequest, registration: Registration, form: PartyForm | None = None) -> HttpResponse:
    now = timezone.now()
    numbered = Registration.objects.filter(pk=registration.pk).with_waiting_number().get()
    initial = {
        "party_size": registration.party_size,
        "least_seats": "" if registration.least_seats == registration.party_size else registration.least_seats,
    }
    context = {
        "registration": registration,
        "token": registration_token(registration),
        "waiting_number": numbered.waiting_number,
        "forum": registration.forum,
        "step": step_of(registration.forum, registration if not registration.is_cancelled else None, now),
        "form": form or PartyForm(forum=registration.forum, current=registration.party, initial=initial),
        "has_ticket": registration.is_confirmed and not registration.forum.is_cancelled,
        "ticket": ticket_token(registration),
        "has_questions": registration.forum.questions.exists(),
        "may_change": registration.may_be_cancelled(now),
        "may_accept": registration.may_be_accepted(now),
        "ended_words": _ended_words(registration) if registration.is_cancelled else "",
        "is_registered_anew": _is_registered_anew(registration),
    }
    return render(request, "registrations/link_detail.html", context, status=422 if form else 200)
