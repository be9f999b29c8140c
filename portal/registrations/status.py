"""What this visitor can do at this forum now: what the page says, and the one button that it shows."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models

from portal.core.people import Visitor
from portal.forums.models import Forum
from portal.forums.states import BEFORE_THE_START, Phase
from portal.registrations.models import Registration


class Step(models.TextChoices):
    """What the visitor can do now, or why they can do nothing."""

    REGISTER = "register"
    JOIN_WAITING_LIST = "join_waiting_list"
    FILL_IN = "fill_in"
    ANSWER_OFFER = "answer_offer"
    CANCEL = "cancel"
    LEAVE_WAITING_LIST = "leave_waiting_list"
    KEEP = "keep"
    RESIDENTS_FIRST = "residents_first"
    WAIT_FOR_OPENING = "wait_for_opening"
    TOO_LATE = "too_late"
    UNDER_WAY = "under_way"
    OVER = "over"
    CALLED_OFF = "called_off"


# Those in which the form is open.
FORM_STEPS = (Step.REGISTER, Step.JOIN_WAITING_LIST, Step.FILL_IN)
STEP_OF_PHASE = {
    Phase.DRAFT: Step.WAIT_FOR_OPENING,
    Phase.NOT_YET_OPEN: Step.WAIT_FOR_OPENING,
    Phase.CLOSED: Step.TOO_LATE,
    Phase.RUNNING: Step.UNDER_WAY,
    Phase.OVER: Step.OVER,
    Phase.CANCELLED: Step.CALLED_OFF,
}


@dataclass(frozen=True)
class RegistrationStatus:
    """`registration` is the visitor's live one, with its `waiting_number`, or None. `has_form`: more than one button is
    needed.
    """

    forum: Forum
    registration: Registration | None
    step: Step
    waiting_count: int
    has_questions: bool

    @property
    def has_form(self) -> bool:
        return self.has_questions or self.forum.companions_limit > 0


def status_of(forum: Forum, user: Visitor, now: datetime) -> RegistrationStatus:
    """Three queries, two for signed-out visitors."""
    registration = own_registration(forum, user, now)
    waiting_count = forum.registrations.waitlisted().count()
    step = step_of(forum, registration, now, is_anybody_waiting=waiting_count > 0)
    if step in {Step.REGISTER, Step.JOIN_WAITING_LIST} and forum.is_for_residents_first(now) and not may_come_first(user):
        step = Step.RESIDENTS_FIRST
    return RegistrationStatus(forum, registration, step, waiting_count, forum.questions.exists())


def may_come_first(user: Visitor) -> bool:
    """Whether the person is known to live in the city."""
    return user.is_authenticated and user.is_resident


def own_registration(forum: Forum, user: Visitor, now: datetime) -> Registration | None:
    """The visitor's live registration at this forum, with its `waiting_number`; not what time has ended."""
    if not user.is_authenticated:
        return None
    live = forum.registrations.live().exclude(reserved_until__lte=now)
    registration = live.filter(citizen=user).with_waiting_number().first()
    if registration:
        registration.forum = forum
    return registration


def step_of(forum: Forum, registration: Registration | None, now: datetime, *, is_anybody_waiting: bool = False) -> Step:
    """The first that applies; a person with a live registration can give it back until the deadline."""
    phase = forum.phase(now)
    if registration and phase in BEFORE_THE_START:
        return _step_with(registration, now)
    if phase == Phase.OPEN:
        return Step.REGISTER if forum.seats_left and not is_anybody_waiting else Step.JOIN_WAITING_LIST
    return STEP_OF_PHASE[phase]


def _step_with(registration: Registration, now: datetime) -> Step:
    if registration.is_reserved:
        return Step.FILL_IN
    if registration.is_offered:
        return Step.ANSWER_OFFER
    if not registration.may_be_cancelled(now):
        return Step.KEEP
    return Step.CANCEL if registration.has_seat else Step.LEAVE_WAITING_LIST
