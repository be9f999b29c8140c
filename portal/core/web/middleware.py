"""What happens around every request."""

import codecs
import logging
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import SESSION_KEY as AUTHENTICATED
from django.core.exceptions import BadRequest
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.translation import gettext as _

from portal.core import rate_limits
from portal.core.database import watch
from portal.core.errors import RuleViolation
from portal.core.web.error_pages import error_page, refusal, signed_out_form, unavailable
from portal.core.web.htmx import wants_fragment

Handler = Callable[[HttpRequest], HttpResponse]
FOR_MACHINES = ("/healthz", "/readyz")
# What the database, or Python's own numbers, times and texts, cannot hold.
UNUSABLE = (DataError, OverflowError, UnicodeEncodeError)
logger = logging.getLogger(__name__)


def needs_the_database(get_response: Handler) -> Handler:
    """While the database is away, say so at once. Static files were answered before; the questions of machines go on."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if watch.is_away() and request.path_info not in FOR_MACHINES:
            return unavailable(request)
        return get_response(request)

    return middleware


def readable_only(get_response: Handler) -> Handler:
    """Refuse a request that names another character set, and a form that cannot be read, before a view has done half of its work.

    Django would read address and form in that character set, and some of Python's make characters that nothing can store or show.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.encoding and codecs.lookup(request.encoding).name != "utf-8":
            raise BadRequest(_("The portal reads UTF-8 only."))
        if request.method == "POST":
            request.POST.keys()  # reads it, or raises what becomes a 400
        return get_response(request)

    return middleware


def vary_on_fragment(get_response: Handler) -> Handler:
    """Tell caches that htmx gets a part where a browser gets the page."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        patch_vary_headers(response, ["HX-Request"])
        return response

    return middleware


def forms_outlive_their_session(get_response: Handler) -> Handler:
    """Nothing is lost that was sent after the session had ended: what was written comes before the way to the sign-in page.

    htmx leaves what was typed where it is, and some forms wait in the new session until their writer is back.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or wants_fragment(request) or request.user.is_authenticated:
            return get_response(request)
        was_modified, request.session.modified = request.session.modified, False
        response = get_response(request)
        is_lost = _leads_to_sign_in(response) and not request.session.modified
        request.session.modified = request.session.modified or was_modified
        return (signed_out_form(request) if is_lost else None) or response

    return middleware


def retry_after(get_response: Handler) -> Handler:
    """Tell programs, too, when to come back: whatever a view makes of a limit, its refusal carries the true wait."""

    def middleware(request: HttpRequest) -> HttpResponse:
        rate_limits.forget_wait()
        response = get_response(request)
        wait = rate_limits.stated_wait()
        if wait and response.status_code >= HTTPStatus.BAD_REQUEST:
            response["Retry-After"] = str(wait)
        return response

    return middleware


def personal_answers(get_response: Handler) -> Handler:
    """Keep answers to signed-in persons out of every cache, the browser's too: after signing out, Back shows none of them.

    What says for itself how long it may be kept, such as a public calendar, is left alone.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_personal = request.session.accessed and AUTHENTICATED in request.session
        if is_personal and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response

    return middleware


class RuleViolations:
    """Turns a rule violation that no view caught into the page for its status, and what cannot be stored into a 400."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a rule violation, and what was sent and cannot be used; leave every other exception alone."""
        if isinstance(exception, RuleViolation):
            return refusal(request, exception)
        if isinstance(exception, UNUSABLE) and (request.GET or request.method == "POST"):
            # Forms and views refuse it first. This is the net below them, and the log says what fell into it.
            logger.error("What was sent to %s cannot be used", request.path, exc_info=exception)
            return error_page(request, HTTPStatus.BAD_REQUEST, message=_("What was sent cannot be used. Please check it."))
        return None


def _leads_to_sign_in(response: HttpResponse) -> bool:
    return isinstance(response, HttpResponseRedirect) and urlsplit(response.url).path == resolve_url(settings.LOGIN_URL)
