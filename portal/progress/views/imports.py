"""Milestones from files: what there is, to take along; a file, to look at first and to import then."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from portal.core.people import SignedInRequest
from portal.plan.views.imports import Kind, answer, file_of, for_editors
from portal.progress.milestones import files
from portal.progress.models import Milestone
from portal.progress.services import milestone_import

MILESTONES = Kind(
    "milestones",
    files.MilestoneRow,
    {**files.COLUMNS, **files.MORE_COLUMNS},
    files.read,
    milestone_import.compare,
    milestone_import.import_milestones,
    "plan:task_list",
    "progress:milestone_file",
)


@require_safe
@for_editors
def milestone_file(request: SignedInRequest) -> HttpResponse:
    """Every milestone there is, in the very form that can be imported again; the reasons of later days stand in the history."""
    found = Milestone.objects.select_related("task").order_by("task__number", "planned_on", "pk")
    rows = ([m.task.slug, m.title_ko or "", f"{m.planned_on}", m.title_en or "", f"{m.actual_on or ''}", "", ""] for m in found)
    return file_of(request, MILESTONES, rows)


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def import_milestones(request: SignedInRequest) -> HttpResponse:
    """Many milestones from a file."""
    return answer(request, MILESTONES)
