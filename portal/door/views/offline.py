"""What the door's page asks for by itself: the list for a time without a connection, and what became of its scans."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.core.errors import RuleViolation
from portal.core.people import SignedInRequest
from portal.door.access import may_open_door
from portal.door.device_scans import UnreadableScans, read_scans
from portal.door.outcomes import text_of
from portal.door.services import offline
from portal.door.services.offline import DoorNotYours, Settled
from portal.door.snapshot import snapshot_of
from portal.forums.access import forum_or_404
from portal.forums.models import Forum


def for_the_door_script(view: Callable[[SignedInRequest, Forum], HttpResponse]) -> Callable[..., HttpResponse]:
    """Hands the view the forum; every refusal is JSON with words for the helper."""

    @never_cache
    @login_required
    @wraps(view)
    def opened(request: SignedInRequest, slug: str) -> HttpResponse:
        forum = forum_or_404(slug)
        try:
            if not may_open_door(request.user, forum):
                raise DoorNotYours(_("You may no longer open this door.") + forum.ask_here())
            return view(request, forum)
        except RuleViolation as violation:
            return JsonResponse({"error": str(violation)}, status=int(violation.status))

    return opened


@require_safe
@for_the_door_script
def snapshot(request: SignedInRequest, forum: Forum) -> HttpResponse:
    """The list of tickets without names, and a fresh token for sending scans."""
    return JsonResponse({**snapshot_of(forum, now=timezone.now()), "token": get_token(request)})


@require_POST
@for_the_door_script
def scans(request: SignedInRequest, forum: Forum) -> HttpResponse:
    """Take scans from a device, made now or while it had no connection."""
    if request.content_type != "application/json":
        raise UnreadableScans(_("This could not be read. Please reload the door page."))
    settled = offline.reconcile(forum=forum, scans=read_scans(request.body), helper=request.user)
    return JsonResponse({"answers": [_answer(each) for each in settled]})


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. It stands below /forums/, so it can be asked to serve nothing above."""
    response = render(request, "door/worker.js", content_type="text/javascript; charset=utf-8", status=HTTPStatus.OK)
    response["Cache-Control"] = "no-cache"
    return response


def _answer(settled: Settled) -> dict[str, Any]:
    key, scan = str(settled.sent.key), settled.scan
    if scan is None:
        return {"key": key, "refusal": settled.refusal}
    said = text_of(scan)
    entered_at = scan.registration.checked_in_at if scan.registration else None
    return {
        "key": key,
        "outcome": said.outcome,
        "word": said.word,
        "more": said.more,
        "tone": said.tone,
        "is_conflict": scan.is_conflict,
        "registration": scan.registration_id,
        "checked_in_at": entered_at.isoformat() if entered_at else "",
    }
