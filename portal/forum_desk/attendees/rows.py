"""Who registered for a forum, as its organisers read it: which rows, in which order, answers in words. Free of HTTP."""

from dataclasses import dataclass

from django.db import models
from django.db.models import Prefetch, Q
from django.utils.translation import pgettext_lazy

from portal.forums.models import Forum
from portal.registrations.models import FormAnswer, Question, Registration
from portal.registrations.models.registration import RegistrationQuerySet
from portal.registrations.states import Ending, Origin, QuestionKind, State
from portal.registrations.tickets.codes import typed_code


class AttendeeFilter(models.TextChoices):
    """Which part of the list is looked at."""

    CONFIRMED = "confirmed", pgettext_lazy("registrations", "Confirmed")
    CAME = "came", pgettext_lazy("registrations", "Checked in")
    ABSENT = "absent", pgettext_lazy("registrations", "Confirmed, not checked in")
    WAITLISTED = "waitlisted", pgettext_lazy("registrations", "On the waiting list")
    OFFERED = "offered", pgettext_lazy("registrations", "Offered a seat")
    RESERVED = "reserved", pgettext_lazy("registrations", "Being filled in")
    CANCELLED = "cancelled", pgettext_lazy("registrations", "Cancelled")
    WALKED_IN = "walked_in", pgettext_lazy("registrations", "Came without registration")


WHICH = {
    AttendeeFilter.CONFIRMED: Q(state=State.CONFIRMED),
    AttendeeFilter.CAME: Q(checked_in_at__isnull=False),
    AttendeeFilter.ABSENT: Q(state=State.CONFIRMED, checked_in_at__isnull=True),
    AttendeeFilter.WAITLISTED: Q(state=State.WAITLISTED),
    AttendeeFilter.OFFERED: Q(state=State.OFFERED),
    AttendeeFilter.RESERVED: Q(state=State.RESERVED),
    AttendeeFilter.CANCELLED: Q(state=State.CANCELLED),
    AttendeeFilter.WALKED_IN: Q(origin=Origin.DOOR),
}


@dataclass(frozen=True)
class AnsweredQuestion:
    """One answer of a registration: what was asked, what was answered in words, and the file if there is one."""

    question: str
    words: str
    file: FormAnswer | None


def search(forum: Forum, *, shown: str = "", text: str = "") -> RegistrationQuerySet:
    """Registrations of a forum in order of arrival, with their people; a form that was never sent is none, unless asked for.

    `shown` is one of Shown, or empty for all; `text` a part of a nickname or a whole ticket code.
    """
    rows = forum.registrations.exclude(ending=Ending.RESERVATION_LAPSED)
    rows = rows.filter(WHICH[AttendeeFilter(shown)]) if shown else rows.exclude(state=State.RESERVED)
    if text:
        rows = rows.filter(Q(citizen__nickname__icontains=text) | Q(ticket_code=typed_code(text) or "-"))
    return rows.select_related("citizen").order_by("arrival", "pk")


def expected(forum: Forum) -> RegistrationQuerySet:
    """Whoever may show a ticket at the door, by its code, with what they need; whoever came without one stands on no list."""
    rows = forum.registrations.filter(state=State.CONFIRMED, citizen__isnull=False)
    needs = FormAnswer.objects.filter(question__kind=QuestionKind.ACCESS).select_related("question")
    with_needs = Prefetch("answers", queryset=needs.order_by("question__position", "question_id"))
    return rows.select_related("citizen").prefetch_related(with_needs).order_by("ticket_code", "pk")


def answers_of(registration: Registration) -> list[AnsweredQuestion]:
    """What a party answered, in the order of the questions and the reader's language; one query."""
    answers = registration.answers.select_related("question").order_by("question__position", "question_id")
    return [AnsweredQuestion(each.question.label, words_of(each, each.question), each if each.file else None) for each in answers]


def access_needs(registration: Registration) -> str:
    """What a party of `expected` needs to take part."""
    return "; ".join(words_of(each, each.question) for each in registration.answers.all())


def words_of(answer: FormAnswer, question: Question) -> str:
    """An answer as somebody reads it: what was chosen in words, the name of a file, or the text itself."""
    if answer.file:
        return answer.file_name
    options = question.option_list
    # Options may have been taken away since; the number still says that something was chosen.
    chosen = [options[index] if index < len(options) else f"#{index + 1}" for index in answer.chosen]
    return ", ".join(chosen) or answer.text
