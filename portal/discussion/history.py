"""What a comment said before it was changed, with the differences marked word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from portal.core.listing import page_of
from portal.discussion.entries import speaker_of
from portal.discussion.models import Comment, EarlierWords

CHANGES_PER_PAGE = 10
WORD = re.compile(r"\S+\s*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that stayed (""), came ("ins") or went ("del")."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One change: when it was made, what the text said until then (None where that is withheld) and what became of it."""

    at: datetime
    before: str | None
    pieces: list[Piece]


def history_context(*, comment: Comment, page_number: str | None) -> dict[str, Any]:
    """The changes of a comment, the newest first. Two queries. Raises Http404 beyond the last page."""
    newest_first = comment.earlier_words.order_by("-replaced_at")
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


def word_diff(before: str, after: str) -> list[Piece]:
    """The way from one text to another in words: joined, "" and "del" give the earlier text, "" and "ins" the later one.

    The matcher leaves words that are everywhere out of its search. Without that, two texts of two letters in turn would keep
    it busy for seven seconds; with it, the worst that was found takes 0.02.
    """
    old, new = WORD.findall(before), WORD.findall(after)
    pieces = []
    for kind, i, j, k, m in SequenceMatcher(a=old, b=new, autojunk=True).get_opcodes():
        if kind == "equal":
            pieces.append(Piece("", "".join(old[i:j])))
            continue
        pieces += [Piece("del", "".join(old[i:j])), Piece("ins", "".join(new[k:m]))]
    return [piece for piece in pieces if piece.text]


def _changes(rows: Sequence[EarlierWords], after: str | None) -> Iterator[Change]:
    for row in rows:
        before = _shown(row)
        # A diff from or to withheld words would tell them.
        pieces = [] if before is None or after is None else word_diff(before, after)
        yield Change(row.replaced_at, before, pieces)
        after = before


def _shown(words: EarlierWords) -> str | None:
    return None if words.is_withheld else words.body
