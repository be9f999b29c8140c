"""What the page of one task shows beside its discussion. Free of HTTP."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Window
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.answers.lines import promises_about
from portal.forums.cards import forum_cards
from portal.forums.models import Forum
from portal.plan.models import Task
from portal.plan.money import TaskMoney, task_money
from portal.progress.completion import budget_progress
from portal.progress.freshness import freshness
from portal.progress.milestones.headline import headline
from portal.progress.milestones.removed import TaskWithHistory, stated
from portal.progress.milestones.timeline import Timeline, timeline
from portal.progress.models import TaskUpdate


def task_context(*, task: TaskWithHistory, now: datetime) -> dict[str, Any]:
    """Everything on a task's page but its discussion: how far it is, the money, the news, the forums, the facts. Eight queries.

    The task comes from `with_freshness`, `with_milestone_history` and `with_follow_of`. Forums: upcoming ones first to come, past
    ones latest first.
    """
    forums = list(Forum.objects.published().about(task.slug).with_waiting_count().order_by("starts_at", "pk"))
    milestones = list(task.milestones.select_related("source").by_date())
    history, line = stated(task), timeline(milestones, today=timezone.localdate(now))
    money, (updates, updates_count) = task_money(task), newest_updates(task)
    return {
        "task": task,
        "headline": headline(task, line, freshness(task, now)),
        "milestones_by": history.by,
        "timeline": line,
        "taken_away": history.taken_away,
        "money": money,
        "budget_progress": budget_progress(money.table),
        "updates": updates,
        "updates_count": updates_count,
        "forums_count": len(forums),
        "upcoming_forums": forum_cards([forum for forum in forums if forum.ends_at > now], now),
        "past_forums": forum_cards([forum for forum in reversed(forums) if forum.ends_at <= now], now),
        "facts": list(task.facts.select_related("source").order_by("position", "pk")),
        "promises": promises_about(task, timezone.localdate(now)),
        "unpublished": unpublished(task, money, line),
        "not_yet": [word for word, there in ((_("News"), updates), (_("Forums"), forums)) if not there],
    }


def unpublished(task: Task, money: TaskMoney, line: Timeline | None) -> list[str]:
    """What no source states, by name: it fills one line of the page instead of a mark in each place."""
    known = {
        _("Period"): task.starts_on or task.ends_on,
        _("Department"): task.department,
        _("Contact"): task.contact,
        _("Budget"): money.is_published,
        _("Milestones"): line,
    }
    return [word for word, there in known.items() if not there]


UPDATES_SHOWN = 2


def newest_updates(task: Task) -> tuple[Sequence[TaskUpdate], int]:
    """The newest reports, and how many there are. One query."""
    counted = task.updates.published().newest_first().annotate(total=Window(Count("pk")))
    updates: list[Any] = list(counted[:UPDATES_SHOWN])
    return updates, updates[0].total if updates else 0
