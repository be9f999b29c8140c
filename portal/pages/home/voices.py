"""What citizens said and what came of it: newest answers, comments that wait, comments that are almost owed an answer, promises.

Whoever may read hidden comments does that at the desk: the home page shows what everybody may read, to everybody. Free of HTTP.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from portal.answers.lines import Line, PromiseLine, lines_of, promise_lines
from portal.answers.models import AnswerRequest, Commitment
from portal.core.text.excerpts import first_sentence
from portal.discussion.models import Comment
from portal.discussion.threads.entries import MOST_MISSING

A_WEEK = timedelta(days=7)
ANSWERS_SHOWN, WAITING_SHOWN, NEARLY_SHOWN, PROMISES_SHOWN = 3, 3, 2, 2
LONGEST_WORDS, LONGEST_ANSWER = 90, 110


@dataclass(frozen=True)
class Answer:
    """A request that was answered: the citizen's words, the city's, each its first sentence."""

    line: Line
    question: str
    words: str


@dataclass(frozen=True)
class Answers:
    """The newest answers: those of the last seven days, or, where there are none, the newest of all."""

    rows: list[Answer]
    is_this_week: bool


@dataclass(frozen=True)
class Waiting:
    """A request without an answer, and what the citizen said."""

    line: Line
    question: str


@dataclass(frozen=True)
class Nearly:
    """A comment that lacks `missing` people who agree."""

    comment: Comment
    question: str
    missing: int


def answered(now: datetime) -> Answers:
    """One query."""
    newest = AnswerRequest.objects.shown().answered().newest_answer_first().with_all_that_is_shown()[:ANSWERS_SHOWN]
    rows = [
        Answer(
            line=line,
            question=_words(line.request.comment),
            words=first_sentence(line.request.reply.body, at_most=LONGEST_ANSWER) if line.request.reply else "",
        )
        for line in lines_of(newest, timezone.localdate(now))
    ]
    recent = [row for row in rows if row.line.request.answered_at and row.line.request.answered_at > now - A_WEEK]
    return Answers(recent or rows, is_this_week=bool(recent))


def waiting(today: date) -> list[Waiting]:
    """Those with most agreement among the requests that were never answered. One query."""
    found = AnswerRequest.objects.shown().unanswered().most_agreed_first().with_all_that_is_shown()[:WAITING_SHOWN]
    return [Waiting(line, _words(line.request.comment)) for line in lines_of(found, today)]


def nearly_owed() -> list[Nearly]:
    """Comments that lack one or two people to be owed an answer; of as many, the newest first. One query."""
    enough = settings.ANSWER_THRESHOLD
    almost = Comment.objects.shown().filter(department=None, agree_count__range=(max(1, enough - MOST_MISSING), enough - 1))
    found = almost.filter(answer_request__isnull=True).select_related("author", "task").order_by("-agree_count", "-pk")
    return [Nearly(comment, _words(comment), enough - comment.agree_count) for comment in found[:NEARLY_SHOWN]]


def newest_promises(today: date) -> list[PromiseLine]:
    """What the city promised and owes first, and what it said last about a promise. Two queries."""
    shown = Commitment.objects.shown().with_all_that_is_shown()
    decided = list(shown.exclude(state=Commitment.State.OPEN).order_by("-decided_at", "-pk")[:1])
    owed = shown.filter(state=Commitment.State.OPEN).first_due_first()[: PROMISES_SHOWN - len(decided)]
    return promise_lines([*owed, *decided], today)


def _words(comment: Comment) -> str:
    return first_sentence(comment.body, at_most=LONGEST_WORDS)
