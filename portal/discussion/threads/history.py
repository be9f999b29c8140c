"""What a comment said before it was changed, with the differences marked word by word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.core.text.word_diff import Piece, word_diff
from portal.core.web.listing import page_of
from portal.discussion.models import Comment, CommentRevision
from portal.discussion.threads.entries import speaker_of

CHANGES_PER_PAGE = 10


@dataclass(frozen=True, slots=True)
class Change:
    """One change: when it was made, what the text said until then, if that is not withheld, in which language, and what became
    of it.
    """

    at: datetime
    before: str | None
    language: str
    pieces: list[Piece]


def history_context(*, comment: Comment, page_number: str | None) -> dict[str, Any]:
    """The changes of a comment, the newest first. Two queries. Raises Http404 beyond the last page."""
    newest_first = comment.revisions.order_by("-replaced_at")
    page = page_of(newest_first, page_number, CHANGES_PER_PAGE)
    start = page.start_index()
    # One row more than the page at its beginning: what the page's first words were changed into.
    rows = list(newest_first[max(start - 2, 0) : page.end_index()])
    first = comment.body if start <= 1 else _shown(rows.pop(0))
    return {
        "comment": comment,
        "task": comment.task,
        "speaker": speaker_of(comment),
        "page": page,
        "changes": list(_changes(rows, first)),
    }


def _changes(rows: Sequence[CommentRevision], after: str | None) -> Iterator[Change]:
    for row in rows:
        before = _shown(row)
        # A diff from or to withheld words would tell them.
        pieces = [] if before is None or after is None else word_diff(before, after)
        yield Change(row.replaced_at, before, row.language, pieces)
        after = before


def _shown(words: CommentRevision) -> str | None:
    return None if words.is_withheld else words.body
