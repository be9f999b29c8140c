"""Which texts of the plan exist in both languages."""

from modeltranslation.translator import TranslationOptions, register

from portal.progress.models import DecisionWindow, Milestone, TaskUpdate


@register(Milestone)
class MilestoneTranslation(TranslationOptions):
    fields = ("title", "slip_reason")


@register(TaskUpdate)
class TaskUpdateTranslation(TranslationOptions):
    fields = ("title", "body", "withdrawal_reason")


@register(DecisionWindow)
class DecisionWindowTranslation(TranslationOptions):
    fields = ("question", "still_open", "fixed", "decider", "outcome")
