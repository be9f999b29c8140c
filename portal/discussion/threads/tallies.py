"""How many comments a discussion has, of which stance and topic, counted in one query."""

from dataclasses import dataclass

from django.db.models import BooleanField, Case, Count, Expression, ExpressionWrapper, F, Max, Q, Value, When

from portal.core.people import Visitor
from portal.discussion.models import Comment, is_readable_by, is_shown
from portal.discussion.threads.filters import ANSWERED, NOT_SAID, Filters
from portal.plan.models import Task


@dataclass(frozen=True, slots=True)
class Group:
    """So many comments that are alike in everything that counts here. Replies have neither stance nor topic."""

    is_root: bool
    is_shown: bool
    is_readable: bool
    is_answered: bool
    stance: str
    topic_id: int | None
    count: int
    newest: int

    def fits(self, filters: Filters, topic_keys: dict[str, int], *, but: str = "") -> bool:
        """Whether the filters let these through; `but` names one filter to leave out."""
        stance = "" if but == "stance" else filters.stance
        topic = "" if but == "topic" else filters.topic
        return (
            self.is_root
            and (not stance or self.stance == ("" if stance == NOT_SAID else stance))
            and (not topic or self.topic_id == topic_keys[topic])
            and (filters.sort != ANSWERED or self.is_answered)
        )


@dataclass(frozen=True, slots=True)
class Tally:
    """The groups of one task's comments, as far as one reader gets to know of them."""

    groups: tuple[Group, ...]
    topic_keys: dict[str, int]

    @property
    def shown(self) -> int:
        """How many comments and replies everybody may read."""
        return sum(group.count for group in self.groups if group.is_shown)

    @property
    def newest(self) -> int:
        """The key of the newest comment that everybody may read, or 0."""
        return max((group.newest for group in self.groups if group.is_shown), default=0)

    def threads(self, filters: Filters) -> int:
        """How many threads the list has; `Wanted.threads_of` in numbers."""
        return sum(
            group.count
            for group in self.groups
            if group.fits(filters, self.topic_keys) and (group.is_readable or not filters.is_filtered)
        )

    def of_stance(self, stance: str, filters: Filters) -> int:
        """How many shown threads say this, among those of the topic chosen."""
        own = "" if stance == NOT_SAID else stance
        return sum(group.count for group in self._shown(filters, but="stance") if group.stance == own)

    def of_topic(self, topic_id: int, filters: Filters) -> int:
        """How many shown threads are about this, among those of the stance chosen."""
        return sum(group.count for group in self._shown(filters, but="topic") if group.topic_id == topic_id)

    def of_any_topic(self, filters: Filters) -> int:
        """How many shown threads there are of the stance chosen, with a topic or without."""
        return sum(group.count for group in self._shown(filters, but="topic"))

    def _shown(self, filters: Filters, *, but: str) -> list[Group]:
        return [group for group in self.groups if group.is_shown and group.fits(filters, self.topic_keys, but=but)]


def tally(task: Task, user: Visitor, topic_keys: dict[str, int]) -> Tally:
    """Count a task's comments as `user` gets to know of them: one pass over them, a few rows come back."""
    alike: dict[str, Expression] = {
        "is_root": _as_bool(Q(depth=0)),
        "is_shown": _as_bool(is_shown()),
        "is_readable": _as_bool(is_readable_by(user)),
        "is_answered": _as_bool(Q(depth=0, officially_answered_at__isnull=False)),
        "own_stance": Case(When(depth=0, then=F("stance")), default=Value("")),
        "own_topic": Case(When(depth=0, then=F("topic")), default=None),
    }
    comments = Comment.objects.filter(task=task).listed_for(user).annotate(**alike)
    rows = comments.values_list(*alike).annotate(count=Count("pk"), newest=Max("pk"))
    return Tally(tuple(Group(*row) for row in rows), topic_keys)


def _as_bool(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=BooleanField())
