"""Lists that leave the portal: on paper for the door, as a file for whoever plans the day."""

import tempfile
from typing import BinaryIO, cast
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.core.errors import RuleViolation
from portal.core.files.spreadsheets import csv_lines, write_xlsx
from portal.core.people import SignedInRequest
from portal.forum_desk.attendees.forms import ExportForm, ListReasonForm
from portal.forum_desk.attendees.rows import access_needs, expected
from portal.forum_desk.attendees.table import exported, table
from portal.forum_desk.models import AttendeeExport
from portal.forum_desk.services import exports
from portal.forum_desk.services.access_log import log_list_access
from portal.forums.access import any_forum_or_404, for_organisers
from portal.registrations.tickets.codes import spoken

IN_MEMORY = 5 * 1024 * 1024
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "HEAD", "POST"])
@for_organisers
def attendees_print(request: SignedInRequest, slug: str) -> HttpResponse:
    """GET asks why; POST shows the list for the door, to be printed for when everything else fails."""
    forum = any_forum_or_404(slug)
    rows = expected(forum)
    form = ListReasonForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        context = {"forum": forum, "form": form, "count": rows.count()}
        return render(request, "forum_desk/attendee_print_form.html", context, status=status)
    lines = [(row, spoken(row.ticket_code), access_needs(row)) for row in rows]
    reason = form.cleaned_data["reason"]
    log_list_access(
        forum=forum, organiser=request.user, reason=reason, how="printed", people=[row.citizen_id for row, *_ in lines]
    )
    context = {"forum": forum, "lines": lines, "now": timezone.now(), "people": sum(row.seats for row, _code, _needs in lines)}
    return render(request, "forum_desk/attendee_print.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_organisers
def attendees_export(request: SignedInRequest, slug: str) -> HttpResponse:
    """GET asks why and in which format; POST prepares the file and leads to it."""
    forum = any_forum_or_404(slug)
    form = ExportForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            export = exports.prepare(forum=forum, owner=request.user, **form.cleaned_data)
        except RuleViolation as violation:
            form.add_error(None, str(violation))
            status = int(violation.status)
        else:
            return redirect("forum_desk:export", export.uid)
    context = {"forum": forum, "form": form, "count": exported(forum).count()}
    return render(request, "forum_desk/export_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_organisers
def export(request: SignedInRequest, uid: UUID) -> HttpResponseBase:
    """GET shows what is ready, to its owner only; POST hands the file over, once."""
    try:
        if request.method == "POST":
            return _file(*exports.fetch(uid=uid, owner=request.user))
        found = exports.own(uid=uid, owner=request.user)
    except AttendeeExport.DoesNotExist as error:
        raise Http404(_("There is no such export.")) from error
    except exports.ExportGone as gone:
        return render(request, "forum_desk/export_gone.html", {"message": str(gone)}, status=int(gone.status))
    return render(request, "forum_desk/export_detail.html", {"export": found, "forum": found.forum})


def _file(found: AttendeeExport, keys: list[int]) -> StreamingHttpResponse | FileResponse:
    rows = table(found.forum, keys=keys, language=get_language())
    name = f"attendees-{found.forum.slug}-{timezone.localtime():%Y-%m-%d}.{found.format}"
    if found.format == AttendeeExport.Format.CSV:
        lines = (line.encode() for line in csv_lines(rows))
        response: StreamingHttpResponse | FileResponse
        response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    else:
        file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (the response closes it)
        write_xlsx(cast("BinaryIO", file), rows, title=_("Attendees"))
        file.seek(0)
        response = FileResponse(file, as_attachment=True, filename=name, content_type=XLSX_TYPE)
    response["X-Content-Type-Options"] = "nosniff"
    return response
