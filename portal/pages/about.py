"""What the page about the portal says: the plan's reasons and promises, what no source says, rules and sources. Free of HTTP."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.discussion.rules import Rule
from portal.forums.models import Forum
from portal.pages.home.context import plan_context
from portal.pages.home.participation import latest_count
from portal.plan.models import CitizenMeasure, PlanFigure, PlanParty, PlanStatement, Source, Task


@dataclass(frozen=True)
class Promise:
    """What was announced for citizens, and where it stands today as far as this portal knows; else empty."""

    measure: CitizenMeasure
    today: str = ""
    address: str = ""


@dataclass(frozen=True)
class OpenQuestions:
    """What no source states, counted."""

    unconfirmed: list[Task]
    without_budget: int
    without_department: int
    without_period: int
    total: int
    has_other_figures: bool


def about_context(*, now: datetime) -> dict[str, Any]:
    """Nine queries, and the hourly count."""
    tasks = list(Task.objects.order_by("number"))
    parties = list(PlanParty.objects.select_related("source").order_by("position", "pk"))
    return {
        **plan_context(),
        "statements": _statements(),
        "parties": {role: [party for party in parties if party.role == role] for role in PlanParty.Role.values},
        "promises": _promises(tasks, now),
        "open_questions": _open_questions(tasks),
        "sources": Source.objects.order_by("-published_year", "-published_on", "key"),
        "rules": Rule.choices,
    }


def _statements() -> list[tuple[str, list[PlanStatement]]]:
    """By topic, each with its heading, in the order in which they are told."""
    topics = PlanStatement.Topic
    headings = {
        topics.WHY: _("Why there is a plan"),
        topics.FOCUS: _("What comes first"),
        topics.COOPERATION: _("What the regions do together"),
    }
    statements = list(PlanStatement.objects.select_related("source").order_by("position", "pk"))
    told = [(heading, [each for each in statements if each.topic == topic]) for topic, heading in headings.items()]
    return [(heading, found) for heading, found in told if found]


def _promises(tasks: list[Task], now: datetime) -> list[Promise]:
    """The announced promises; what this portal can count about them is found by the key that the plan file gives them."""
    of: dict[str, Callable[[CitizenMeasure], Promise]] = {
        "citizen-forums": lambda measure: _forums(measure, now),
        "citizen-rbd": lambda measure: _task(measure, tasks),
        "participation-platform": lambda measure: _platform(measure, now),
    }
    measures = CitizenMeasure.objects.select_related("source").order_by("position", "pk")
    return [of.get(measure.key, Promise)(measure) for measure in measures]


def _forums(measure: CitizenMeasure, now: datetime) -> Promise:
    counts = Forum.objects.taking_place().aggregate(
        held=Count("pk", filter=Q(ends_at__lte=now)), planned=Count("pk", filter=Q(ends_at__gt=now))
    )
    words = _("Forums held: %(held)d. Forums planned: %(planned)d.") % counts
    return Promise(measure, words, reverse("forums:forum_list"))


def _task(measure: CitizenMeasure, tasks: list[Task]) -> Promise:
    """The task whose address is the key of the promise."""
    task = next((task for task in tasks if task.slug == measure.key), None)
    if task is None:
        return Promise(measure)
    words = _("Task %(number)d. Status: %(status)s.") % {"number": task.number, "status": task.get_status_display()}
    return Promise(measure, words, task.get_absolute_url())


def _platform(measure: CitizenMeasure, now: datetime) -> Promise:
    """This portal is the platform."""
    counted = latest_count(now)
    words = ngettext(
        "This portal. %(people)s citizen wrote or voted, %(ended)s answers were due, %(in_time)s of them on time.",
        "This portal. %(people)s citizens wrote or voted, %(ended)s answers were due, %(in_time)s of them on time.",
        counted.people,
    ) % {"people": f"{counted.people:,}", "ended": f"{counted.ended:,}", "in_time": f"{counted.in_time:,}"}
    return Promise(measure, words, reverse("answers:request_list"))


def _open_questions(tasks: list[Task]) -> OpenQuestions:
    return OpenQuestions(
        unconfirmed=[task for task in tasks if not task.is_confirmed],
        without_budget=sum(task.budget_krw is None for task in tasks),
        without_department=sum(not task.department for task in tasks),
        without_period=sum(task.starts_on is None and task.ends_on is None for task in tasks),
        total=len(tasks),
        has_other_figures=PlanFigure.objects.filter(report=PlanFigure.Report.LATER).exists(),
    )
