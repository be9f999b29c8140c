"""Comments, votes and the discussions they belong to."""

from portal.discussion.models.comments import (
    DEEPEST,
    EDITING_TIME,
    Comment,
    CommentQuerySet,
    CommentRevision,
    is_readable_by,
    is_shown,
)
from portal.discussion.models.discussions import Discussion, Topic
from portal.discussion.models.search_terms import SearchTerms
from portal.discussion.models.states import PendingReason, Stance, State
from portal.discussion.models.votes import Vote

__all__ = [
    "DEEPEST",
    "EDITING_TIME",
    "Comment",
    "CommentQuerySet",
    "CommentRevision",
    "Discussion",
    "PendingReason",
    "SearchTerms",
    "Stance",
    "State",
    "Topic",
    "Vote",
    "is_readable_by",
    "is_shown",
]
