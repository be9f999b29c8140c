"""How one visitor stands to one forum: what the page says and which one button it shows."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models

from portal.forums.models import Forum, Registration
from portal.forums.states import Phase


class Step(models.TextChoices):
    """What the visitor can do now, or why they can do nothing."""

    REGISTER = "register"
    JOIN_WAITING_LIST = "join_waiting_list"
    CANCEL = "cancel"
    LEAVE_WAITING_LIST = "leave_waiting_list"
    WAIT_FOR_OPENING = "wait_for_opening"
    TOO_LATE = "too_late"
    UNDER_WAY = "under_way"
    OVER = "over"
    CALLED_OFF = "called_off"


STEP_OF_PHASE = {
    Phase.DRAFT: Step.WAIT_FOR_OPENING,
    Phase.NOT_YET_OPEN: Step.WAIT_FOR_OPENING,
    Phase.CLOSED: Step.TOO_LATE,
    Phase.RUNNING: Step.UNDER_WAY,
    Phase.OVER: Step.OVER,
    Phase.CANCELLED: Step.CALLED_OFF,
}


@dataclass(frozen=True)
class Standing:
    """`registration` is the visitor's live one, with its `waiting_number`, or None."""

    forum: Forum
    registration: Registration | None
    step: Step
    waiting_count: int


def standing_of(forum: Forum, user: AbstractBaseUser | AnonymousUser, now: datetime) -> Standing:
    """Two queries, one for signed-out visitors."""
    registration = own_registration(forum, user)
    waiting_count = forum.registrations.waitlisted().count()
    return Standing(forum, registration, step_of(forum, registration, now), waiting_count)


def own_registration(forum: Forum, user: AbstractBaseUser | AnonymousUser) -> Registration | None:
    """The visitor's live registration at this forum, with its `waiting_number`."""
    if not user.is_authenticated:
        return None
    registration = forum.registrations.live().filter(citizen=user).with_waiting_number().first()
    if registration:
        registration.forum = forum
    return registration


def step_of(forum: Forum, registration: Registration | None, now: datetime) -> Step:
    """The first that applies; a person with a live registration can always give it back until the forum starts."""
    phase = forum.phase(now)
    if registration and registration.may_be_cancelled(now):
        return Step.CANCEL if registration.holds_seat else Step.LEAVE_WAITING_LIST
    if phase == Phase.OPEN:
        return Step.REGISTER if forum.seats_left else Step.JOIN_WAITING_LIST
    return STEP_OF_PHASE[phase]
