"""Which texts of the plan exist in both languages."""

from modeltranslation.translator import TranslationOptions, register

from portal.plan.models import (
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
    TaskChange,
)


@register(Source)
class SourceTranslation(TranslationOptions):
    fields = ("publisher",)


@register(Department)
class DepartmentTranslation(TranslationOptions):
    fields = ("name",)


@register(Strategy)
class StrategyTranslation(TranslationOptions):
    fields = ("title",)


@register(Task)
class TaskTranslation(TranslationOptions):
    fields = ("title", "summary", "note", "department", "contact", "status_reason")


@register(Fact)
class FactTranslation(TranslationOptions):
    fields = ("text",)


@register(Plan)
class PlanTranslation(TranslationOptions):
    fields = ("title", "announced_at")


@register(PlanFigure)
class PlanFigureTranslation(TranslationOptions):
    fields = ("label",)


@register(PlanParty)
class PlanPartyTranslation(TranslationOptions):
    fields = ("name",)


@register(CitizenMeasure)
class CitizenMeasureTranslation(TranslationOptions):
    fields = ("text",)


@register(PlanStatement)
class PlanStatementTranslation(TranslationOptions):
    fields = ("text",)


@register(TaskChange)
class TaskChangeTranslation(TranslationOptions):
    fields = ("about", "reason")
