"""What happens around every request."""

import codecs
from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from portal.core.errors import RuleViolation
from portal.core.web.error_pages import refusal

Handler = Callable[[HttpRequest], HttpResponse]


def utf_8_only(get_response: Handler) -> Handler:
    """Refuse a request that names another character set.

    Django would read its address and its form in that one, and some of Python's make characters that nothing can store or show.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.encoding and codecs.lookup(request.encoding).name != "utf-8":
            raise BadRequest(_("The portal reads UTF-8 only."))
        return get_response(request)

    return middleware


def vary_on_fragment(get_response: Handler) -> Handler:
    """Tell caches that htmx gets a part where a browser gets the page."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        patch_vary_headers(response, ["HX-Request"])
        return response

    return middleware


class RuleViolations:
    """Turns a rule violation that no view caught into the page for its status."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a rule violation; leave every other exception alone."""
        return refusal(request, exception) if isinstance(exception, RuleViolation) else None
