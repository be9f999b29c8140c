"""What people answer to the questions of a forum."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from portal.core.errors import InvalidInput
from portal.core.files.attachments import ReceivedFile
from portal.registrations.models import FormAnswer, Question, Registration
from portal.registrations.states import QuestionKind

CHOSEN_KINDS = (QuestionKind.ONE_CHOICE, QuestionKind.CHOICES, QuestionKind.ACCESS)


class UnusableAnswer(InvalidInput):
    """A question that has to be answered was not, or the answer is none that the question allows."""


@dataclass(frozen=True)
class GivenAnswer:
    """One answer: words, positions in the list of options, or a file, as the question's kind asks."""

    question: Question
    text: str = ""
    chosen: tuple[int, ...] = ()
    file: ReceivedFile | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.text or self.chosen or self.file)


Given = Sequence[GivenAnswer]


def write(registration: Registration, given: Given | None) -> list[FormAnswer]:
    """Keep the answers of a registration, in place of earlier ones; empty answers are not kept.

    Runs under the forum's lock. A file that was sent before stays unless another one is given. Raises UnusableAnswer.
    """
    questions = {question.pk: question for question in registration.forum.questions.all()}
    answered = {answer.question.pk: answer for answer in given or () if not answer.is_empty}
    earlier = {answer.question_id: answer for answer in registration.answers.all()}
    _refuse_unusable(questions, answered, earlier)
    kept = {pk for pk, question in questions.items() if question.kind == QuestionKind.FILE and pk not in answered}
    _forget([answer for pk, answer in earlier.items() if pk not in kept])
    return [_kept(registration, answer) for answer in answered.values()]


def described(given: Given | None) -> list[Any]:
    """The answers as plain values, the same for the same answers: what tells two forms apart."""
    return [
        [answer.question.pk, answer.text, list(answer.chosen), sha256(answer.file.content).hexdigest() if answer.file else ""]
        for answer in given or ()
    ]


def _refuse_unusable(questions: dict[int, Question], answered: dict[int, GivenAnswer], earlier: dict[int, FormAnswer]) -> None:
    if answered.keys() - questions.keys():
        raise UnusableAnswer(_("The questions of this forum have changed. Please reload the page and answer them again."))
    for pk, question in questions.items():
        given = answered.get(pk)
        has_file_already = question.kind == QuestionKind.FILE and pk in earlier
        if question.is_required and not given and not has_file_already:
            raise UnusableAnswer(_("Please answer this question: %(question)s") % {"question": question.label})
        if given and not _fits(question, given):
            raise UnusableAnswer(_("Please choose from what is offered: %(question)s") % {"question": question.label})


def _fits(question: Question, given: GivenAnswer) -> bool:
    if given.file and question.kind != QuestionKind.FILE:
        return False
    if not given.chosen:
        return True
    is_single = question.kind == QuestionKind.ONE_CHOICE
    is_known = all(0 <= index < len(question.option_list) for index in given.chosen)
    return question.kind in CHOSEN_KINDS and is_known and not (is_single and len(given.chosen) > 1)


def _kept(registration: Registration, given: GivenAnswer) -> FormAnswer:
    answer = FormAnswer(registration=registration, question=given.question, text=given.text, chosen=list(given.chosen))
    if given.file:
        answer.file_name, answer.file_type = given.file.name, given.file.content_type
        answer.file.save(given.file.name, ContentFile(given.file.content), save=False)
    answer.save()
    return answer


def _forget(answers: list[FormAnswer]) -> None:
    """Delete answers, and their files once the transaction holds: a rolled back change must not lose a file."""
    for answer in answers:
        answer.delete()
        if answer.file:
            transaction.on_commit(partial(answer.file.storage.delete, answer.file.name))
