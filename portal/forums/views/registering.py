"""Registering for a forum and giving the registration back."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from portal.core.errors import InvalidInput, RuleViolation
from portal.core.htmx import wants_fragment
from portal.forums import services
from portal.forums.models import Forum, Registration
from portal.forums.refusals import FormChanged, StillWorking
from portal.forums.registration_forms import PartyForm, RegistrationForm
from portal.forums.standing import own_registration
from portal.forums.views.shared import forum_or_404, standing_context


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """GET shows the form of a forum that has one; POST registers, then shows where the person stands."""
    forum = forum_or_404(slug)
    if not request.user.is_authenticated:
        return _sign_in_first(request, forum)
    own = own_registration(forum, request.user, timezone.now())
    held = own if own and own.is_held else None
    form = RegistrationForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        forum=forum,
        held=held.party if held else None,
    )
    if request.method == "POST":
        return _register(request, forum, form, own)
    context = {**standing_context(request, forum), "form": form}
    if (own and not held) or not context["standing"].has_form:
        return redirect(forum)
    return render(request, "forums/registration_form.html", context)


def _register(request: HttpRequest, forum: Forum, form: RegistrationForm, own: Registration | None) -> HttpResponse:
    is_new = own is None or own.is_held
    if not form.is_valid() and is_new:
        return _form_again(request, forum, form)
    if not form.is_valid():
        messages.success(request, _registered_words(own, is_new=False))
        return _standing_response(request, forum)
    sent = {"party": form.party(), "given": form.given(), "form_key": form.cleaned_data["form_key"]}
    try:
        registration = services.register(forum=forum, citizen=request.user, **sent)
    except (StillWorking, FormChanged):
        raise
    except InvalidInput as unusable:
        form.add_error(None, str(unusable))
        return _form_again(request, forum, form)
    except RuleViolation as violation:
        messages.error(request, str(violation))
    else:
        messages.success(request, _registered_words(registration, is_new=is_new))
    return _standing_response(request, forum)


@require_POST
def hold(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep seats for the party while the person fills in the form."""
    forum = forum_or_404(slug)
    if not request.user.is_authenticated:
        return _sign_in_first(request, forum)
    form = PartyForm(request.POST, forum=forum)
    if not form.is_valid():
        return render(request, "forums/party_form.html", {**standing_context(request, forum), "form": form}, status=422)
    try:
        held = services.hold(forum=forum, citizen=request.user, party=form.party())
    except RuleViolation as violation:
        messages.error(request, str(violation))
        return redirect(forum)
    if held is None:
        messages.info(request, _("There are not enough free seats at the moment. With this form you join the waiting list."))
    return redirect("forums:register", forum.slug)


@require_POST
def extend(request: HttpRequest, slug: str) -> HttpResponse:
    """More time for the form, once."""
    return _on_held(request, slug, services.extend, _("You have another fifteen minutes."))


@require_POST
def let_go(request: HttpRequest, slug: str) -> HttpResponse:
    """Give held seats back without registering."""
    return _on_held(request, slug, services.let_go, _("The seats are free again. You are not registered."))


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, slug: str) -> HttpResponse:
    """GET asks, POST gives the seat or the place in line back."""
    forum = forum_or_404(slug)
    if not request.user.is_authenticated:
        return _sign_in_first(request, forum)
    registration = own_registration(forum, request.user, timezone.now())
    if registration is None:
        messages.info(request, _("You are not registered for this forum."))
        return _standing_response(request, forum)
    if request.method != "POST":
        is_part = wants_fragment(request)
        template = "forums/_registration_confirm.html" if is_part else "forums/registration_confirm.html"
        return render(request, template, {**standing_context(request, forum), "is_part": is_part})
    try:
        services.cancel(registration=registration)
    except RuleViolation as violation:
        messages.error(request, str(violation))
    else:
        messages.success(request, _("Your registration was cancelled. We have sent you a confirmation by e-mail."))
    return _standing_response(request, forum)


def _on_held(request: HttpRequest, slug: str, act, words: str) -> HttpResponse:
    forum = forum_or_404(slug)
    if not request.user.is_authenticated:
        return _sign_in_first(request, forum)
    held = own_registration(forum, request.user, timezone.now())
    if held is None or not held.is_held:
        messages.info(request, _("No seats are kept for you at the moment."))
        return redirect(forum)
    try:
        registration = act(registration=held)
    except RuleViolation as violation:
        messages.error(request, str(violation))
        return redirect("forums:register", forum.slug)
    messages.success(request, words)
    return redirect("forums:register", forum.slug) if registration.is_held else redirect(forum)


def _form_again(request: HttpRequest, forum: Forum, form: RegistrationForm) -> HttpResponse:
    return render(request, "forums/registration_form.html", {**standing_context(request, forum), "form": form}, status=422)


def _standing_response(request: HttpRequest, forum: Forum) -> HttpResponse:
    """After a change: the part for htmx, for everybody else the page."""
    if not wants_fragment(request):
        return redirect(forum)
    forum.refresh_from_db()
    return render(request, "forums/_registration.html", {**standing_context(request, forum), "oob": True})


def _sign_in_first(request: HttpRequest, forum: Forum) -> HttpResponse:
    """Back to the forum's page afterwards: the address of a POST cannot be visited."""
    sign_in = redirect_to_login(forum.get_absolute_url())
    return HttpResponseClientRedirect(sign_in.url) if wants_fragment(request) else sign_in


def _registered_words(registration: Registration, *, is_new: bool) -> str:
    if not is_new:
        return _("You are already registered for this forum. Nothing was changed.")
    if registration.is_confirmed:
        return _("You have a seat. We have sent you an invitation for your calendar by e-mail.")
    return _("All seats are taken. You are on the waiting list; we will write to you as soon as a seat is yours.")
