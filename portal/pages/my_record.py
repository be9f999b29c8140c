"""Who looked at my personal data. Free of HTTP."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext_lazy as _

from portal.accounts.roles import ROLES
from portal.core.listing import page_of
from portal.core.models import RecordEntry
from portal.forums.models import Forum

VIEWS_PER_PAGE = 20
FORUM = "forum:"

LISTS = {
    "exported": _("A list of a forum's people was exported, and you stood on it."),
    "printed": _("A list of a forum's people was printed, and you stood on it."),
}


@dataclass(frozen=True)
class View:
    """One look at my data: when, in which role, why. Not by whom: staff act for the city.

    Of a list that I stood on with others also what was done with it, in a sentence, and whose list it was.
    """

    at: datetime
    role: str
    reason: str
    list_words: str = ""
    forum: Forum | None = None


def my_record_context(*, user: AbstractBaseUser, page_number: str | None) -> dict[str, Any]:
    """One page of the looks at my data, newest first. Raises Http404 beyond the last page."""
    page = page_of(RecordEntry.objects.views().about(user).order_by("-number"), page_number, VIEWS_PER_PAGE)
    labels = {role.name: str(role.label) for role in ROLES}
    forums = _forums_of(page)
    views = [_view(entry, labels.get(entry.role, ""), forums) for entry in page]
    return {"page": page, "views": views}


def _forums_of(entries: Iterable[RecordEntry]) -> dict[str, Forum]:
    """The forums whose lists were taken, by how the record names them; one query."""
    keys = [int(entry.subject.removeprefix(FORUM)) for entry in entries if entry.subject.startswith(FORUM)]
    return {f"{FORUM}{forum.pk}": forum for forum in Forum.objects.filter(pk__in=keys)} if keys else {}


def _view(entry: RecordEntry, role: str, forums: dict[str, Forum]) -> View:
    list_words = str(LISTS.get(entry.details.get("list"), ""))
    return View(entry.happened_at, role, entry.reason, list_words, forums.get(entry.subject))
