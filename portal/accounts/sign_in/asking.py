"""Leading staff to their second factor where something was refused for want of it, and back."""

from collections.abc import Callable
from http import HTTPStatus

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from portal.accounts.sign_in.flow import with_next
from portal.accounts.sign_in.second_factor import counts, has_factor, is_missing, note_that_it_is_missing
from portal.core.errors import RuleViolation
from portal.core.people import SignedInRequest
from portal.core.web.error_pages import lost_form, page_of_the_form
from portal.core.web.htmx import wants_fragment

AFTERWARDS = "after_second_factor"
Handler = Callable[[HttpRequest], HttpResponse]


class AskForFactor:
    """Asks for the factor instead of refusing, if the person would be let in with it.

    It sees what the view raised, before the page that says no is made: that page's own links ask for permissions, too.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: SignedInRequest, exception: Exception) -> HttpResponse | None:
        """A page that lies hidden without a permission says 404; a service that misses one breaks a rule."""
        is_refusal = isinstance(exception, (PermissionDenied, Http404, RuleViolation))
        return _ask(request) if is_refusal and is_missing(request) else None


def way_to_factor(request: SignedInRequest, back: str) -> str:
    """The address where the factor is shown, or set up; from there it goes back."""
    if not has_factor(request.user):
        request.session[AFTERWARDS] = back
        return with_next("mfa_index", "")
    has_app = Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.TOTP).exists()
    return with_next("mfa_reauthenticate" if has_app else "mfa_reauthenticate_webauthn", back)


def _ask(request: SignedInRequest) -> HttpResponse:
    """The way to the factor; for a form with something written in it, first what was written."""
    is_form, is_part = request.method == "POST", wants_fragment(request)
    way = way_to_factor(request, page_of_the_form(request) if is_form else request.get_full_path())
    if is_form and is_part:  # htmx leaves what was typed where it is
        words = _("This needs your second factor. Verify in another tab, then send again what you wrote here.")
        return HttpResponse(words, status=HTTPStatus.FORBIDDEN, content_type="text/plain; charset=utf-8")
    if is_form:
        words = _(
            "This needs your second factor, so nothing was saved. Copy what you wrote here, verify with the "
            "second factor and send it again."
        )
        lost = lost_form(request, message=words, way=way, label=_("Verify with the second factor"))
        if lost:
            return lost
    messages.warning(request, _words(request))
    return HttpResponseClientRedirect(way) if is_part else redirect(way)


def _words(request: SignedInRequest) -> str:
    """Why the person is led there."""
    if has_factor(request.user):
        return _("Staff pages need your second factor. Please verify with it.")
    return _("Staff pages need a second factor. Please set it up now.")


def enters_admin(request: HttpRequest) -> bool:
    """Whether somebody may enter the admin: staff, with the factor. Raises PermissionDenied for staff without."""
    user = request.user
    if not (user.is_active and user.is_staff):
        return False
    if not counts(user):
        note_that_it_is_missing(user)
        raise PermissionDenied
    return True
