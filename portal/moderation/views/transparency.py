"""The public count of moderation, as a page and as a file. Open to everybody: it names nobody."""

import csv
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.core.models import AuditHead
from portal.core.web.listing import page_of
from portal.moderation.transparency import latest_count, months_of

MONTHS_SHOWN, DAYS_SHOWN = 6, 60
BYTE_ORDER_MARK = "\ufeff"  # Without it spreadsheets read Korean as Latin letters.


@require_safe
def transparency(request: HttpRequest) -> HttpResponse:
    """The newest months side by side, and what the chain of the audit log had reached at the end of each."""
    now = timezone.now()
    counted = latest_count(now)
    months = months_of(counted.measures, now=now)
    shown = months[:MONTHS_SHOWN]
    lines = [(measure, measure.in_months(shown)) for measure in counted.measures]
    context = {
        "months": shown,
        "has_older": len(months) > len(shown),
        "groups": [(name, list(rows)) for name, rows in groupby(lines, key=lambda line: str(line[0].group))],
        "heads": [(month, *counted.heads[month]) for month in shown if month in counted.heads],
        "counted_at": counted.counted_at,
    }
    return render(request, "moderation/transparency.html", context)


@require_safe
def transparency_file(request: HttpRequest) -> HttpResponse:
    """Every month since the first, one row each (RFC 4180); column names stay the same in every language."""
    now = timezone.now()
    counted = latest_count(now)
    response = HttpResponse(BYTE_ORDER_MARK, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="moderation-by-month.csv"'
    rows = csv.writer(response)
    rows.writerow(["month", *(measure.name for measure in counted.measures), "record_number", "record_hash"])
    for month in months_of(counted.measures, now=now):
        values = [value for measure in counted.measures for value in measure.in_months([month])]
        rows.writerow([f"{month:%Y-%m}", *values, *counted.heads.get(month, ("", ""))])
    return response


@require_safe
def audit_heads(request: HttpRequest) -> HttpResponse:
    """The heads of the audit log that were noted, one a day, newest first; what they are good for, in plain words."""
    heads = AuditHead.objects.order_by("-day")
    page = page_of(heads, request.GET.get("page"), DAYS_SHOWN)
    return render(request, "moderation/audit_heads.html", {"page": page, "heads": list(page)})


@require_safe
def audit_heads_file(request: HttpRequest) -> HttpResponse:
    """All of them, a line each, as `verify_audit --heads` reads them."""
    lines = [f"{head}\n" for head in AuditHead.objects.order_by("day")]
    response = HttpResponse("".join(lines), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="audit-heads.txt"'
    return response
