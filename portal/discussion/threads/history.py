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
    """One change: when it was made, what the text said until then, if that is not withheld, and what became of it; in which
    language each of the two is.
    """

    at: datetime
    before: str | None
    language: str
    new_language: str
    pieces: list[Piece]


def history_context(*, comment: Comment, page_number: str | None) -> dict[str, Any]:
    """The changes of a comment, the newest first. Two queries. Raises Http404 beyond the last page."""
    newest_first = comment.revisions.order_by("-replaced_at")
    page = page_of(newest_first, page_number, CHANGES_PER_PAGE)
    start = page.start_index()
    # One row more than the page at its beginning: what the page's first words were changed into.
    rows = list(newest_first[max(start - 2, 0) : page.end_index()])
    newer = comment if start <= 1 else rows.pop(0)
    return {
        "comment": comment,
        "task": comment.task,
        "speaker": speaker_of(comment),
        "page": page,
        "changes": list(_changes(rows, newer)),
    }


def _changes(rows: Sequence[CommentRevision], newer: Comment | CommentRevision) -> Iterator[Change]:
    for row in rows:
        before, after = _shown(row), _shown(newer)
        # A diff from or to withheld words would tell them.
        pieces = [] if before is None or after is None else word_diff(before, after)
        yield Change(row.replaced_at, before, row.language, newer.language, pieces)
        newer = row


def _shown(words: Comment | CommentRevision) -> str | None:
    return None if isinstance(words, CommentRevision) and words.is_withheld else words.body
