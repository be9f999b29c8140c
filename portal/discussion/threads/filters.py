"""What a reader wants to see of a discussion, as the address says it: order, stance and topic, each out of a list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from django.utils.http import urlencode
from django.utils.translation import pgettext

from portal.core.people import Visitor
from portal.core.web.listing import chosen
from portal.discussion.models import CommentQuerySet, Stance, Topic, is_readable_by

NEWEST, MOST_AGREED, ANSWERED = "newest", "most_agreed", "officially_answered"
# What an address without an order shows; whoever comes to read meets first what many agree with.
DEFAULT = MOST_AGREED
NOT_SAID = "none"
# The names are all that an address may ask for; each order ends in a unique column and has an index.
ORDERS = {
    MOST_AGREED: ("-agreement", "-pk"),
    NEWEST: ("-created_at", "-pk"),
    "oldest": ("created_at", "pk"),
    "most_discussed": ("-reply_count", "-pk"),
    "most_divisive": ("-divisiveness", "-pk"),
    ANSWERED: ("-officially_answered_at", "-pk"),
}
STANCES = (*Stance.values, NOT_SAID)


@dataclass(frozen=True, slots=True)
class Filters:
    """One order and at most one stance and one topic; `page` is kept by none of the links made here."""

    sort: str = DEFAULT
    stance: str = ""
    topic: str = ""

    @classmethod
    def read(cls, params: Mapping[str, str], topics: Sequence[Topic]) -> Self:
        """What the address asks for. Raises BadRequest for anything that is not offered."""
        return cls(
            sort=chosen(params, "sort", ORDERS, DEFAULT),
            stance=chosen(params, "stance", STANCES, ""),
            topic=chosen(params, "topic", [topic.slug for topic in topics], ""),
        )

    @property
    def is_filtered(self) -> bool:
        return bool(self.stance or self.topic)

    @property
    def query(self) -> str:
        """The address's question without its question mark; empty for the default of all."""
        said = {"sort": "" if self.sort == DEFAULT else self.sort, "stance": self.stance, "topic": self.topic}
        return urlencode({name: value for name, value in said.items() if value})

    @property
    def unfiltered(self) -> str:
        """The question of the address of all in the same order."""
        return replace(self, stance="", topic="").query

    def threads_of(self, roots: CommentQuerySet, user: Visitor, topics: Sequence[Topic]) -> CommentQuerySet:
        """Those of the threads that the filters let through, in the order chosen.

        Whoever filters sees only what they may read: else the place of a placeholder would give its stance away.
        """
        if self.is_filtered:
            roots = roots.filter(is_readable_by(user))
        if self.stance:
            roots = roots.filter(stance="" if self.stance == NOT_SAID else self.stance)
        if self.topic:
            roots = roots.filter(topic=next(topic.pk for topic in topics if topic.slug == self.topic))
        if self.sort == ANSWERED:
            roots = roots.filter(officially_answered_at__isnull=False)
        return roots.order_by(*ORDERS[self.sort])


def order_words() -> dict[str, str]:
    """What each order is called."""
    return {
        MOST_AGREED: pgettext("order of comments", "Most agreed"),
        NEWEST: pgettext("order of comments", "Newest"),
        "oldest": pgettext("order of comments", "Oldest"),
        "most_discussed": pgettext("order of comments", "Most discussed"),
        "most_divisive": pgettext("order of comments", "Most divisive"),
        ANSWERED: pgettext("order of comments", "Officially answered"),
    }


def stance_words() -> dict[str, str]:
    """What each stance is called, the one that was not said included."""
    return {**{stance.value: str(stance.label) for stance in Stance}, NOT_SAID: pgettext("stance", "Not said")}
