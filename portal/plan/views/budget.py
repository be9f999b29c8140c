"""Where the money goes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.core.files.spreadsheets import csv_lines
from portal.plan.money import plan_money, rows_by_task


@require_safe
def budget(request: HttpRequest) -> HttpResponse:
    """Where the plan's money is accounted for, task by task, and where it is not."""
    return render(request, "plan/budget.html", plan_money())


@require_safe
def budget_by_task(request: HttpRequest) -> HttpResponse:
    """The same table as a file, for whoever wants to count (RFC 4180)."""
    response = HttpResponse("".join(csv_lines(rows_by_task())), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="budget-by-task.csv"'
    return response
