"""The picture of a clock: one box for each business day, worked out here so that a template only prints it. Free of HTTP."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.answers.deadlines.clock import BUSINESS_DAYS_TO_ANSWER, has_answer
from portal.answers.models import AnswerRequest
from portal.core.business_days import business_days_between

BOX, GAP = 20, 4
# A request that is late for months makes the picture no longer; its words say by how much.
MOST_OVER = 10


@dataclass(frozen=True, slots=True)
class Box:
    """One business day: spent, left or over the time; `x` is its place in the picture."""

    x: int
    tone: str


@dataclass(frozen=True, slots=True)
class Face:
    """The picture and what it says in words; the same numbers stand in the table beside it."""

    boxes: list[Box]
    width: int
    label: str
    spent: int
    left: int
    over: int


def face_of(request: AnswerRequest, today: date) -> Face:
    """How many of the ten business days had passed when the answer came, or have passed today; and how many beyond them."""
    end = timezone.localdate(request.answered_at) if has_answer(request) else today
    over = max(0, business_days_between(request.due_on, end))
    return drawn(
        spent=min(BUSINESS_DAYS_TO_ANSWER, business_days_between(timezone.localdate(request.received_at), end)), over=over
    )


def drawn(*, spent: int, over: int) -> Face:
    """The picture of so many business days spent and beyond the time."""
    left = BUSINESS_DAYS_TO_ANSWER - spent
    tones = ["spent"] * spent + ["left"] * left + ["over"] * min(over, MOST_OVER)
    words = _("%(spent)d of %(all)d business days are used and %(left)d are left; %(over)d are overdue.")
    return Face(
        boxes=[Box(place * (BOX + GAP), tone) for place, tone in enumerate(tones)],
        width=len(tones) * (BOX + GAP) - GAP,
        label=words % {"all": BUSINESS_DAYS_TO_ANSWER, "spent": spent, "left": left, "over": over},
        spent=spent,
        left=left,
        over=over,
    )
