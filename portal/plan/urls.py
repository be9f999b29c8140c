"""Addresses of the plan.

Two of its pages show more than the plan itself: the list of tasks, with how far each is, and the page of a single task. Packages
above make these, and `portal.urls` hands them in.
"""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path

from portal.plan.views import budget, imports

app_name = "plan"


def addresses(*, task_list: Callable[..., HttpResponse], task_page: Callable[..., HttpResponse]) -> tuple[list[URLPattern], str]:
    """The addresses and their namespace, for `include`."""
    return [
        path("tasks/", task_list, name="task_list"),
        path("tasks/<slug:slug>/", task_page, name="task"),
        path("budget/", budget.budget, name="budget"),
        path("budget/tasks.csv", budget.budget_by_task, name="budget_by_task"),
        path("budget/lines.csv", imports.budget_file, name="budget_file"),
        path("budget/import/", imports.import_budget, name="import_budget"),
    ], app_name
