"""What a search finds, as keys: of each kind those whose title holds the words, then the newest. Nothing is ranked."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.discussion.search.full_text import Search
from portal.discussion.search.newest import newest
from portal.pages.search.documents import documents_of
from portal.pages.search.kinds import Kind

MOST = 300  # of a kind; who finds more is told so, and types another word


@dataclass(frozen=True, slots=True)
class Found:
    """The keys of one kind in their order; the first `titled` of them hold the words in their titles."""

    keys: list[int]
    titled: int = 0
    is_more: bool = False  # than are shown

    @property
    def count(self) -> int:
        return len(self.keys)


Findings = Mapping[Kind, Found]


def find(search: Search) -> Findings:
    """What each kind holds of every word."""
    return {kind: _find(kind, search, MOST) if search.query else Found([]) for kind in Kind}


def together(first: Findings, second: Findings) -> Findings:
    """What either finds, the first one's before the second's."""
    return {kind: _joined(first[kind], second[kind]) for kind in Kind}


def total_of(findings: Findings) -> int:
    """How much was found of all kinds together, as far as it is shown."""
    return sum(found.count for found in findings.values())


def is_there(search: Search) -> bool:
    """Whether anything holds the words. Comments are asked first: most words stand in one of them."""
    return bool(search.query) and any(_find(kind, search, 1).keys for kind in reversed(Kind))


def in_order(findings: Findings, kind: Kind | None) -> list[tuple[Kind, int]]:
    """What a page shows one after the other: a kind's, or of all kinds titles first, then texts."""
    kinds = [kind] if kind else list(Kind)
    titled = [(each, key) for each in kinds for key in findings[each].keys[: findings[each].titled]]
    return titled + [(each, key) for each in kinds for key in findings[each].keys[findings[each].titled :]]


def _find(kind: Kind, search: Search, most: int) -> Found:
    if kind in {Kind.COMMENT, Kind.ANSWER}:
        comments = newest(search, most=most, is_official=kind == Kind.ANSWER)
        return Found(comments.keys, is_more=comments.is_cut)
    found = documents_of(kind, search, MOST)
    titled = [document.pk for document in found if document.is_titled(search)]
    keys = dict.fromkeys([*titled, *(document.pk for document in found)])
    return Found(list(keys), len(titled), is_more=len(keys) >= MOST)


def _joined(first: Found, second: Found) -> Found:
    keys = list(dict.fromkeys([*first.keys, *second.keys]))
    return Found(keys[:MOST], first.titled, is_more=first.is_more or second.is_more)
