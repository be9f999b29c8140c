"""What the page of one task shows beside its discussion. Free of HTTP."""

from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from portal.answers.lines import promises_about
from portal.forums.cards import forum_cards
from portal.forums.models import Forum
from portal.plan.models import Task
from portal.plan.money import task_money
from portal.progress.completion import budget_progress, milestone_progress
from portal.progress.freshness import freshness
from portal.progress.milestones.removed import TaskWithHistory, stated
from portal.progress.milestones.timeline import timeline
from portal.progress.models import TaskUpdate, UpdateFile


def task_context(*, task: TaskWithHistory, now: datetime) -> dict[str, Any]:
    """The facts, the money, how far it is, the reports, the city's promises, and the linked forums. Eight queries at most.

    The task comes from `with_freshness`, `with_milestone_history` and `with_follow_of`. Forums: upcoming ones first to come, past
    ones latest first.
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


def _how_far(task: TaskWithHistory, now: datetime) -> dict[str, Any]:
    milestones = list(task.milestones.select_related("source").by_date())
    history = stated(task)
    return {
        "milestone_progress": milestone_progress(milestones),
        "milestones_by": history.by,
        "timeline": timeline(milestones, today=timezone.localdate(now)),
        "taken_away": history.taken_away,
    }


UPDATES_SHOWN = 2


def newest_updates(task: Task) -> list[TaskUpdate]:
    """The newest reports with the names of their files as `shown_files`. Two queries."""
    updates = task.updates.published().newest_first().select_related("department")
    files = Prefetch("files", UpdateFile.objects.defer("content").order_by("pk"), to_attr="shown_files")
    return list(updates.prefetch_related(files)[:UPDATES_SHOWN])
