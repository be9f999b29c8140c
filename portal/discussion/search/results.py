"""What the search and the hint "already said" show of a comment, prepared in Python so that their templates are flat."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.text import Truncator

from portal.core.templatetags.portal import ago
from portal.discussion.models import Comment
from portal.discussion.search.full_text import Search
from portal.discussion.search.similar import Similar
from portal.discussion.threads.annotations import annotations_of
from portal.discussion.threads.entries import speaker_of

LONGEST_EXCERPT = 160


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One comment in a list of comments that were found. `excerpt` is plain text unless it is marked safe."""

    address: str
    author: str
    is_official: bool
    written: SafeString
    stance: str
    agree_count: int
    excerpt: str | SafeString
    language: str
    # How its answer stands, from the floor above that knows of answers.
    answer: object = None


def results_of(keys: Sequence[int], search: Search) -> list[SearchResult]:
    """The results of a search in the order of their keys, the words found marked, with how their answers stand. Two queries."""
    comments = Comment.objects.shown().select_related("author", "department").in_bulk(keys)
    answers = annotations_of(list(comments))
    shown = [comments[key] for key in keys if key in comments]
    return [_found(comment, search.excerpt(comment.body), answers.get(comment.pk)) for comment in shown]


def similar_results(similar: Iterable[Similar]) -> list[SearchResult]:
    """What was said already, each with its beginning."""
    return [_found(one.comment, Truncator(" ".join(one.comment.body.split())).chars(LONGEST_EXCERPT)) for one in similar]


def _found(comment: Comment, excerpt: str | SafeString, answer: object = None) -> SearchResult:
    return SearchResult(
        address=comment.get_absolute_url(),
        author=speaker_of(comment),
        is_official=comment.is_official,
        written=ago(comment.created_at),
        stance=comment.get_stance_display() if comment.stance else "",
        agree_count=comment.agree_count,
        excerpt=excerpt,
        language=comment.language,
        answer=answer,
    )
