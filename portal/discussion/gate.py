"""The one gate that decides who may post, reply, edit and vote, on every route."""

from enum import Enum
from http import HTTPStatus

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core.errors import NotAllowed, RuleViolation
from portal.core.people import Visitor
from portal.core.text import formats
from portal.discussion.models import Discussion
from portal.plan.models import Task


class SignInRequired(RuleViolation):
    """Nobody is signed in: the session ended, or never began."""

    status = HTTPStatus.UNAUTHORIZED


class NotVerified(NotAllowed):
    """Words and votes come from verified people only (Act on Promotion of Information and Communications Network, art. 44-5)."""


class Suspended(NotAllowed):
    """The person may read, withdraw and appeal only, until a moment."""


class DiscussionClosed(RuleViolation):
    """The task is open for reading only."""


_pages: dict[str, str] = {}


class DiscussionGate(Enum):
    """What a person may do in a discussion, and why not more."""

    MAY_TAKE_PART = "may_take_part"
    CLOSED = "closed"
    SIGNED_OUT = "signed_out"
    SUSPENDED = "suspended"
    UNVERIFIED = "unverified"


def gate_for(*, is_open: bool, person: Visitor) -> DiscussionGate:
    """Where a person stands in an open or closed discussion. Asks no database."""
    if not is_open:
        return DiscussionGate.CLOSED
    if not person.is_authenticated:
        return DiscussionGate.SIGNED_OUT
    if person.is_suspended(timezone.now()):
        return DiscussionGate.SUSPENDED
    return DiscussionGate.MAY_TAKE_PART if person.is_verified else DiscussionGate.UNVERIFIED


def gate_of(task: Task, person: Visitor) -> DiscussionGate:
    """The same, asking whether the task's discussion is open."""
    return gate_for(is_open=_is_open(discussion_of(task)), person=person)


def discussion_of(task: Task) -> Discussion:
    """Whether and how the task is discussed at this moment; where nobody has said anything about it: as a new row would be."""
    return Discussion.objects.filter(task=task).first() or Discussion(task=task)


def enter_discussion(
    *, task: Task, person: Visitor, is_official: bool = False, also_closed: bool = False
) -> tuple[Discussion, User]:
    """Let a person pass who may take part, and hand out the rules of the discussion and the person, who is signed in.

    Whoever speaks for the city was appointed and needs no verification. Closing a discussion takes no debt away: the answer that
    is owed to somebody is given all the same, and what the city said wrongly is put right (`also_closed`). Raises
    DiscussionClosed, SignInRequired, Suspended or NotVerified.
    """
    discussion = discussion_of(task)
    match gate_for(is_open=also_closed or _is_open(discussion), person=person):
        case DiscussionGate.CLOSED:
            raise DiscussionClosed(_("The discussion of this task is closed. You can still read everything that was said."))
        case DiscussionGate.SUSPENDED:
            raise Suspended(suspension_words(person))
        case DiscussionGate.UNVERIFIED if not is_official:
            raise NotVerified(_("Please verify your identity once. Then you can write and vote; what you wrote is kept for you."))
    if not person.is_authenticated:
        raise SignInRequired(_("You are not signed in. Please sign in; what you wrote is kept for you."))
    return discussion, person


def way_in(gate: DiscussionGate) -> str:
    """The page where somebody who may not take part yet can change that; "" if there is none."""
    pages = {DiscussionGate.SIGNED_OUT: "account_login", DiscussionGate.UNVERIFIED: "accounts:verify"}
    return reverse(pages[gate]) if gate in pages else ""


def suspension_words(person: Visitor) -> str:
    """Until when a suspended person cannot take part, what they still can do, and how to object; "" for anybody else."""
    if not person.is_authenticated or person.suspended_until is None:
        return ""
    until = formats.moment(timezone.localtime(person.suspended_until), language=get_language())
    return _(
        "You cannot write or vote until %(until)s. You can read everything and withdraw what you wrote. The reason, and how "
        "to appeal, are on “My page”."
    ) % {"until": until}


def declare_suspension_page(url_name: str) -> None:
    """Name the page on which somebody reads why they are suspended; called in `AppConfig.ready()` of the package that has it."""
    _pages["suspension"] = url_name


def suspension_page() -> str:
    """The address of that page; "" if no package has one."""
    return reverse(_pages["suspension"]) if "suspension" in _pages else ""


def _is_open(discussion: Discussion) -> bool:
    return discussion.state == Discussion.State.OPEN
