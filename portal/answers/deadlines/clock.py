"""The clock of an answer: ten business days, the day on which the comment was taken up not counted. Free of HTTP.

Whether an answer is late is computed here and nowhere stored, so no hand-over and no desk can reset it.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.answers.models import AnswerRequest, State
from portal.core.business_days import add_business_days, business_days_between
from portal.discussion.models import Comment

BUSINESS_DAYS_TO_ANSWER = 10


def due_on(received_at: datetime) -> date:
    """The last day on which an answer is in time."""
    return add_business_days(timezone.localdate(received_at), BUSINESS_DAYS_TO_ANSWER)


@dataclass(frozen=True, slots=True)
class Clock:
    """Where the clock of one request stands. `days` are business days: left, over the time, or taken; `tone` is a badge's."""

    is_answered: bool
    is_late: bool
    days: int
    words: str
    tone: str


def clock_of(request: AnswerRequest, today: date) -> Clock:
    """The clock on a day; `request.reply` was fetched with it."""
    if has_answer(request):
        return _stopped(request)
    if request.due_on < today:
        return _late(business_days_between(request.due_on, today))
    days = business_days_between(today, request.due_on)
    if request.due_on == today:
        return Clock(False, False, 0, _("Due today"), "warning")
    words = ngettext("%(count)d business day left", "%(count)d business days left", days) % {"count": days}
    return Clock(False, False, days, words, "info")


def answer_of(request: AnswerRequest) -> Comment | None:
    """The answer that everybody may read, if there is one: the same rule as `requests.is_answered`."""
    reply = request.reply if request.state == State.ANSWERED else None
    return reply if reply and reply.is_shown else None


def has_answer(request: AnswerRequest) -> bool:
    """Whether there is an answer that everybody may read."""
    return answer_of(request) is not None


def _late(days: int) -> Clock:
    words = ngettext("Late by %(count)d business day", "Late by %(count)d business days", days) % {"count": days}
    return Clock(False, True, days, words if days else _("Late since the due date"), "danger")


def _stopped(request: AnswerRequest) -> Clock:
    answered_on = timezone.localdate(request.answered_at)
    over = business_days_between(request.due_on, answered_on)
    if answered_on > request.due_on:
        words = ngettext("Answered %(count)d business day late", "Answered %(count)d business days late", over) % {"count": over}
        return Clock(True, True, over, words if over else _("Answered after the due date"), "warning")
    days = business_days_between(timezone.localdate(request.received_at), answered_on)
    words = ngettext("Answered after %(count)d business day", "Answered after %(count)d business days", days) % {"count": days}
    return Clock(True, False, days, words if days else _("Answered on the same day"), "success")
