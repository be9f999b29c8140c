"""What a follower's daily message says of the answers of a task: each request once, with the step it has come to."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from portal.answers.lines import step_words
from portal.answers.models import AnswerRequest, AnswerStep
from portal.policy.digest_items import Item

# What becomes of a commitment stands in the history of the task, and comes from there.
TOLD = ("received", "in_review", "handed_over", "answered")


def steps_of_answers(tasks: Collection[int], after: datetime, until: datetime) -> list[Item]:
    """The newest step of each request about these tasks; none about a comment that nobody may read now. One query."""
    shown = AnswerRequest.objects.shown().filter(task__in=tasks)
    span = AnswerStep.objects.filter(answer_request__in=shown, kind__in=TOLD, happened_at__gt=after, happened_at__lte=until)
    steps = span.select_related("answer_request", "from_department", "to_department").order_by("happened_at", "pk")
    newest = {step.answer_request_id: step for step in steps}
    return [_item(step) for step in newest.values()]


def _item(step: AnswerStep) -> Item:
    request = step.answer_request
    words = _("The answer to a comment: %(step)s") % {"step": step_words(step)}
    return Item(request.task_id, step.happened_at, words, request.get_absolute_url())
