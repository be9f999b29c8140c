"""The pages that search engines may keep, each in both languages, with the day of its last change where one is known.

Protocol: https://www.sitemaps.org/protocol.html; languages: https://developers.google.com/search/docs/specialty/international.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from django.conf import settings
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils import timezone, translation

from portal.answers.models import AnswerRequest, AnswerStep
from portal.discussion.models import Comment
from portal.forums.models import Forum
from portal.pages.cards.links import absolute
from portal.plan.models import Task
from portal.progress.models import TaskUpdate

# A file may hold 50,000 addresses; each page has two, and each address names both.
PAGES_A_FILE = 5_000
WITHOUT_ROWS = (
    "pages:home",
    "pages:about",
    "pages:algorithms",
    "plan:task_list",
    "plan:budget",
    "forums:forum_list",
    "answers:request_list",
    "moderation:transparency",
)
# What finds a page, and when it last changed, if that is known.
Place = tuple[str, tuple[object, ...], datetime | None]


@dataclass(frozen=True)
class Entry:
    """One page in one language; `others` are its addresses by language, its own among them."""

    address: str
    others: dict[str, str]
    changed_at: str


def files() -> list[tuple[str, int]]:
    """The files of the sitemap: of which kind of page, and which in a row. A query for each kind."""
    return [(kind, number) for kind, rows in ROWS.items() for number in range(1, _files_of(rows()) + 1)]


def entries(kind: str, number: int) -> Iterator[Entry]:
    """What stands in one file. One query. Raises KeyError for a kind that there is not."""
    start = (number - 1) * PAGES_A_FILE
    for name, arguments, changed_at in PLACES[kind](start, start + PAGES_A_FILE):
        others = {language: _address(language, name, arguments) for language, _label in settings.LANGUAGES}
        stated = timezone.localtime(changed_at).isoformat(timespec="seconds") if changed_at else ""
        for address in others.values():
            yield Entry(address, others, stated)


def _address(language: str, name: str, arguments: tuple[object, ...]) -> str:
    with translation.override(language):
        return absolute(reverse(name, args=arguments))


def _files_of(rows: QuerySet | None) -> int:
    return 1 if rows is None else ceil(rows.count() / PAGES_A_FILE)


def _tasks() -> QuerySet[Task]:
    return Task.objects.order_by("number")


def _updates() -> QuerySet[TaskUpdate]:
    return TaskUpdate.objects.published().order_by("pk")


def _forums() -> QuerySet[Forum]:
    return Forum.objects.published().order_by("pk")


def _answers() -> QuerySet[AnswerRequest]:
    return AnswerRequest.objects.shown().order_by("pk")


def _places_without_rows(start: int, end: int) -> Iterator[Place]:
    for name in WITHOUT_ROWS[start:end]:
        yield name, (), None


def _places_of_tasks(start: int, end: int) -> Iterator[Place]:
    """A task's page changes with the task and with every new thread."""
    newest = Comment.objects.shown().roots().filter(task=OuterRef("pk")).order_by("-created_at")
    changed = _tasks().annotate(changed_at=Greatest("updated_at", Subquery(newest.values("created_at")[:1])))
    for slug, changed_at in changed.values_list("slug", "changed_at")[start:end]:
        yield "plan:task", (slug,), changed_at


def _places_of_updates(start: int, end: int) -> Iterator[Place]:
    for slug, key, changed_at in _updates().values_list("task__slug", "pk", "published_at")[start:end]:
        yield "progress:update_detail", (slug, key), changed_at


def _places_of_forums(start: int, end: int) -> Iterator[Place]:
    """Seats come and go, and nobody notes when a forum was changed: nothing is said."""
    for slug in _forums().values_list("slug", flat=True)[start:end]:
        yield "forums:forum_detail", (slug,), None


def _places_of_answers(start: int, end: int) -> Iterator[Place]:
    step = AnswerStep.objects.filter(answer_request=OuterRef("pk")).order_by("-happened_at").values("happened_at")[:1]
    moments = (Subquery(step), F("received_at"), F("comment__edited_at"), F("reply__edited_at"))
    for key, changed_at in _answers().annotate(changed_at=Greatest(*moments)).values_list("pk", "changed_at")[start:end]:
        yield "answers:request_detail", (key,), changed_at


ROWS: dict[str, Callable[[], QuerySet | None]] = {
    "pages": lambda: None,
    "tasks": _tasks,
    "updates": _updates,
    "forums": _forums,
    "answers": _answers,
}
PLACES: dict[str, Callable[[int, int], Iterator[Place]]] = {
    "pages": _places_without_rows,
    "tasks": _places_of_tasks,
    "updates": _places_of_updates,
    "forums": _places_of_forums,
    "answers": _places_of_answers,
}
