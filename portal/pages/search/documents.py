"""What tasks, updates and forums are searched in: the words that their pages show, in both languages."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db.models import Func, QuerySet

from portal.discussion.search.full_text import Search
from portal.forums.models import AgendaItem, Forum, Speaker
from portal.pages.search.kinds import Kind
from portal.plan.models import Fact, Task
from portal.progress.models import TaskUpdate

LANGUAGES = ("ko", "en")
Columns = tuple[str, ...]


def in_both(*fields: str) -> Columns:
    """The columns of fields that exist in both languages."""
    return tuple(f"{field}_{language}" for field in fields for language in LANGUAGES)


TITLES = in_both("title")
TASK, FACT = in_both("summary", "status_reason"), in_both("text")
# Each of these with its title, if it has one, in the very order of its index (migration `search_indexes`).
UPDATE, FORUM = in_both("body"), in_both("summary", "description", "venue", "address")
AGENDA, SPEAKER = in_both("title", "speaker"), in_both("name", "affiliation", "introduction")


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


def documents_of(kind: Kind, search: Search, most: int) -> list[Document]:
    """The documents of a kind that everybody may read and that hold every word, at most so many of the newest."""
    read = {Kind.TASK: _tasks, Kind.UPDATE: _updates, Kind.FORUM: _forums}[kind]
    return [document for document in read(search, most) if document.is_found(search)]


def _tasks(search: Search, most: int) -> Iterator[Document]:
    """All of them: there are sixteen."""
    facts = _beside(Fact.objects.order_by("task_id", "position", "pk").values_list("task_id", *FACT))
    for pk, *words in Task.objects.order_by("number").values_list("pk", *TITLES, *TASK):
        yield _document(pk, words, facts.get(pk, ""))


def _updates(search: Search, most: int) -> Iterator[Document]:
    updates = TaskUpdate.objects.published().alias(terms=terms_in(*TITLES, *UPDATE)).filter(terms__matches=search.query)
    for pk, *words in updates.newest_first().values_list("pk", *TITLES, *UPDATE)[:most]:
        yield _document(pk, words)


def _forums(search: Search, most: int) -> Iterator[Document]:
    forums = Forum.objects.published().order_by("-starts_at", "-pk")
    for query in search.queries:
        forums = forums.filter(pk__in=_forums_with(query))
    rows = list(forums.values_list("pk", *TITLES, *FORUM)[:most])
    keys = [pk for pk, *_words in rows]
    agenda = _beside(AgendaItem.objects.filter(forum__in=keys).order_by("forum_id").values_list("forum_id", *AGENDA))
    speakers = _beside(Speaker.objects.filter(forum__in=keys).order_by("forum_id").values_list("forum_id", *SPEAKER))
    for pk, *words in rows:
        yield _document(pk, words, agenda.get(pk, ""), speakers.get(pk, ""))


def _forums_with(query: str) -> QuerySet[Forum, int]:
    """The keys of the forums that hold a word on their page: in their own text, the programme or who speaks."""
    own = Forum.objects.alias(terms=terms_in(*TITLES, *FORUM)).filter(terms__matches=query).values_list("pk", flat=True)
    agenda = AgendaItem.objects.alias(terms=terms_in(*AGENDA)).filter(terms__matches=query).values_list("forum_id", flat=True)
    speakers = Speaker.objects.alias(terms=terms_in(*SPEAKER)).filter(terms__matches=query).values_list("forum_id", flat=True)
    return own.union(agenda, speakers)


def terms_in(*columns: str) -> Func:
    """What rows are found by; the expression of the index."""
    return Func(*columns, function="pages_search_terms", output_field=SearchVectorField())


def _beside(rows: Iterable[tuple[Any, ...]]) -> dict[int, str]:
    """The words of the rows that belong to one thing, by its key."""
    return {key: "\n".join(word for _key, *words in its for word in words if word) for key, its in groupby(rows, itemgetter(0))}


def _document(pk: int, words: list[str | None], *beside: str) -> Document:
    texts = [*words[len(TITLES) :], *beside]
    return Document(pk, "\n".join(filter(None, words[: len(TITLES)])), "\n".join(filter(None, texts)))
