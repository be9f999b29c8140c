"""What a search finds, as keys: of each kind those whose title holds the words, then the newest. Nothing is ranked."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.discussion.models import Comment
from portal.discussion.search.full_text import Search
from portal.pages.search.documents import documents_of
from portal.pages.search.kinds import Kind

MOST = 300  # of a kind; who finds more is told so, and types another word


@dataclass(frozen=True, slots=True)
class Found:
    """The keys of one kind in their order; the first `titled` of them hold the words in their titles."""

    keys: list[int]
    titled: int = 0

    @property
    def count(self) -> int:
        return min(len(self.keys), MOST)

    @property
    def is_more(self) -> bool:
        """Whether there are more than are shown."""
        return len(self.keys) > MOST


Findings = Mapping[Kind, Found]


def find(search: Search) -> Findings:
    """What each kind holds of every word."""
    if not search.query:
        return {kind: Found([]) for kind in Kind}
    return {kind: _documents(kind, search) if kind in DOCUMENTS else _comments(kind, search) for kind in Kind}


def in_order(findings: Findings, kind: Kind | None) -> list[tuple[Kind, int]]:
    """What a page shows one after the other: a kind's, or of all kinds titles first, then texts."""
    kinds = [kind] if kind else list(Kind)
    shown = {each: findings[each].keys[:MOST] for each in kinds}
    titled = [(each, key) for each in kinds for key in shown[each][: findings[each].titled]]
    return titled + [(each, key) for each in kinds for key in shown[each][findings[each].titled :]]


DOCUMENTS = (Kind.TASK, Kind.UPDATE, Kind.FORUM)


def _documents(kind: Kind, search: Search) -> Found:
    found = [document for document in documents_of(kind) if document.is_found(search)]
    titled = [document.pk for document in found if document.is_titled(search)]
    return Found([*titled, *(document.pk for document in found if document.pk not in titled)], len(titled))


def _comments(kind: Kind, search: Search) -> Found:
    comments = Comment.objects.shown().filter(department__isnull=kind == Kind.COMMENT)
    rows = comments.filter(search_terms__terms__matches=search.query).order_by("-pk").values_list("pk", "body")
    return Found([pk for pk, body in rows[: MOST + 1] if search.finds(body)])
