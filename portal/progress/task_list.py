"""The task list: what its address asks for, and the tasks that answer it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, OrderBy
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.core.text.cleaning import clean_line
from portal.core.web.listing import chosen
from portal.plan.models import Status, Strategy, Task
from portal.plan.models.tasks import TaskQuerySet
from portal.progress.freshness import FreshTask, freshness, with_freshness

LONGEST_SEARCH = 100
CONFIRMATION = {"confirmed": _("Confirmed"), "unconfirmed": _("To be confirmed by the city")}
BUDGET = {"published": _("Budget published"), "unpublished": _("No budget published")}
SORT = {
    "number": pgettext_lazy("sort order", "By number"),
    "title": pgettext_lazy("sort order", "By title"),
    "budget": pgettext_lazy("sort order", "Largest budget first"),
}


@dataclass(frozen=True)
class Group:
    """A strategy with those of its tasks that were found."""

    strategy: Strategy
    tasks: "list[FreshTask]"


@dataclass(frozen=True)
class TaskList:
    """What was asked for, within the allow-lists, and what was found."""

    q: str
    strategy: str
    confirmation: str
    budget: str
    status: str
    sort: str
    strategies: list[Strategy]
    tasks: "list[FreshTask]"
    total: int

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the order differs from the whole list."""
        return bool(self.q or self.strategy or self.confirmation or self.budget or self.status)

    @property
    def is_grouped(self) -> bool:
        """Only the numbers follow the strategies; any other order runs across them."""
        return self.sort == "number"

    @property
    def groups(self) -> list[Group]:
        """The strategies in their order, without those in which nothing was found."""
        found = [
            Group(strategy, [task for task in self.tasks if task.strategy_id == strategy.pk]) for strategy in self.strategies
        ]
        return [group for group in found if group.tasks]

    @property
    def options(self) -> list[dict[str, Any]]:
        """The filters as the form shows them: name, label, choices, what is chosen."""
        strategies = {strategy.slug: strategy.title for strategy in self.strategies}
        return [
            _option("strategy", _("Strategy"), {"": _("All strategies"), **strategies}, self.strategy),
            _option("confirmation", _("Confirmation"), {"": pgettext_lazy("filter", "All"), **CONFIRMATION}, self.confirmation),
            _option("budget", _("Budget"), {"": pgettext_lazy("filter", "All"), **BUDGET}, self.budget),
            _option(
                "status",
                pgettext_lazy("of a task", "Status"),
                {"": pgettext_lazy("filter", "All"), **dict(Status.choices)},
                self.status,
            ),
            _option("sort", pgettext_lazy("list", "Sort"), SORT, self.sort),
        ]

    @property
    def query(self) -> str:
        """The same list as a query string."""
        asked = {
            "q": self.q,
            "strategy": self.strategy,
            "confirmation": self.confirmation,
            "budget": self.budget,
            "status": self.status,
        }
        order = {} if self.is_grouped else {"sort": self.sort}
        return urlencode({name: value for name, value in asked.items() if value} | order)


def task_list(params: Mapping[str, str]) -> TaskList:
    """The tasks that the address asks for, in two queries at most plus one for the total.

    Raises BadRequest for a filter or an order that is not offered, UnusableText for a search that is no text.
    """
    strategies = list(Strategy.objects.order_by("position", "pk"))
    asked = {
        "q": clean_line(params.get("q", ""), max_length=LONGEST_SEARCH, min_length=0),
        "strategy": chosen(params, "strategy", [strategy.slug for strategy in strategies], ""),
        "confirmation": chosen(params, "confirmation", CONFIRMATION, ""),
        "budget": chosen(params, "budget", BUDGET, ""),
        "status": chosen(params, "status", Status.values, ""),
        "sort": chosen(params, "sort", SORT, "number"),
    }
    found = _ordered(_filtered(Task.objects.select_related("strategy"), asked), asked["sort"])
    tasks = list(with_freshness(found))
    now = timezone.now()
    for task in tasks:
        task.freshness = freshness(task, now)
    return TaskList(**asked, strategies=strategies, tasks=tasks, total=Task.objects.count())


def _filtered(tasks: TaskQuerySet, asked: dict[str, str]) -> TaskQuerySet:
    tasks = tasks.matching(asked["q"])
    if asked["strategy"]:
        tasks = tasks.filter(strategy__slug=asked["strategy"])
    if asked["confirmation"]:
        tasks = tasks.confirmed() if asked["confirmation"] == "confirmed" else tasks.unconfirmed()
    if asked["budget"]:
        tasks = tasks.with_budget() if asked["budget"] == "published" else tasks.without_budget()
    return tasks.filter(status=asked["status"]) if asked["status"] else tasks


def _ordered(tasks: TaskQuerySet, sort: str) -> TaskQuerySet:
    orders: dict[str, list[str | OrderBy]] = {
        "number": [],
        "title": ["title"],
        "budget": [F("budget_krw").desc(nulls_last=True)],
    }
    return tasks.order_by(*orders[sort], "number")


def _option(name: str, label: str | Promise, choices: Mapping[str, str | Promise], value: str) -> dict[str, Any]:
    return {"name": name, "label": label, "choices": choices.items(), "value": value}
