"""The plan in the admin: reference data that staff with the right to edit the plan may change."""

from typing import Any, cast

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from modeltranslation.admin import TranslationAdmin, TranslationTabularInline

from portal.core.admin.audited import RecordedAdmin
from portal.core.admin.base import BoundedInline
from portal.core.people import person_of
from portal.plan.models import (
    BudgetLine,
    CitizenMeasure,
    Department,
    Fact,
    Plan,
    PlanFigure,
    PlanParty,
    PlanStatement,
    Source,
    Strategy,
    Task,
)
from portal.plan.services import changes


class _EditedWithThePlan:
    """One permission opens the whole plan; what others refer to cannot be deleted anyway (PROTECT)."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("plan.edit_plan")

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return request.user.has_perm("plan.edit_plan")

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission


class _EditedByItsDepartment(_EditedWithThePlan):
    """A task and what stands on its page: every officer reads it, those of its department edit it. `obj` is the task."""

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return super().has_view_permission(request) and (obj is None or cast("Task", obj).may_be_edited_by(request.user))

    has_add_permission = has_delete_permission = has_change_permission


class _EditedForAll(_EditedWithThePlan):
    """What says whose a task is, is not for the officers of one department to change."""

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return request.user.has_perm("plan.edit_every_task")

    has_add_permission = has_delete_permission = has_change_permission


class _OneRow(_EditedWithThePlan):
    """The plan is one row, made by the loader."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    has_delete_permission = has_add_permission


class FactInline(_EditedByItsDepartment, BoundedInline, TranslationTabularInline):
    model = Fact
    extra = 0


class BudgetLineInline(_EditedByItsDepartment, BoundedInline, admin.TabularInline):
    model = BudgetLine
    extra = 0
    autocomplete_fields = ("source",)
    ordering = ("year", "payer", "stage")


class FigureInline(_EditedWithThePlan, BoundedInline, TranslationTabularInline):
    model = PlanFigure
    extra = 0


class PartyInline(_EditedWithThePlan, BoundedInline, TranslationTabularInline):
    model = PlanParty
    extra = 0


class MeasureInline(_EditedWithThePlan, BoundedInline, TranslationTabularInline):
    model = CitizenMeasure
    extra = 0


class StatementInline(_EditedWithThePlan, BoundedInline, TranslationTabularInline):
    model = PlanStatement
    extra = 0


@admin.register(Source)
class SourceAdmin(_EditedWithThePlan, RecordedAdmin, TranslationAdmin):
    list_display = ("publisher", "title", "published_on", "published_year", "is_date_inferred")
    search_fields = ("publisher_ko", "publisher_en", "title", "key")
    ordering = ("-published_year", "key")


@admin.register(Department)
class DepartmentAdmin(_EditedForAll, RecordedAdmin, TranslationAdmin):
    list_display = ("name", "slug")
    ordering = ("name", "pk")


@admin.register(Strategy)
class StrategyAdmin(_EditedWithThePlan, RecordedAdmin, TranslationAdmin):
    list_display = ("position", "title")
    list_display_links = ("title",)
    ordering = ("position",)


@admin.register(Task)
class TaskAdmin(_EditedByItsDepartment, RecordedAdmin, TranslationAdmin):
    list_display = ("number", "title", "strategy", "is_confirmed", "status", "budget_krw", "updated_at")
    list_display_links = ("title",)
    list_filter = ("strategy", "is_confirmed", "status")
    list_select_related = ("strategy",)
    search_fields = ("title_ko", "title_en", "slug")
    # The status is stated on a page of its own, with its reason.
    exclude = ("status", "status_reason", "status_set_at")
    readonly_fields = ("updated_at",)
    ordering = ("number",)
    inlines = (FactInline, BudgetLineInline)

    def save_model(self, request: HttpRequest, obj: Task, form: Any, change: bool) -> None:
        """Keep what the task was before, for the history."""
        form.seen_before = changes.snapshot(obj.pk) if change else {}
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Django calls it last, when the task, its facts and its budget lines are saved."""
        super().save_related(request, form, formsets, change)
        changes.note_differences(task=form.instance, before=form.seen_before, by=person_of(request))


@admin.register(Plan)
class PlanAdmin(_OneRow, RecordedAdmin, TranslationAdmin):
    list_display = ("title", "announced_on")
    inlines = (FigureInline, PartyInline, StatementInline, MeasureInline)
