"""What the page of one task shows beside its discussion. Free of HTTP."""

from datetime import datetime
from typing import Any

from portal.forums.cards import forum_cards
from portal.forums.models import Forum
from portal.policy.models import Task
from portal.policy.money import task_money


def task_context(*, task: Task, now: datetime) -> dict[str, Any]:
    """The facts, the money and the linked forums, upcoming ones first to come, past ones latest first. Three queries."""
    forums = list(Forum.objects.published().about(task.slug).with_waiting_count().order_by("starts_at", "pk"))
    upcoming = [forum for forum in forums if forum.ends_at > now]
    past = [forum for forum in reversed(forums) if forum.ends_at <= now]
    return {
        "task": task,
        "facts": list(task.facts.select_related("source").order_by("position", "pk")),
        "money": task_money(task),
        "upcoming_forums": forum_cards(upcoming, now),
        "past_forums": forum_cards(past, now),
    }
