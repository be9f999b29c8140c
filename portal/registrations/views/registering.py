"""Registering for a forum and giving the registration back."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from portal.accounts.models import User
from portal.core.errors import InvalidInput, RuleViolation
from portal.core.web.htmx import wants_fragment
from portal.forums.access import forum_or_404
from portal.forums.models import Forum
from portal.registrations import services
from portal.registrations.forms import PartyForm, RegistrationForm, typed
from portal.registrations.models import Registration
from portal.registrations.party import OtherParty
from portal.registrations.services.opening import refuse_registration
from portal.registrations.services.refusals import FormChanged, StillWorking
from portal.registrations.status import FORM_STEPS, RegistrationStatus, Step, own_registration
from portal.registrations.views.context import status_context
from portal.registrations.views.drafts import keep, take

_NOTHING_RESERVED = gettext_lazy("No seats are reserved for you at the moment.")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """GET shows the form of a forum that has one; POST registers, then shows where the person stands."""
    forum = forum_or_404(slug)
    if not request.user.is_authenticated:
        is_kept = request.method == "POST" and keep(request, forum)
        return _sign_in_first(request, forum, back_to=_form_address(forum, QueryDict()) if is_kept else "")
    own = own_registration(forum, request.user, timezone.now())
    form = _form(request, forum, own)
    if request.method == "POST":
        return _register(request, request.user, forum, form, own)
    context = status_context(request, forum)
    if context["status"].step not in FORM_STEPS or not context["status"].has_form:
        return redirect(forum)
    if _is_reservation_missing(context["status"], form, request.GET):
        return render(request, "registrations/party_form.html", {**context, "form": PartyForm(forum=forum, initial=form.initial)})
    return render(request, "registrations/registration_form.html", {**context, "form": form})


def _form(request: HttpRequest, forum: Forum, own: Registration | None) -> RegistrationForm:
    """What was sent; else an empty form with the party of the address, and with what was typed before signing in."""
    reserved = own.party if own and own.is_reserved else None
    if request.method == "POST":
        return RegistrationForm(request.POST, request.FILES or None, forum=forum, reserved=reserved)
    kept = take(request, forum) if request.method == "GET" else {}
    return RegistrationForm(forum=forum, reserved=reserved, initial={**typed(request.GET), **kept})


def _register(
    request: HttpRequest, citizen: User, forum: Forum, form: RegistrationForm, own: Registration | None
) -> HttpResponse:
    is_new = own is None or own.is_reserved
    if not form.is_valid() and (own is None or is_new):
        return _form_again(request, citizen, forum, form)
    if own and not form.is_valid():
        messages.success(request, _registered_words(own, is_new=False))
        return _status_response(request, forum)
    sent = {"party": form.party(), "given": form.given(), "form_key": form.cleaned_data["form_key"]}
    try:
        registration = services.register(forum=forum, citizen=citizen, **sent)
    except (StillWorking, FormChanged):
        raise
    except InvalidInput as unusable:
        form.add_error(None, str(unusable))
        return _form_again(request, citizen, forum, form)
    except RuleViolation as violation:
        messages.error(request, str(violation))
    else:
        messages.success(request, _registered_words(registration, is_new=is_new))
    return _status_response(request, forum)


@require_http_methods(["GET", "HEAD", "POST"])
def reserve(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep seats for the party while the person fills in the form. GET, of a page that said what was wrong, leads to
    the forum.
    """
    forum = forum_or_404(slug)
    if not request.user.is_authenticated:
        return _sign_in_first(request, forum, back_to=_form_address(forum, request.POST))
    if request.method != "POST":
        return redirect(forum)
    form = PartyForm(request.POST, forum=forum)
    if not form.is_valid():
        return render(request, "registrations/party_form.html", {**status_context(request, forum), "form": form}, status=422)
    try:
        reserved = services.reserve(forum=forum, citizen=request.user, party=form.party())
    except RuleViolation as violation:
        messages.error(request, str(violation))
        return redirect(forum)
    if reserved and not reserved.is_reserved:
        messages.info(request, _registered_words(reserved, is_new=False))
        return redirect(forum)
    if reserved is None:
        messages.info(request, _("There are not enough free seats at the moment. With this form you join the waiting list."))
    return redirect(_form_address(forum, request.POST))


@require_http_methods(["GET", "HEAD", "POST"])
def extend_reservation(request: HttpRequest, slug: str) -> HttpResponse:
    """More time for the form, once; what was typed so far comes along and is shown again. GET leads to the form."""
    forum = forum_or_404(slug)
    if not request.user.is_authenticated:
        is_kept = request.method == "POST" and keep(request, forum)
        return _sign_in_first(request, forum, back_to=_form_address(forum, QueryDict()) if is_kept else "")
    if request.method != "POST":
        return redirect("registrations:register", forum.slug)
    reserved = own_registration(forum, request.user, timezone.now())
    try:
        reserved = services.extend_reservation(registration=reserved) if reserved and reserved.is_reserved else None
    except RuleViolation as violation:
        messages.error(request, str(violation))
    else:
        messages.info(request, _("You have another fifteen minutes.") if reserved else _NOTHING_RESERVED)
    _warn_of_other_party(request, reserved)
    form = RegistrationForm(forum=forum, reserved=reserved.party if reserved else None, initial=typed(request.POST))
    form.has_lost_files = bool(request.FILES)
    context = status_context(request, forum)
    if context["status"].step not in FORM_STEPS:
        return redirect(forum)
    return render(request, "registrations/registration_form.html", {**context, "form": form})


