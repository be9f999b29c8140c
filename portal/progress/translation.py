"""Which texts of the plan exist in both languages."""

from modeltranslation.translator import TranslationOptions, register

from portal.progress.models import Milestone, TaskUpdate


@register(Milestone)
class MilestoneTranslation(TranslationOptions):
    fields = ("title", "slip_reason")


@register(TaskUpdate)
class TaskUpdateTranslation(TranslationOptions):
    fields = ("title", "body", "withdrawal_reason")
