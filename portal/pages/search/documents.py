"""What tasks, updates and forums are searched in: the words that their pages show, in both languages."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from portal.discussion.search.full_text import Search
from portal.forums.models import AgendaItem, Forum, Speaker
from portal.pages.search.kinds import Kind
from portal.plan.models import Fact, Task
from portal.progress.models import TaskUpdate

MOST_READ = 500  # rows of a kind, the newest
TASK_TITLES, TASK_TEXTS = ("title_ko", "title_en"), ("summary_ko", "summary_en", "status_reason_ko", "status_reason_en")
FACT_TEXTS = ("text_ko", "text_en")
UPDATE_TITLES, UPDATE_TEXTS = ("title_ko", "title_en"), ("body_ko", "body_en")
FORUM_TITLES = ("title_ko", "title_en")
FORUM_TEXTS = tuple(
    f"{field}_{language}" for field in ("summary", "description", "venue", "address") for language in ("ko", "en")
)
AGENDA_TEXTS = ("title_ko", "title_en", "speaker_ko", "speaker_en")
SPEAKER_TEXTS = tuple(f"{field}_{language}" for field in ("name", "affiliation", "introduction") for language in ("ko", "en"))


@dataclass(frozen=True, slots=True)
class Document:
    """One page that may be found."""

    pk: int
    titles: str
    texts: str

    def is_titled(self, search: Search) -> bool:
        """Whether its title alone holds every word."""
        return search.finds(self.titles)

    def is_found(self, search: Search) -> bool:
        """Whether it holds every word somewhere."""
        return search.finds(f"{self.titles}\n{self.texts}")


def documents_of(kind: Kind) -> Iterator[Document]:
    """The documents of a kind that everybody may read, in the order in which they are shown."""
    return {Kind.TASK: _tasks, Kind.UPDATE: _updates, Kind.FORUM: _forums}[kind]()


def _tasks() -> Iterator[Document]:
    facts = _beside(Fact.objects.order_by("task_id", "position", "pk").values_list("task_id", *FACT_TEXTS))
    for pk, *words in Task.objects.order_by("number").values_list("pk", *TASK_TITLES, *TASK_TEXTS):
        yield _document(pk, words, len(TASK_TITLES), facts.get(pk, ""))


def _updates() -> Iterator[Document]:
    rows = TaskUpdate.objects.published().newest_first().values_list("pk", *UPDATE_TITLES, *UPDATE_TEXTS)
    for pk, *words in rows[:MOST_READ]:
        yield _document(pk, words, len(UPDATE_TITLES))


def _forums() -> Iterator[Document]:
    rows = list(
        Forum.objects.published().order_by("-starts_at", "-pk").values_list("pk", *FORUM_TITLES, *FORUM_TEXTS)[:MOST_READ]
    )
    keys = [pk for pk, *_words in rows]
    agenda = _beside(AgendaItem.objects.filter(forum__in=keys).order_by("forum_id").values_list("forum_id", *AGENDA_TEXTS))
    speakers = _beside(Speaker.objects.filter(forum__in=keys).order_by("forum_id").values_list("forum_id", *SPEAKER_TEXTS))
    for pk, *words in rows:
        yield _document(pk, words, len(FORUM_TITLES), agenda.get(pk, ""), speakers.get(pk, ""))


def _beside(rows: Iterable[tuple[Any, ...]]) -> dict[int, str]:
    """The words of the rows that belong to one thing, by its key."""
    return {key: "\n".join(word for _key, *words in its for word in words if word) for key, its in groupby(rows, itemgetter(0))}


def _document(pk: int, words: list[str | None], titles: int, *beside: str) -> Document:
    return Document(pk, "\n".join(filter(None, words[:titles])), "\n".join(filter(None, [*words[titles:], *beside])))
