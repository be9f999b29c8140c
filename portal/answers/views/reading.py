"""What everybody may read: how departments answer, and each answer with its steps."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.answers.deadlines.display import face_of
from portal.answers.desk.filters import NOBODY, departments_asked, read_filters, state_choices
from portal.answers.lines import line_of, lines_of, promises_in, replies_beside, step_lines
from portal.answers.models import AnswerRequest
from portal.answers.rates import Row, counted_rows, rates
from portal.core.business_days import business_days_between
from portal.core.files.spreadsheets import csv_lines
from portal.core.web.listing import page_of
from portal.plan.models import Department

PER_PAGE = 20
ROW_COLUMNS = ("request", "department", "received_on", "due_on", "answered_on", "business_days", "address")


@require_safe
def request_list(request: HttpRequest) -> HttpResponse:
    """How departments answer, and every comment that is owed an answer, newest first."""
    today, departments = timezone.localdate(), departments_asked()
    filters = read_filters(request.GET, departments)
    shown = filters.apply(AnswerRequest.objects.shown(), today).with_all_that_is_shown().newest_first()
    page = page_of(shown, request.GET.get("page"), PER_PAGE)
    by_department, of_all = rates(today)
    context = {
        "page": page,
        "lines": lines_of(page, today),
        "rates": by_department,
        "all_rates": of_all,
        "filters": filters,
        "departments": departments,
        "nobody": NOBODY,
        "states": state_choices(),
        "threshold": settings.ANSWER_THRESHOLD,
        "query": filters.query,
    }
    return render(request, "answers/request_list.html", context)


@require_safe
def rows_file(request: HttpRequest) -> HttpResponse:
    """What the rates are counted from, a row for each request (RFC 4180); column names stay the same in every language."""
    slugs = dict(Department.objects.values_list("pk", "slug"))
    rows = (
        [
            row.request,
            slugs.get(row.department, "") if row.department else "",
            _on(row.received_at),
            f"{row.due_on}",
            _on(row.answered_at),
            _taken(row),
            _address(row),
        ]
        for row in counted_rows(timezone.localdate())
    )
    parts = csv_lines([ROW_COLUMNS, *rows])
    response = HttpResponse("".join(parts), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="answers.csv"'
    return response


def _taken(row: Row) -> int | str:
    """From which the median is made, so that nobody needs a calendar of Korean holidays to count again."""
    if row.answered_at is None:
        return ""
    return business_days_between(timezone.localdate(row.received_at), timezone.localdate(row.answered_at))


def _address(row: Row) -> str:
    return settings.SITE_URL.rstrip("/") + reverse("answers:request_detail", args=[row.request])


def _on(at: datetime | None) -> str:
    return f"{timezone.localdate(at)}" if at else ""


@require_safe
def request_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One comment that is owed an answer: its clock, its steps, the answer and what was promised in it."""
    found = get_object_or_404(AnswerRequest.objects.shown().with_all_that_is_shown(), pk=pk)
    today = timezone.localdate()
    context = {
        "line": line_of(found, today),
        "face": face_of(found, today),
        "steps": step_lines(found, found.steps.for_everybody().in_order()),
        "promises": promises_in(found, today),
        "replies": replies_beside(found),
        "is_at_the_desk": found.may_be_handed_over_by(request.user),
    }
    return render(request, "answers/request_detail.html", context)
