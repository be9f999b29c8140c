"""The pages that say no. `500.html` and `503.html` need neither a database nor a context."""

import errno
import sys
from contextlib import suppress
from http import HTTPStatus
from urllib.parse import urlsplit

from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, RawPostDataException
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from portal.core.errors import RuleViolation

TEMPLATES = {403: "403.html", 404: "404.html", 413: "413.html", 429: "429.html"}
# The database of a machine that was started again is back by then.
SECONDS_UNTIL_THE_NEXT_TRY = 10
DISK_FAULTS = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}
# Where people write at length: comments, reports, decisions, appeals, requests; forums, their speakers and questions, letters;
# updates, milestones, commitments.
IN_TWO_LANGUAGES = (
    "title",
    "summary",
    "description",
    "introduction",
    "body",
    "label",
    "help",
    "options",
    "reason",
    "sentence",
    "venue",
    "address",
    "name",
    "affiliation",
)
WRITTEN_FIELDS = (
    *("body", "text", "reason", "note", "statement", "objection", "subject"),
    *(f"{name}_{language}" for language in ("ko", "en") for name in IN_TWO_LANGUAGES),
)
# Characters; more than any of these fields takes.
LONGEST_SHOWN_AGAIN = 20_000


def refusal(request: HttpRequest, violation: RuleViolation) -> HttpResponse:
    """The page for a rule violation that no view caught."""
    return error_page(request, violation.status, message=str(violation))


def error_page(request: HttpRequest, status: int, *, message: str = "") -> HttpResponse:
    """One error page; `message` is a whole sentence for the person, or empty for the page's own words."""
    template = TEMPLATES.get(status, "refused.html")
    return render(request, template, {"message": message, "status": int(status)}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400; 413 if what was sent is too large. A request with a forged host gets a page that builds no address from it."""
    if isinstance(exception, RequestDataTooBig):
        return error_page(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    # A session that could not be stored is, to Django, one that was deleted meanwhile.
    if isinstance(exception, SessionInterrupted) and _is_a_fault(exception):
        return unavailable(request)
    if isinstance(exception, SuspiciousOperation):
        return render(None, "400.html", status=HTTPStatus.BAD_REQUEST)
    return error_page(request, HTTPStatus.BAD_REQUEST, message=str(exception))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return error_page(request, HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return error_page(request, HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 if a fault is to blame that passes: then it is worth coming back. Both from templates that need nothing."""
    if _is_a_fault(sys.exception()):
        return unavailable(request)
    return render(None, "500.html", status=HTTPStatus.INTERNAL_SERVER_ERROR)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503 without asking the database anything, with what was written, to be copied."""
    typed: list[str] = []
    # A form that cannot be read, or a host nobody knows, is no reason to say something else.
    with suppress(OSError, BadRequest, SuspiciousOperation, RawPostDataException):
        typed = _typed(request)
    response = render(None, "503.html", {"typed": typed}, status=HTTPStatus.SERVICE_UNAVAILABLE)
    response["Retry-After"] = str(SECONDS_UNTIL_THE_NEXT_TRY)
    response["Cache-Control"] = "no-store"
    return response


def _is_a_fault(error: BaseException | None) -> bool:
    """Whether what the portal stands on is to blame: database, cache or disk. Django may have turned that into another error."""
    from redis.exceptions import RedisError  # takes a while, and only a portal with CACHE_URL has it loaded already

    while error:
        if isinstance(error, OperationalError | InterfaceError | RedisError):
            return True
        if isinstance(error, OSError) and error.errno in DISK_FAULTS:
            return True
        error = error.__cause__ or error.__context__
    return False


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without its token: mostly a page left open over night. What was written is shown, to be copied."""
    typed = _typed(request)
    message = _(
        "This page was open too long or cookies are switched off. "
        "Go back and copy what you wrote, then reload the page and send the form again."
    )
    if typed:
        message = _(
            "This page was open too long or cookies are switched off. "
            "Nothing you wrote is lost: copy it here, go back, reload the page and send the form again."
        )
    return render(request, "form_expired.html", {"message": message, "typed": typed}, status=HTTPStatus.FORBIDDEN)


def signed_out_form(request: HttpRequest) -> HttpResponse | None:
    """For a form of somebody whose session ended while they wrote: what they wrote, to be copied, and the way to sign in."""
    message = _(
        "You were signed out in the meantime, so nothing was saved. Copy what you wrote here, sign in and send the form "
        "again. Dates and numbers have to be chosen once more."
    )
    way = f"{reverse('account_login')}?{urlencode({'next': page_of_the_form(request)})}"
    return lost_form(request, message=message, way=way, label=_("Sign in"))


def lost_form(request: HttpRequest, *, message: str, way: str, label: str) -> HttpResponse | None:
    """A form that could not be taken: what was written, to be copied, and the way on, with its label.

    None where there is nothing to lose: then people may be led on at once.
    """
    typed = _typed(request)
    if not typed:
        return None
    context = {"message": message, "typed": typed, "way": way, "label": label}
    return render(request, "form_expired.html", context, status=HTTPStatus.FORBIDDEN)


def page_of_the_form(request: HttpRequest) -> str:
    """Where it was filled in, since some addresses take forms only; the address it was sent to where the browser does not say."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    return came_from.path if came_from.netloc == request.get_host() else request.path


def _typed(request: HttpRequest) -> list[str]:
    """The texts in the form that was refused; none if it came from another site, which could put its own words into ours."""
    origin = request.headers.get("Origin")
    if origin and origin != f"{request.scheme}://{request.get_host()}":
        return []
    # Of many forms on one page each has its number before its names.
    texts = [text for name, text in request.POST.items() if name.rpartition("-")[2] in WRITTEN_FIELDS]
    return [text[:LONGEST_SHOWN_AGAIN] for text in texts if isinstance(text, str) and text.strip()]
