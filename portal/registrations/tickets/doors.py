"""Where tickets are checked in. The package of the door above says so when it starts; this floor knows none of its pages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from portal.accounts.models import User
from portal.core.people import Visitor
from portal.forums.models import Forum


def _no_address(user: Visitor, forum: Forum) -> str:
    return ""


def _no_doors(user: User, now: datetime) -> list["OpenDoor"]:
    return []


@dataclass(frozen=True)
class OpenDoor:
    """A door at which somebody helps."""

    forum: Forum
    url: str


@dataclass(frozen=True)
class Doors:
    """What pages about registrations ask the door for."""

    # Where this person checks a ticket of the forum in; "" for whoever may not open its door.
    check_in_url: Callable[[Visitor, Forum], str] = _no_address
    # The doors at which this person helps now or later, the next forum first.
    doors_of: Callable[[User, datetime], list[OpenDoor]] = _no_doors
    # The script that keeps tickets for a time without a connection.
    worker_url: Callable[[], str] = str


_declared = Doors()


def declare_doors(doors: Doors) -> None:
    """Make the door's pages known. Called in `AppConfig.ready()`."""
    global _declared  # noqa: PLW0603 (said once, when the portal starts)
    _declared = doors


def doors() -> Doors:
    """What the door has declared."""
    return _declared
