"""The newest comments that hold every word of a search, without reading all that do.

A frequent word stands in tens of thousands of comments, a rare one in few. So the newest rows of the index's table are read some
thousand at a time, as long as many of them hold the words; then the index is asked for the rest, which are few and which it finds
in the time that it takes to read them. `bench/site_search.py` measures it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import F, Max

from portal.discussion.models import Comment, SearchTerms
from portal.discussion.search.full_text import Search

READ_ON = 4_000  # keys
MANY = 80  # of so many keys
AT_ONCE = 300  # comments whose words are read
MOST_READ = 3_000  # of one syllable so many have the beginning that not all can be looked at
OFFICIAL = "'#official'"  # stands among the terms of what a department said


@dataclass(frozen=True, slots=True)
class Newest:
    """Keys of comments, and whether there may be more."""

    keys: list[int]
    is_cut: bool = False


def newest(search: Search, *, most: int, is_official: bool) -> Newest:
    """The newest comments that everybody may read and that hold every word, at most so many.

    Those in the name of a department, or all others. Nothing for words that have no terms.
    """
    found: list[int] = []
    comments, read = Comment.objects.shown().order_by("-created_at", "-pk"), 0
    for keys in _batches(f"({search.query}) & {'' if is_official else '!'}{OFFICIAL}") if search.query else ():
        rows = comments.filter(pk__in=keys).values_list("pk", "body")
        found += [pk for pk, body in rows if search.finds(body)]
        read += len(keys)
        if len(found) >= most or read >= MOST_READ:
            return Newest(found[:most], is_cut=True)
    return Newest(found)


def _batches(query: str) -> Iterator[list[int]]:
    """The keys of all comments with these terms, in any state, in batches, the newest first."""
    found = SearchTerms.objects.filter(terms__matches=query).values_list("pk", flat=True)
    before = SearchTerms.objects.aggregate(newest=Max("pk"))["newest"] or 0
    keys = list(range(MANY))
    while before > 0 and len(keys) >= MANY:
        keys = sorted(found.filter(pk__gt=before - READ_ON, pk__lte=before), reverse=True)
        before -= READ_ON
        yield from _in_parts(keys)
    # Ordered by a sum, so that PostgreSQL asks the index of terms and does not read backwards through all keys.
    older = found.order_by((F("pk") + 0).desc())
    while keys := list(older.filter(pk__lte=before)[:MOST_READ]):
        yield from _in_parts(keys)
        before = keys[-1] - 1


def _in_parts(keys: list[int]) -> Iterator[list[int]]:
    return (keys[first : first + AT_ONCE] for first in range(0, len(keys), AT_ONCE))
