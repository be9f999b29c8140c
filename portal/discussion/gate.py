"""The one gate that decides who may post, reply, edit and vote, on every route."""

from enum import Enum
from http import HTTPStatus

from django.utils.translation import gettext as _

from portal.core.errors import NotAllowed, RuleViolation
from portal.discussion.models import Discussion
from portal.policy.models import Task


class SignInRequired(RuleViolation):
    """Nobody is signed in: the session ended, or never began."""

    status = HTTPStatus.UNAUTHORIZED


class NotVerified(NotAllowed):
    """Words and votes come from verified people only (Act on Promotion of Information and Communications Network, art. 44-5)."""


class DiscussionClosed(RuleViolation):
    """The task is open for reading only."""


class Standing(Enum):
    """What a person may do in a discussion, and why not more."""

    MAY_TAKE_PART = "may_take_part"
    CLOSED = "closed"
    SIGNED_OUT = "signed_out"
    UNVERIFIED = "unverified"


def standing(*, is_open: bool, person) -> Standing:
    """Where a person stands in an open or closed discussion. Asks no database."""
    if not is_open:
        return Standing.CLOSED
    if not person.is_authenticated:
        return Standing.SIGNED_OUT
    return Standing.MAY_TAKE_PART if person.is_verified else Standing.UNVERIFIED


def standing_in(task: Task, person) -> Standing:
    """The same, asking whether the task's discussion is open."""
    is_closed = Discussion.objects.filter(task=task, state=Discussion.State.CLOSED).exists()
    return standing(is_open=not is_closed, person=person)


def discussion_gate(*, task: Task, person) -> None:
    """Let a person pass who may take part. Raises DiscussionClosed, SignInRequired or NotVerified."""
    match standing_in(task, person):
        case Standing.CLOSED:
            raise DiscussionClosed(_("The discussion of this task is closed. You can still read everything that was said."))
        case Standing.SIGNED_OUT:
            raise SignInRequired(_("You are not signed in. Please sign in; what you wrote is kept for you."))
        case Standing.UNVERIFIED:
            raise NotVerified(_("Please verify your identity once. Then you can write and vote; what you wrote is kept for you."))
