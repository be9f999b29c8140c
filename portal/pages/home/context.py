"""Everything the home page prints, part by part. Free of HTTP."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from portal.answers.deadlines.clock import BUSINESS_DAYS_TO_ANSWER
from portal.forums.cards import forum_cards
from portal.forums.models import Forum
from portal.pages.home.district_map import district_map
from portal.pages.home.participation import latest_count
from portal.pages.home.standing import standing
from portal.pages.home.voices import answered, nearly_owed, newest_promises, waiting
from portal.plan.models import Plan, PlanFigure

FORUMS_SHOWN = 3
FIGURES_SHOWN = ("investment", "tasks-before", "tasks-now", "new-jobs", "startups")


def home_context(*, now: datetime) -> dict[str, Any]:
    """As many queries whatever the number of rows; none reads more than it shows, but for the tasks and the hourly count."""
    today = timezone.localdate(now)
    return {
        "today": today,
        "threshold": settings.ANSWER_THRESHOLD,
        "days": BUSINESS_DAYS_TO_ANSWER,
        **plan_context(),
        "standing": standing(),
        "answers": answered(now),
        "promises": newest_promises(today),
        "waiting": waiting(today),
        "nearly": nearly_owed(),
        **_forums(now),
    }


def plan_context() -> dict[str, Any]:
    """The plan and the figures of its announcement by their keys, whose sources are named once. Two queries."""
    of_announcement = PlanFigure.objects.filter(report=PlanFigure.Report.ANNOUNCEMENT).select_related("source")
    figures = {figure.key: figure for figure in of_announcement.order_by("position", "pk")}
    return {
        "plan": Plan.objects.select_related("source").first(),
        "announced": {key.replace("-", "_"): figure for key, figure in figures.items()},
        "figure_sources": list(dict.fromkeys(figures[key].source for key in FIGURES_SHOWN if key in figures)),
    }


def _forums(now: datetime) -> dict[str, Any]:
    """The next forums that take place, and the map of where they and those who took part are."""
    upcoming = Forum.objects.taking_place().upcoming(now)
    counted = latest_count(now)
    return {
        "forums": forum_cards(upcoming.with_waiting_count()[:FORUMS_SHOWN], now),
        "counted": counted,
        "map": district_map(upcoming, counted.people_by_district),
    }
