"""What pages show of requests and commitments, worked out here so that templates only print it. Free of HTTP."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.answers.deadlines.clock import Clock, answer_of, clock_of, has_answer
from portal.answers.models import AnswerRequest, AnswerStep, Commitment, Outcome, State
from portal.discussion.models import Comment
from portal.discussion.threads.entries import has_history, speaker_of
from portal.plan.models import Task

TONES: dict[str, str] = {Outcome.ACCEPTED: "success", Outcome.PARTLY: "warning", Outcome.NOT_ACCEPTED: "neutral"}
PROMISE_TONES: dict[str, str] = {
    Commitment.State.OPEN: "info",
    Commitment.State.KEPT: "success",
    Commitment.State.NOT_KEPT: "danger",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A request as everybody may read it. Without an answer that is shown, `outcome` is empty; `earlier` leads to the words that
    the answer had before it was corrected, if it was.
    """

    request: AnswerRequest
    clock: Clock
    state: str
    outcome: str
    tone: str
    department: str
    address: str
    is_taken_away: bool
    earlier: str

    @property
    def template(self) -> str:
        """The part that shows it beside a comment."""
        return "answers/_beside.html"


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """A commitment on a day; `address` leads to the answer in which it was made."""

    commitment: Commitment
    state: str
    tone: str
    department: str
    address: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step in words, in whose name it was done and what was noted that this reader may read. Of an answer that is no longer
    shown only that there was one, and when.
    """

    step: AnswerStep
    words: str
    who: str
    note: str
    is_taken_away: bool = False


def line_of(request: AnswerRequest, today: date) -> Line:
    """One request; it was fetched `with_all_that_is_shown`."""
    answer = answer_of(request)
    state = State(request.state) if answer or request.state != State.ANSWERED else State.RECEIVED
    return Line(
        request=request,
        clock=clock_of(request, today),
        state=str(state.label),
        outcome=request.get_outcome_display() if answer else "",
        tone=TONES[request.outcome] if answer else "",
        department=speaker_of(answer) if answer else department_name(request),
        address=request.get_absolute_url(),
        is_taken_away=request.state == State.ANSWERED and answer is None,
        earlier=reverse("discussion:history", args=[answer.pk]) if answer and has_history(answer) else "",
    )


def lines_of(requests: Iterable[AnswerRequest], today: date) -> list[Line]:
    return [line_of(request, today) for request in requests]


def lines_beside(comments: Iterable[int]) -> dict[int, Line]:
    """How the answers to these comments stand today, by the comments' keys. One query."""
    found = AnswerRequest.objects.shown().filter(comment__in=list(comments)).with_all_that_is_shown()
    today = timezone.localdate()
    return {request.comment_id: line_of(request, today) for request in found}


@dataclass(frozen=True, slots=True)
class Promised:
    """What was promised in one answer, as it stands below the answer's words."""

    promises: list[PromiseLine]

    @property
    def template(self) -> str:
        """The part that shows it."""
        return "answers/_promised.html"


def promises_beside(replies: Iterable[int]) -> dict[int, Promised]:
    """What was promised in these official replies, by their keys. One query."""
    found = Commitment.objects.shown().filter(answer_request__reply__in=list(replies))
    lines: dict[int, list[PromiseLine]] = {}
    for line in promise_lines(found.with_all_that_is_shown().first_due_first(), timezone.localdate()):
        lines.setdefault(line.commitment.answer_request.reply_id or 0, []).append(line)
    return {reply: Promised(promises) for reply, promises in lines.items()}


def promises_about(task: Task, today: date) -> list[PromiseLine]:
    """What the city promised about a task, first due first. One query."""
    return promise_lines(Commitment.objects.shown().about(task).with_all_that_is_shown().first_due_first(), today)


def promises_in(request: AnswerRequest, today: date) -> list[PromiseLine]:
    """What was promised in an answer that everybody may read."""
    promised = Commitment.objects.shown().filter(answer_request=request)
    return promise_lines(promised.with_all_that_is_shown().first_due_first(), today)


def promise_lines(commitments: Iterable[Commitment], today: date) -> list[PromiseLine]:
    """Each as it stands on a day; they were fetched `with_all_that_is_shown`."""
    return [_promise_line(commitment, today) for commitment in commitments]


def replies_beside(request: AnswerRequest) -> list[Comment]:
    """What departments replied to the comment besides the answer, as far as everybody may read it. One query."""
    to_it = Q(answered=request.comment_id) | Q(parent=request.comment_id, answered=None)
    found = Comment.objects.shown().filter(to_it, ~Q(pk=request.reply_id), department__isnull=False)
    return list(found.select_related("department").order_by("created_at", "pk"))


def step_lines(request: AnswerRequest, steps: Iterable[AnswerStep]) -> list[StepLine]:
    """The steps of a request with the words that were fetched for their reader."""
    return [_step_line(step, is_taken_away=tells_of_a_lost_answer(step, request)) for step in steps]


def tells_of_a_lost_answer(step: AnswerStep, request: AnswerRequest) -> bool:
    """Whether it tells of an answer that was withdrawn, hidden or given anew since, or of what was promised in a hidden one."""
    if step.kind == AnswerStep.Kind.ANSWERED:
        return not has_answer(request) or request.answered_at != step.happened_at
    return step.commitment_id is not None and not has_answer(request)


def _step_line(step: AnswerStep, *, is_taken_away: bool) -> StepLine:
    words = step.get_kind_display() if is_taken_away else step_words(step)
    return StepLine(step, words, _who(step), "" if is_taken_away else step.words, is_taken_away)


def department_name(request: AnswerRequest) -> str:
    return request.department.name if request.department else _("No department yet")


def _promise_line(commitment: Commitment, today: date) -> PromiseLine:
    is_overdue = commitment.is_overdue(today)
    return PromiseLine(
        commitment=commitment,
        state=_("Past its due date, outcome not published") if is_overdue else commitment.get_state_display(),
        tone="danger" if is_overdue else PROMISE_TONES[commitment.state],
        department=department_name(commitment.answer_request),
        address=commitment.answer_request.get_absolute_url(),
    )


def step_words(step: AnswerStep) -> str:
    """What happened, in the reader's language."""
    if step.kind == AnswerStep.Kind.HANDED_OVER and step.from_department is None:
        return _("Assigned to a department")
    if step.outcome:
        return f"{step.get_kind_display()}: {step.get_outcome_display()}"
    return step.get_kind_display()


def _who(step: AnswerStep) -> str:
    if step.kind == AnswerStep.Kind.HANDED_OVER and step.from_department and step.to_department:
        return f"{step.from_department.name} → {step.to_department.name}"
    return step.to_department.name if step.to_department else _("No department yet")
