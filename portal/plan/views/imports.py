"""Tables from files: what there is, to take along; a file, to look at first and to import then. Budgets are the plan's own kind.

What is the same for every kind of table stands here; a package above adds a `Kind` of its own and calls `answer` and `file_of`.
"""

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.core.errors import RuleViolation
from portal.core.files.spreadsheets import Cell, csv_lines
from portal.core.files.tables import RowError
from portal.core.people import SignedInRequest
from portal.plan import budget_files
from portal.plan.models import BudgetLine, Source
from portal.plan.services import budget_import
from portal.plan.services.refusals import ChangedMeanwhile

SALT, LOOKED_AT_FOR = "portal.plan.import", 60 * 60
MOST_SHOWN = 200
# A dataclass of plain values: days, numbers, texts.
Row = Any


class Comparison(Protocol):
    """What a file would do: rows that are new or change something, and each complaint."""

    new: list[Any]
    changed: list[tuple[Any, Any]]
    errors: list[RowError]

    @property
    def count(self) -> int:
        """How many rows would be written."""

    @property
    def stands(self) -> list[list[Any]]:
        """What is written over, fit for JSON."""


@dataclass(frozen=True)
class Kind:
    """What is particular to one kind of file."""

    name: str
    row: type[Any]
    columns: Mapping[str, str]
    read: Callable[[bytes], tuple[Sequence[Row], list[RowError]]]
    compare: Callable[..., Comparison]
    write: Callable[..., Comparison]
    back: str
    file: str


BUDGETS = Kind(
    "budget",
    budget_files.BudgetRow,
    budget_files.COLUMNS,
    budget_files.read,
    budget_import.compare,
    budget_import.import_lines,
    "plan:budget",
    "plan:budget_file",
)


class FileForm(forms.Form):
    """A table to import."""

    file = forms.FileField(label=gettext_lazy("CSV or XLSX file"), help_text=gettext_lazy("At most 5 MB and 5,000 lines."))


def for_editors(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only whoever may edit the plan."""
    return never_cache(login_required(permission_required("plan.edit_plan", raise_exception=True)(view)))


@require_safe
def budget_file(request: HttpRequest) -> HttpResponse:
    """Every budget line there is, for everybody, in the very form that can be imported again.

    Where it was published stands behind it.
    """
    lines = BudgetLine.objects.select_related("task", "source").order_by("task__number", "year", "payer", "stage", "pk")
    rows: Iterator[list[Cell]] = (
        [
            line.task.slug,
            line.year,
            line.payer,
            line.stage,
            line.amount_krw,
            line.source.key,
            f"{line.as_of}",
            *_where(line.source),
        ]
        for line in lines
    )
    return file_of(request, BUDGETS, rows, more=("source_publisher", "source_title", "source_url"))


def _where(source: Source) -> tuple[str, str, str]:
    return source.publisher, source.title, source.url


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def import_budget(request: SignedInRequest) -> HttpResponse:
    """Many budget lines from a file."""
    return answer(request, BUDGETS)


def answer(request: SignedInRequest, kind: Kind) -> HttpResponse:
    """GET asks for a file; a POST with one shows what it would do, a POST of what was shown does it."""
    if request.method != "POST":
        return _page(request, kind, FileForm())
    if "rows" in request.POST:
        return _import(request, kind)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, kind, form, status=422)
    try:
        found = kind.compare(*kind.read(form.cleaned_data["file"].read()), officer=request.user)
    except RuleViolation as violation:
        form.add_error("file", str(violation))
        return _page(request, kind, form, status=int(violation.status))
    return _preview(request, kind, found)


def _preview(request: SignedInRequest, kind: Kind, found: Comparison, *, status: int = 200) -> HttpResponse:
    rows = [*found.new, *(row for row, _before in found.changed)]
    tasks = budget_import.tasks_by_name()
    context = {
        "kind": kind,
        "found": found,
        "new": [(tasks[row.task], row) for row in found.new[:MOST_SHOWN]],
        "changed": [(tasks[row.task], row, before) for row, before in found.changed[:MOST_SHOWN]],
        "most_shown": MOST_SHOWN,
        "errors": found.errors[:MOST_SHOWN],
        # Signed for this person and for an hour: what is imported is what was looked at, over what stood there then.
        "rows": signing.dumps(
            [request.user.pk, [_plain(row) for row in rows], found.stands], salt=f"{SALT}.{kind.name}", compress=True
        ),
    }
    return render(request, "plan/import_preview.html", context, status=422 if found.errors else status)


def _import(request: SignedInRequest, kind: Kind) -> HttpResponse:
    try:
        owner, plain, stood = signing.loads(request.POST["rows"], salt=f"{SALT}.{kind.name}", max_age=LOOKED_AT_FOR)
        rows = [_row(kind.row, values) for values in plain] if owner == request.user.pk else None
    except (signing.BadSignature, ValueError, TypeError):
        rows = None
    if rows is None:
        messages.error(request, _("This preview is too old to be imported. Please choose the file again."))
        return _page(request, kind, FileForm(), status=422)
    try:
        found = kind.write(rows=rows, officer=request.user, looked_at=stood)
    except ChangedMeanwhile as changed:
        messages.warning(request, str(changed))
        return _preview(request, kind, kind.compare(rows, officer=request.user), status=int(changed.status))
    except RuleViolation as violation:
        messages.error(request, str(violation))
        return _page(request, kind, FileForm(), status=int(violation.status))
    words = ngettext("%(count)d line was saved from the file.", "%(count)d lines were saved from the file.", found.count)
    messages.success(request, words % {"count": found.count})
    return redirect(kind.back)


def _page(request: HttpRequest, kind: Kind, form: FileForm, *, status: int = 200) -> HttpResponse:
    return render(request, "plan/import.html", {"form": form, "kind": kind}, status=status)


def file_of(request: HttpRequest, kind: Kind, rows: Iterable[Iterable[Cell]], more: tuple[str, ...] = ()) -> HttpResponse:
    head = kind.columns.values() if request.LANGUAGE_CODE == "ko" else kind.columns
    response = HttpResponse("".join(csv_lines([[*head, *more], *rows])), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{kind.name}.csv"'
    return response


def _plain(row: Row) -> list[Any]:
    return [value.isoformat() if isinstance(value, date) else value for value in dataclasses.astuple(row)]


def _row(row: type[Any], values: list[Any]) -> Row:
    """The row again; what is a day in it was written as ISO 8601."""
    days = {each.name for each in dataclasses.fields(row) if each.name.endswith("_on") or each.name == "as_of"}
    pairs = zip((each.name for each in dataclasses.fields(row)), values, strict=True)
    named: dict[str, Any] = {name: date.fromisoformat(value) if name in days and value else value for name, value in pairs}
    return row(**named)
