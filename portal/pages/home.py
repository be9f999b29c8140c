"""What the home page shows: the plan in figures, its tasks, the next forums and the newest voices. Free of HTTP."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from portal.discussion.models import Comment
from portal.forums.cards import forum_cards
from portal.forums.models import Forum
from portal.plan.models import CitizenMeasure, Plan, PlanFigure, PlanParty, Strategy, Task

FORUMS_SHOWN = 3
COMMENTS_SHOWN = 5
Figures = dict[str, PlanFigure]


@dataclass(frozen=True)
class ComparedFigure:
    """A figure of the later report, and the announcement's figure of the same name if it gave one."""

    later: PlanFigure
    announced: PlanFigure | None


@dataclass(frozen=True)
class OpenQuestions:
    """What no source states, counted."""

    unconfirmed: list[Task]
    without_budget: int
    without_department: int
    without_period: int
    total: int


def home_context(*, now: datetime) -> dict[str, Any]:
    """Everything the template prints, in as many queries whatever the number of rows."""
    tasks = list(Task.objects.order_by("number").select_related("strategy"))
    announced, later = _figures()
    return {
        "plan": Plan.objects.select_related("source", "committee_launch_source").first(),
        "announced": {key.replace("-", "_"): figure for key, figure in announced.items()},
        "compared": [ComparedFigure(figure, announced.get(key)) for key, figure in later.items()],
        "later_source": next((figure.source for figure in later.values()), None),
        "parties": _parties(),
        "measures": list(CitizenMeasure.objects.select_related("source").order_by("position", "pk")),
        "strategies": _strategies(tasks),
        "open_questions": _open_questions(tasks),
        "forums": forum_cards(Forum.objects.published().upcoming(now).with_waiting_count()[:FORUMS_SHOWN], now),
        "comments": list(newest_comments()),
    }


def newest_comments() -> QuerySet[Comment]:
    """The newest published comments. Whoever may read hidden ones does that at the desk, not on the front page."""
    readable = Comment.objects.shown()
    return readable.select_related("author", "department", "task").order_by("-created_at", "-pk")[:COMMENTS_SHOWN]


def _figures() -> tuple[Figures, Figures]:
    found: dict[str, Figures] = {report: {} for report in PlanFigure.Report.values}
    for figure in PlanFigure.objects.select_related("source").order_by("position", "pk"):
        found[figure.report][figure.key] = figure
    return found[PlanFigure.Report.ANNOUNCEMENT], found[PlanFigure.Report.LATER]


def _parties() -> dict[str, list[PlanParty]]:
    parties = list(PlanParty.objects.order_by("position", "pk"))
    return {role: [party for party in parties if party.role == role] for role in PlanParty.Role.values}


def _strategies(tasks: list[Task]) -> list[dict[str, Any]]:
    strategies = Strategy.objects.select_related("source").order_by("position", "pk")
    return [{"strategy": each, "tasks": [task for task in tasks if task.strategy_id == each.pk]} for each in strategies]


def _open_questions(tasks: list[Task]) -> OpenQuestions:
    return OpenQuestions(
        unconfirmed=[task for task in tasks if not task.is_confirmed],
        without_budget=sum(task.budget_krw is None for task in tasks),
        without_department=sum(not task.department for task in tasks),
        without_period=sum(task.starts_on is None and task.ends_on is None for task in tasks),
        total=len(tasks),
    )
