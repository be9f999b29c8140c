"""What the register says of the answer loop: which comments are owed an answer, by when, and in which order they are listed."""

from datetime import date

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.answers import digest, lines
from portal.answers.deadlines.clock import BUSINESS_DAYS_TO_ANSWER, due_on
from portal.answers.desk.department_tasks import tasks_of
from portal.answers.desk.queue import desk_context
from portal.answers.models.commitments import CommitmentQuerySet
from portal.answers.models.requests import AnswerRequestQuerySet
from portal.answers.models.steps import AnswerStepQuerySet
from portal.answers.rates import counted_rows, rate_of, rates
from portal.answers.services.taking_up import owed
from portal.core.algorithms import Algorithm, Kind, Owner, Place, Version, Words
from portal.core.business_days import add_business_days, is_business_day

ANSWERS = Place(_("Answers"), "answers:request_list")
DISCUSSION = Place(_("The discussion of each task"), "plan:task_list")


def _threshold() -> list[Words]:
    return [
        _("Agreements needed: %(count)d.") % {"count": settings.ANSWER_THRESHOLD},
        _("The portal checks every minute. What was taken up stays due, even if votes are withdrawn afterwards."),
        _("An officer may take up a comment before; it then says so."),
        _("The department of the task answers. Who wrote the comment does not matter."),
    ]


def _deadline() -> list[Words]:
    return [
        _("Business days to answer: %(count)d, counted from the day after the comment was taken up.")
        % {"count": BUSINESS_DAYS_TO_ANSWER},
        _("Saturdays, Sundays, public holidays and substitute holidays do not count."),
        _("The day is set once. Handing the comment over to another department changes nothing."),
    ]


def _orders() -> list[Words]:
    return [
        _("List of answers: the time a comment was taken up, latest first."),
        _("Commitments: the day that was promised, earliest first."),
        _("Steps towards an answer, and other replies beside it: the time, earliest first."),
        _("At the desks of departments: what is due first stands first; tasks without news for the longest time stand first."),
    ]


def _rates() -> list[Words]:
    return [
        _("In time ÷ (in time + late), rounded down to whole percent. Open comments whose time is over count as late."),
        _("A comment counts for the department that held it on the day it was due."),
        _("Only comments everybody may read are counted, so anybody can count again from the data file."),
    ]


ALGORITHMS = (
    Algorithm(
        key="answer-threshold",
        kind=Kind.DEADLINE,
        name=_("Comments due an answer"),
        purpose=_("What enough people share cannot be passed over."),
        inputs=_("Number of “agree” of each comment everybody may read"),
        formula=_threshold,
        versions=(Version(1, date(2026, 11, 30), "dce5d72a6a45"),),
        answers_for=Owner.DEPARTMENTS,
        off=_("It cannot be turned off for one comment. Comments below the number are read and can be taken up by hand."),
        places=(ANSWERS, DISCUSSION),
        code=(owed,),
    ),
    Algorithm(
        key="answer-deadline",
        kind=Kind.DEADLINE,
        name=_("Deadline of an answer"),
        purpose=_("A promise with a day can be checked; late is shown as late."),
        inputs=_("The day a comment was taken up, the calendar of public holidays"),
        formula=_deadline,
        versions=(Version(1, date(2026, 11, 30), "39d23f7490d5"),),
        answers_for=Owner.DEPARTMENTS,
        off=_("It cannot be turned off or moved by anybody, the operators included."),
        places=(ANSWERS, DISCUSSION),
        code=(due_on, BUSINESS_DAYS_TO_ANSWER, add_business_days, is_business_day),
    ),
    Algorithm(
        key="answers-order",
        kind=Kind.ORDER,
        name=_("Order of answers and commitments"),
        purpose=_("What is new, and what is due, is found first."),
        inputs=_("Time of taking up, day due, day promised"),
        formula=_orders,
        versions=(Version(1, date(2026, 11, 30), "710891101d01"),),
        answers_for=Owner.OPERATORS,
        off=_("Filter by department and status, or take the data file with all rows."),
        places=(ANSWERS,),
        code=(
            AnswerRequestQuerySet.newest_first,
            AnswerRequestQuerySet.most_urgent_first,
            CommitmentQuerySet.first_due_first,
            AnswerStepQuerySet.in_order,
            lines.replies_beside,
            digest.steps_of_answers,
            desk_context,
            tasks_of,
        ),
    ),
    Algorithm(
        key="answer-rates",
        kind=Kind.GROUP,
        name=_("How departments answer"),
        purpose=_("Shows whether departments keep to the deadline, never better than it is."),
        inputs=_("Due date and answer date of every comment due an answer"),
        formula=_rates,
        versions=(Version(1, date(2026, 11, 30), "cdc0cc34062b"),),
        answers_for=Owner.OPERATORS,
        off=_("The data file has the rows behind the numbers; count them your own way."),
        places=(ANSWERS,),
        code=(counted_rows, rate_of, rates),
    ),
)
