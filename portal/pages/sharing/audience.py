"""Which pages are for everybody. Whatever is not named here is told to no search engine and has no title in a messenger."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from portal.progress.models import TaskUpdate

# Search engines may keep these: they stand in the sitemap.
INDEXED = frozenset({
    "pages:home",
    "pages:about",
    "pages:algorithms",
    "plan:task_list",
    "plan:task",
    "plan:budget",
    "progress:update_detail",
    "forums:forum_list",
    "forums:forum_detail",
    "answers:request_list",
    "answers:request_detail",
    "moderation:transparency",
})  # fmt: skip
# People share these, search engines do not keep them: parts and orders of what stands elsewhere, and single comments, which
# would outlive their hiding in other people's indexes. Searches are not among them: a link could put anybody's words into the
# portal's mouth.
SHARED = frozenset({
    "progress:update_list",
    "progress:history",
    "forums:month",
    "discussion:permalink",
    "discussion:replies",
    "discussion:history",
    "moderation:audit_heads",
})  # fmt: skip


def name_of(request: HttpRequest | None) -> str:
    """What the address is called in `urls`; empty where nothing answers to it."""
    match = getattr(request, "resolver_match", None)
    return match.view_name if match else ""


def is_for_everybody(request: HttpRequest | None, context: Mapping[str, Any]) -> bool:
    """Whether the page that is made now is public, and neither an error nor the answer to a form."""
    status = context.get("status")
    is_error = isinstance(status, int) and status >= HTTPStatus.BAD_REQUEST
    return name_of(request) in INDEXED | SHARED and request is not None and request.method in {"GET", "HEAD"} and not is_error


def is_indexed(request: HttpRequest | None, context: Mapping[str, Any]) -> bool:
    """Whether search engines may keep it. Nothing of a sample site: it would be found where the city's own should be."""
    if settings.DEMO_MODE or not is_for_everybody(request, context) or name_of(request) not in INDEXED:
        return False
    # What the city took back stays readable where it was linked, and is spread no further.
    update = context.get("update")
    return not (isinstance(update, TaskUpdate) and update.state != TaskUpdate.State.PUBLISHED)
