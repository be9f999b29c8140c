"""What the page of one task shows beside its discussion. Free of HTTP."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from portal.answers.lines import promises_about
from portal.forums.cards import forum_cards
from portal.forums.models import Forum
from portal.policy.freshness import freshness
from portal.policy.models import Task
from portal.policy.money import task_money
from portal.policy.news import newest_updates
from portal.policy.progress import budget_progress, milestone_progress
from portal.policy.taken_away import stated
from portal.policy.timeline import timeline


def task_context(*, task: Task, now: datetime) -> dict[str, Any]:
    """The facts, the money, how far it is, what is reported, what the city promised, and the linked forums. Eight queries at most.

    The task comes from `with_freshness`, `with_milestone_history` and `with_follow_of`. Forums: upcoming ones first to come, past ones latest first.
    """
    forums = list(Forum.objects.published().about(task.slug).with_waiting_count().order_by("starts_at", "pk"))
    upcoming = [forum for forum in forums if forum.ends_at > now]
    past = [forum for forum in reversed(forums) if forum.ends_at <= now]
    money = task_money(task)
    return {
        "task": task,
        "facts": list(task.facts.select_related("source").order_by("position", "pk")),
        "money": money,
        **_how_far(task, now),
        "budget_progress": budget_progress(money.table),
        "updates": newest_updates(task),
        "freshness": freshness(task, now),
        "upcoming_forums": forum_cards(upcoming, now),
        "past_forums": forum_cards(past, now),
        "promises": promises_about(task, timezone.localdate(now)),
    }


def _how_far(task: Task, now: datetime) -> dict[str, Any]:
    milestones = list(task.milestones.select_related("source").by_date())
    history = stated(task)
    return {
        "milestone_progress": milestone_progress(milestones),
        "milestones_by": history.by,
        "timeline": timeline(milestones, today=timezone.localdate(now)),
        "taken_away": history.taken_away,
    }
