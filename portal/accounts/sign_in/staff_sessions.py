"""Sessions of staff end: half an hour after anybody was there, and half a day after they began."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core.web.htmx import wants_fragment

Handler = Callable[[HttpRequest], HttpResponse]
View = Callable[..., HttpResponse]
# When it began and when somebody was last there, in seconds since 1970.
TIMES = "staff_session"
# Written at most so often: a session ends up to a minute early rather than being saved at each request.
NOTED_EVERY = timedelta(minutes=1)
_OUTLIVING: set[str] = set()


def outlives_session(key: str) -> None:
    """Say under which key a session holds what somebody typed: it is still there when they come back. At the start."""
    _OUTLIVING.add(key)


def asked_by_itself(view: View) -> View:
    """Mark a page that a script asks for while nobody may be there: it keeps no session alive."""
    vars(view)["is_asked_by_itself"] = True
    return view


def begin(*, request: HttpRequest, user: User, **_more: object) -> None:
    """A session begins; Django says so for every way in."""
    if user.is_staff:
        request.session[TIMES] = (_now(), _now())


class EndStaffSessions:
    """Signs staff out in time, and notes that they are there. Sessions of citizens are none of its business."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """End the session or go on. A request without a session is not made to depend on one, for the sake of caches."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES and _is_over(request):
            _end(request)
        response = self.get_response(request)
        if request.session.modified or settings.SESSION_COOKIE_NAME in request.COOKIES:
            _note(request)
        return response

    def process_view(self, request: HttpRequest, view: View, *_parts: object) -> None:
        """Remember whether somebody is there."""
        vars(request)["is_somebody_there"] = not hasattr(view, "is_asked_by_itself")


def _is_over(request: HttpRequest) -> bool:
    if not request.user.is_staff or TIMES not in request.session:
        return False
    now, (began_at, seen_at) = _now(), request.session[TIMES]
    idle, whole = timedelta(minutes=settings.STAFF_SESSION_IDLE_MINUTES), timedelta(hours=settings.STAFF_SESSION_HOURS)
    return now - seen_at >= idle.total_seconds() or now - began_at >= whole.total_seconds()


def _end(request: HttpRequest) -> None:
    typed = {key: request.session[key] for key in _OUTLIVING if key in request.session}
    logout(request)
    request.session.update(typed)
    if not wants_fragment(request):
        words = _(
            "You were signed out for safety, after %(minutes)d minutes without activity or %(hours)d hours in all. "
            "Please sign in again."
        )
        messages.info(request, words % {"minutes": settings.STAFF_SESSION_IDLE_MINUTES, "hours": settings.STAFF_SESSION_HOURS})


def _note(request: HttpRequest) -> None:
    if not request.user.is_staff:
        return
    now = _now()
    began_at, seen_at = request.session.get(TIMES, (now, 0))
    if vars(request).get("is_somebody_there", True) and now - seen_at >= NOTED_EVERY.total_seconds():
        request.session[TIMES] = (began_at, now)


def _now() -> float:
    return timezone.now().timestamp()
