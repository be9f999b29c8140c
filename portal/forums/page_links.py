"""Links that packages above add to pages of forums. They declare them when they start; this floor knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from portal.core.people import Visitor
from portal.forums.models import Forum


class Spot(Enum):
    """Where such a link stands."""

    TABS = "beside the lists of forums"
    CALENDAR = "below the calendar, for people who want their own forums only"
    FORUM = "at the head of a forum's page"
    TRAIL = "in the trail that leads to a page for organisers"


@dataclass(frozen=True)
class Link:
    """What is read, and where it leads."""

    words: str
    url: str


# Given who looks, and at which forum if it is one: the link, or None where it is not for this person.
Source = Callable[[Visitor, Forum | None], Link | None]
_sources: dict[Spot, list[Source]] = {spot: [] for spot in Spot}


def declare_link(spot: Spot, source: Source) -> None:
    """Make a link known. Called in `AppConfig.ready()`."""
    if source not in _sources[spot]:
        _sources[spot].append(source)


def links(spot: Spot, user: Visitor, forum: Forum | None = None) -> list[Link]:
    """The links for this person at this spot, in the language of the page."""
    return [link for source in _sources[spot] if (link := source(user, forum))]
