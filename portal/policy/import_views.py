"""Budgets from a file: the lines there are, to take along; a file, to look at first and to import then."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core import signing
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.core.errors import RuleViolation
from portal.core.spreadsheets import csv_lines
from portal.policy.budget_files import COLUMNS, KOREAN_COLUMNS, BudgetRow, read
from portal.policy.models import BudgetLine
from portal.policy.services.budget_import import Comparison, compare, import_lines

SALT, LOOKED_AT_FOR = "portal.policy.budget-import", 60 * 60
MOST_SHOWN = 200


class FileForm(forms.Form):
    """A table of budget lines."""

    file = forms.FileField(label=gettext_lazy("CSV or XLSX file"), help_text=gettext_lazy("At most 5 MB and 5,000 lines."))


def for_editors(view):
    """Only whoever may edit the plan."""
    return never_cache(login_required(permission_required("policy.edit_plan", raise_exception=True)(view)))


@require_safe
@for_editors
def budget_file(request: HttpRequest) -> HttpResponse:
    """Every budget line there is, in the very form that can be imported again."""
    lines = BudgetLine.objects.select_related("task", "source").order_by("task__number", "year", "payer", "stage", "pk")
    rows = (
        [line.task.slug, line.year, line.payer, line.stage, line.amount_krw, line.source.key, f"{line.as_of}"] for line in lines
    )
    head = KOREAN_COLUMNS if request.LANGUAGE_CODE == "ko" else COLUMNS
    parts = (part.encode() for part in csv_lines([list(head), *rows]))
    response = StreamingHttpResponse(parts, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="budget-lines.csv"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def import_budget(request: HttpRequest) -> HttpResponse:
    """GET asks for a file; a POST with one shows what it would do, a POST of what was shown does it."""
    if request.method != "POST":
        return _page(request, FileForm())
    if "rows" in request.POST:
        return _import(request)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    upload = form.cleaned_data["file"]
    try:
        found = compare(*read(upload.name, upload.read()))
    except RuleViolation as violation:
        form.add_error("file", str(violation))
        return _page(request, form, status=int(violation.status))
    return _preview(request, found)


def _preview(request: HttpRequest, found: Comparison) -> HttpResponse:
    rows = [*found.new, *(row for row, _line in found.changed)]
    context = {
        "found": found,
        "new": found.new[:MOST_SHOWN],
        "changed": found.changed[:MOST_SHOWN],
        "errors": found.errors[:MOST_SHOWN],
        # Signed for this person and for an hour: what is imported is what was looked at.
        "rows": signing.dumps([request.user.pk, [_plain(row) for row in rows]], salt=SALT, compress=True),
    }
    return render(request, "policy/budget_import_preview.html", context, status=422 if found.errors else 200)


def _import(request: HttpRequest) -> HttpResponse:
    try:
        owner, plain = signing.loads(request.POST["rows"], salt=SALT, max_age=LOOKED_AT_FOR)
        rows = [_row(values) for values in plain] if owner == request.user.pk else None
    except (signing.BadSignature, ValueError, TypeError):
        rows = None
    if rows is None:
        form = FileForm()
        messages.error(request, _("This preview is too old to be imported. Please choose the file again."))
        return _page(request, form, status=422)
    try:
        found = import_lines(rows=rows, officer=request.user)
    except RuleViolation as violation:
        messages.error(request, str(violation))
        return _page(request, FileForm(), status=int(violation.status))
    words = ngettext("%(count)d budget line was written.", "%(count)d budget lines were written.", found.count)
    messages.success(request, words % {"count": found.count})
    return redirect("policy:budget")


def _page(request: HttpRequest, form: FileForm, *, status: int = 200) -> HttpResponse:
    columns = list(zip(KOREAN_COLUMNS, COLUMNS, strict=True))
    return render(request, "policy/budget_import.html", {"form": form, "columns": columns}, status=status)


def _plain(row: BudgetRow) -> list[Any]:
    return [row.number, row.task, row.year, row.payer, row.stage, row.amount_krw, row.source, row.as_of.isoformat()]


def _row(values: list[Any]) -> BudgetRow:
    *others, day = values
    return BudgetRow(*others, date.fromisoformat(day))