@require_POST
def release(request: HttpRequest, slug: str) -> HttpResponse:
    """Give reserved seats back without registering."""
    forum = forum_or_404(slug)
    if not request.user.is_authenticated:
        return _sign_in_first(request, forum)
    reserved = own_registration(forum, request.user, timezone.now())
    if reserved and reserved.is_reserved:
        services.release(registration=reserved)
        messages.success(request, _("The seats are free again. You are not registered."))
    else:
        messages.info(request, _NOTHING_RESERVED)
    return redirect(forum)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, slug: str) -> HttpResponse:
    """GET asks, POST gives the seat or the place in line back."""
    forum = forum_or_404(slug)
    if not request.user.is_authenticated:
        return _sign_in_first(request, forum)
    registration = own_registration(forum, request.user, timezone.now())
    if registration is None:
        messages.info(request, _("You are not registered for this forum."))
        return _status_response(request, forum)
    if request.method != "POST":
        is_part = wants_fragment(request)
        template = "registrations/_registration_confirm.html" if is_part else "registrations/registration_confirm.html"
        return render(request, template, {**status_context(request, forum), "is_part": is_part})
    try:
        services.cancel(registration=registration)
    except RuleViolation as violation:
        messages.error(request, str(violation))
    else:
        messages.success(request, _("Your registration was cancelled. We have sent you a confirmation by e-mail."))
    return _status_response(request, forum)


def _form_address(forum: Forum, party: QueryDict) -> str:
    """The form, with the party that was chosen before."""
    chosen = {name: str(party[name]) for name in ("party_size", "least_seats") if party.get(name)}
    return reverse("registrations:register", args=[forum.slug]) + (f"?{urlencode(chosen)}" if chosen else "")


def _form_again(request: HttpRequest, citizen: User, forum: Forum, form: RegistrationForm) -> HttpResponse:
    """The form with its errors; not where nobody can register any more, however well the form was filled in."""
    form.has_lost_files = bool(request.FILES)
    context = status_context(request, forum)
    status = context["status"]
    if status.step == Step.FILL_IN and status.registration:
        form.show_reserved(status.registration.party)
    if status.step in FORM_STEPS:
        return render(request, "registrations/registration_form.html", {**context, "form": form}, status=422)
    try:
        refuse_registration(forum, citizen, timezone.now())
    except RuleViolation as violation:
        messages.error(request, str(violation))
    return _status_response(request, forum)


def _warn_of_other_party(request: HttpRequest, reserved: Registration | None) -> None:
    """The form that asked for more time may come from a window that shows another party than the one whose seats are kept."""
    if reserved is None or "party_size" not in request.POST:
        return
    said = PartyForm(request.POST, forum=reserved.forum, current=reserved.party)
    if not said.is_valid():
        return
    try:
        reserved.party.check_is_meant(said.party())
    except OtherParty as other:
        messages.warning(request, str(other))


def _is_reservation_missing(status: RegistrationStatus, form: RegistrationForm, party: QueryDict) -> bool:
    """Whether seats could be kept first: the forum asks questions, and there are seats enough for the party in the address."""
    chosen = PartyForm(party if "party_size" in party else {"party_size": 1}, forum=status.forum)
    if status.step != Step.REGISTER or not status.has_questions or form.is_begun:
        return False
    return not chosen.is_valid() or chosen.party().seats_of(status.forum.seats_left) > 0


def _status_response(request: HttpRequest, forum: Forum) -> HttpResponse:
    """After a change: the part for htmx, for everybody else the page."""
    if not wants_fragment(request):
        return redirect(forum)
    forum.refresh_from_db()
    return render(request, "registrations/_registration.html", {**status_context(request, forum), "oob": True})


def _sign_in_first(request: HttpRequest, forum: Forum, *, back_to: str = "") -> HttpResponse:
    """Back to the forum's page, or to its form, afterwards: the address of a POST cannot be visited."""
    sign_in = redirect_to_login(back_to or forum.get_absolute_url())
    return HttpResponseClientRedirect(sign_in.url) if wants_fragment(request) else sign_in


def _registered_words(registration: Registration, *, is_new: bool) -> str:
    if not is_new:
        return _("You are already registered for this forum. Nothing was changed.")
    if registration.is_confirmed:
        return _("You have a seat. We have sent you an invitation for your calendar by e-mail.")
    return _("All seats are taken. You are on the waiting list; we will e-mail you as soon as you have a seat.")
