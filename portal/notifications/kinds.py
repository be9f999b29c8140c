"""The kinds of messages. Each package declares its own when it starts, so this floor needs to know none of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from portal.notifications.models import Announcement, Notification

# Of jobs that wait, those with a lower number are done later.
BEFORE_OTHERS, BEHIND_OTHERS = 100, -10
Row = TypeVar("Row")


def _always(notification: Notification) -> bool:
    return True


@dataclass(frozen=True)
class ForMany(Generic[Row]):
    """How news for many is written: whom of these keys it still concerns, and what one of them reads."""

    concerned: Callable[[Announcement, list[int]], Iterable[Row]]
    compose: Callable[[Row], Notification]


@dataclass(frozen=True)
class Kind:
    """What is particular to one kind of message."""

    name: str
    # Asked again at the moment of sending: may have been hidden, cancelled or withdrawn since.
    is_still_due: Callable[[Notification], bool] = _always
    # What a message lists may have changed since it was written: subject and body as they are true when it is sent; None if
    # there is nothing to say.
    written_anew: Callable[[Notification], tuple[str, str] | None] | None = None
    # A sign-in code need not be kept: its text goes once it is sent, the rest two days later.
    keeps_body: bool = True
    # Goes to hundreds of people at a time, and may not keep others waiting.
    is_for_many: bool = False
    # Somebody sits before a page and waits for it: before everything else, and tried again within seconds.
    is_urgent: bool = False
    # What `announce` keeps are keys; this turns them into messages.
    for_many: ForMany[Any] | None = None

    @property
    def priority(self) -> int:
        """How soon its messages are sent when many wait."""
        if self.is_urgent:
            return BEFORE_OTHERS
        return BEHIND_OTHERS if self.is_for_many else 0


_kinds: dict[str, Kind] = {}


def declare(
    name: str,
    *,
    is_still_due: Callable[[Notification], bool] = _always,
    written_anew: Callable[[Notification], tuple[str, str] | None] | None = None,
    keeps_body: bool = True,
    is_for_many: bool = False,
    is_urgent: bool = False,
    for_many: ForMany[Any] | None = None,
) -> Kind:
    """Make a kind known, with what is particular to it (see `Kind`). Called in `AppConfig.ready()`."""
    _kinds[name] = Kind(name, is_still_due, written_anew, keeps_body, is_for_many, is_urgent, for_many)
    return _kinds[name]


def kind_of(name: str) -> Kind:
    """The declared kind. Raises KeyError for one that no package declared."""
    return _kinds[name]


def all_kinds() -> list[Kind]:
    """Every declared kind, by name."""
    return sorted(_kinds.values(), key=lambda kind: kind.name)
