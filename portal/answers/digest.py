"""What a follower's daily message says of the answers of a task: each request once, with its newest step; and what was promised.

It is asked again when the message is sent: of an answer or a comment that is hidden by then nothing is told.
"""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from portal.answers.lines import step_words, tells_of_a_lost_answer
from portal.answers.models import AnswerRequest, AnswerStep, Commitment
from portal.plan.models import TaskChange
from portal.progress.digest_items import Item, ends, merged

# What becomes of a commitment stands in the history of the task, and is told from there.
TOLD = ("received", "in_review", "handed_over", "answered")


def steps_of_answers(tasks: Collection[int], after: datetime, until: datetime) -> list[Item]:
    """The newest step of each request about these tasks; none about a comment that nobody may read now. One query."""
    shown = AnswerRequest.objects.shown().filter(task__in=tasks)
    span = AnswerStep.objects.filter(answer_request__in=shown, kind__in=TOLD, happened_at__gt=after, happened_at__lte=until)
    steps = span.select_related("answer_request__reply", "from_department", "to_department").order_by("happened_at", "pk")
    newest = {step.answer_request_id: step for step in steps if not tells_of_a_lost_answer(step, step.answer_request)}
    return [_item(step) for step in newest.values()]


def commitments_of_tasks(tasks: Collection[int], after: datetime, until: datetime) -> list[Item]:
    """What the city promised and whether it kept it, each once; none of an answer that nobody may read now. Two queries."""
    span = TaskChange.objects.filter(
        task__in=tasks, kind=TaskChange.Kind.COMMITMENT, happened_at__gt=after, happened_at__lte=until
    )
    things = merged(span)
    found = Commitment.objects.shown().filter(pk__in=[changes[-1].row for changes in things]).select_related("answer_request")
    shown = {commitment.pk: commitment for commitment in found}
    return [_promise(changes, shown[changes[-1].row]) for changes in things if changes[-1].row in shown]


def _promise(changes: list[TaskChange], commitment: Commitment) -> Item:
    state = ends(changes, "state")["after"]
    words = _("A commitment of the city: %(state)s") if state else _("The city has promised something for %(day)s.")
    words %= {"state": state, "day": ends(changes, "due_on")["after"]}
    return Item(changes[-1].task_id, changes[-1].happened_at, words, commitment.answer_request.get_absolute_url())


def _item(step: AnswerStep) -> Item:
    request = step.answer_request
    words = _("The answer to a comment: %(step)s") % {"step": step_words(step)}
    return Item(request.task_id, step.happened_at, words, request.get_absolute_url())
