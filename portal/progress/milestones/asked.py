"""What a task asks, and asked before, as it stands above the comments."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from portal.plan.models import Task
from portal.progress.models import DecisionWindow

EARLIER_SHOWN = 5


@dataclass(frozen=True)
class Asked:
    """`now` waits for its decision, and `is_open` as long as comments count for it; `earlier` are decided, the newest first."""

    now: DecisionWindow | None
    is_open: bool
    earlier: list[DecisionWindow]


def with_asked(tasks: "QuerySet[Any]") -> "QuerySet[Any]":
    """The tasks, each with whether it ever asked anything; in the same query."""
    return tasks.annotate(has_asked=Exists(DecisionWindow.objects.filter(task=OuterRef("pk"))))


def asked_about(task: Task, today: date) -> Asked | None:
    """What is asked, and what came of the newest questions before; None if nothing ever was. One query at most."""
    if not getattr(task, "has_asked", True):
        return None
    windows = list(DecisionWindow.objects.filter(task=task).newest_first()[: EARLIER_SHOWN + 1])
    now = windows[0] if windows and windows[0].decided_on is None else None
    earlier = windows[1:] if now else windows[:EARLIER_SHOWN]
    return Asked(now, now is not None and now.takes_comments(today), earlier) if windows else None
