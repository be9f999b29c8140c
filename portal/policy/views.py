"""The task list, and where the money goes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from portal.core.htmx import wants_fragment
from portal.core.spreadsheets import csv_lines
from portal.policy.money import plan_money, rows_by_task
from portal.policy.task_list import task_list as read_task_list


@require_safe
def task_list(request: HttpRequest) -> HttpResponse:
    """All tasks, or those that the address asks for; the results alone for htmx."""
    listing = read_task_list(request.GET)
    if not wants_fragment(request):
        return render(request, "policy/task_list.html", {"listing": listing})
    response = render(request, "policy/_task_results.html", {"listing": listing, "is_fragment": True})
    # The form sends its empty fields too; the address should say only what was asked for.
    return push_url(response, f"{request.path}?{listing.query}" if listing.query else request.path)


@require_safe
def budget(request: HttpRequest) -> HttpResponse:
    """Where the plan's money is accounted for, task by task, and where it is not."""
    return render(request, "policy/budget.html", plan_money())


@require_safe
def budget_by_task(request: HttpRequest) -> HttpResponse:
    """The same table as a file, for whoever wants to count (RFC 4180)."""
    response = HttpResponse("".join(csv_lines(rows_by_task())), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="budget-by-task.csv"'
    return response
