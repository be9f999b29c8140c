"""What the pages about myself show: what I said, my forums, what I follow; and who looked at my personal data. Free of HTTP."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.paginator import Page
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.accounts.roles import ROLES
from portal.answers.lines import lines_beside
from portal.core.models import AuditEvent
from portal.core.web.listing import page_of
from portal.discussion.models import Comment
from portal.forums.cards import ForumCard
from portal.forums.models import Forum
from portal.progress.models import Follow
from portal.registrations.cards import registration_cards
from portal.registrations.models import Registration

VIEWS_PER_PAGE = 20
FORUM = "forum:"

LISTS = {
    "exported": _("A list of a forum's participants that includes you was exported."),
    "printed": _("A list of a forum's participants that includes you was printed."),
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


def my_record_context(*, user: User, page_number: str | None) -> dict[str, Any]:
    """One page of the looks at my data, newest first. Raises Http404 beyond the last page."""
    page = page_of(AuditEvent.objects.views().about(user).order_by("-number"), page_number, VIEWS_PER_PAGE)
    labels = {role.name: str(role.label) for role in ROLES}
    forums = _forums_of(page)
    views = [_view(entry, labels.get(entry.role, ""), forums) for entry in page]
    return {"page": page, "views": views, "days_kept": settings.AUDIT_REASONS_KEPT_DAYS}


def _forums_of(entries: Iterable[AuditEvent]) -> dict[str, Forum]:
    """The forums whose lists were taken, by how the audit log names them; one query."""
    keys = [int(entry.subject.removeprefix(FORUM)) for entry in entries if entry.subject.startswith(FORUM)]
    return {f"{FORUM}{forum.pk}": forum for forum in Forum.objects.filter(pk__in=keys)} if keys else {}


def _view(entry: AuditEvent, role: str, forums: dict[str, Forum]) -> View:
    list_words = str(LISTS.get(entry.details.get("list"), ""))
    return View(entry.happened_at, role, entry.reason, list_words, forums.get(entry.subject))


COMMENTS_PER_PAGE = 10

FORUMS_SHOWN = 3


def my_page_context(*, user: User, page_number: str | None, now: datetime) -> dict[str, Any]:
    """One page of my comments, newest first, with how their answers stand; the forums I am coming to, the tasks I follow.

    Raises Http404 beyond the last page.
    """
    comments = _comments(user, page_number)
    answers = lines_beside([comment.pk for comment in comments])
    return {
        "comments": comments,
        "said": [(comment, answers.get(comment.pk)) for comment in comments],
        "registrations": _registrations(user, now),
        "follows": Follow.objects.filter(user=user).select_related("task").order_by("task__number"),
    }


def _comments(user: User, page_number: str | None) -> Page[Comment]:
    mine = Comment.objects.filter(author=user).with_words_for(user).select_related("task")
    return page_of(mine.order_by("-created_at", "-pk"), page_number, COMMENTS_PER_PAGE)


def _registrations(user: User, now: datetime) -> list[ForumCard]:
    mine = Registration.objects.filter(citizen=user).coming(now)
    return registration_cards(mine.select_related("forum").with_waiting_number()[:FORUMS_SHOWN], now)
