"""Every change of the cards: painted when the words on them are others, swept when their page is gone. Only jobs call these."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation

from portal.answers.models import AnswerRequest
from portal.core.jobs import for_each
from portal.forums.models import ForumQuerySet
from portal.pages.cards import contents
from portal.pages.cards.faces import Face, Faces
from portal.pages.cards.painting import paint
from portal.pages.models import GENERAL, ShareCard
from portal.plan.models import Task

Kind = ShareCard.Kind
# Looked at every minute: what was published just now is what is shared next.
NEWEST = 30
# Kept of forums and of answers; older ones are shared with the portal's general card.
MOST_OF_A_KIND = 1000
# One takes a tenth of a second, so a run takes some seconds; the next run paints the rest.
MOST_AT_ONCE = 60


@dataclass(frozen=True)
class Due:
    """A card whose words are not those of its picture. `pk` is what the log calls it."""

    pk: str
    kind: Kind
    key: str
    language: str
    face: Face


def paint_new(*, now: datetime) -> int:
    """Paint the cards of tasks that have none, and of the newest forums and answers; how many. Raises SomeFailed."""
    painted = ShareCard.objects.filter(kind=Kind.TASK).values("key")
    return _paint_due(Task.objects.exclude(slug__in=painted), NEWEST, now)


def paint_all(*, now: datetime) -> int:
    """Paint every card whose words have changed; how many. Raises SomeFailed."""
    return _paint_due(Task.objects.all(), MOST_OF_A_KIND, now)


def sweep() -> int:
    """Delete the cards of what is public no more, or no longer among the newest; how many."""
    kept = {
        Kind.TASK: set(Task.objects.values_list("slug", flat=True)),
        Kind.FORUM: set(_newest_forums(MOST_OF_A_KIND).values_list("slug", flat=True)),
        Kind.ANSWER: {str(key) for key in _newest_answers(MOST_OF_A_KIND).values_list("pk", flat=True)},
    }
    return sum(ShareCard.objects.filter(kind=kind).exclude(key__in=keys).delete()[0] for kind, keys in kept.items())


def _paint_due(tasks: QuerySet[Task], most: int, now: datetime) -> int:
    due: list[Due] = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for kind, faces in _faces(tasks, most, now):
                due += _changed(kind, language, faces)
    return len(for_each(due[:MOST_AT_ONCE], lambda each: _paint(each, now)))


def _faces(tasks: QuerySet[Task], most: int, now: datetime) -> Iterator[tuple[Kind, Faces]]:
    """What stands on the cards in the active language."""
    yield Kind.PORTAL, {GENERAL: contents.general_face()}
    yield Kind.TASK, contents.task_faces(tasks, now)
    yield Kind.FORUM, contents.forum_faces(_newest_forums(most), now)
    yield Kind.ANSWER, contents.answer_faces(_newest_answers(most))


def _newest_forums(most: int) -> ForumQuerySet:
    return contents.shareable_forums().order_by("-ends_at", "-pk")[:most]


def _newest_answers(most: int) -> QuerySet[AnswerRequest]:
    return contents.shareable_answers().order_by("-answered_at", "-pk")[:most]


def _changed(kind: Kind, language: str, faces: Faces) -> Iterator[Due]:
    """Those without a picture, or with one of other words."""
    cards = ShareCard.objects.filter(kind=kind, language=language, key__in=faces)
    versions = dict(cards.values_list("key", "version"))
    for key, face in faces.items():
        if versions.get(key) != face.version:
            yield Due(f"{kind} {key} {language}", kind, key, language, face)


@transaction.atomic
def _paint(due: Due, now: datetime) -> None:
    painted = {"version": due.face.version, "png": paint(due.face), "painted_at": now}
    ShareCard.objects.update_or_create(kind=due.kind, key=due.key, language=due.language, defaults=painted)
