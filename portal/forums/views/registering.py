"""Registering for a forum and giving the registration back."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from portal.core.errors import RuleViolation
from portal.core.htmx import wants_fragment
from portal.forums import services
from portal.forums.models import Forum, Registration
from portal.forums.standing import own_registration
from portal.forums.views.shared import forum_or_404, standing_context


@require_POST
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """Register the person, then show where they stand."""
    forum = forum_or_404(slug)
    if not request.user.is_authenticated:
        return _sign_in_first(request, forum)
    was_registered = own_registration(forum, request.user)
    try:
        registration = services.register(forum=forum, citizen=request.user)
    except RuleViolation as violation:
        messages.error(request, str(violation))
    else:
        messages.success(request, _registered_words(registration, is_new=not was_registered))
    return _standing_response(request, forum)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, slug: str) -> HttpResponse:
    """GET asks, POST gives the seat or the place in line back."""
    forum = forum_or_404(slug)
    if not request.user.is_authenticated:
        return _sign_in_first(request, forum)
    registration = own_registration(forum, request.user)
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
