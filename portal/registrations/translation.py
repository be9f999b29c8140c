"""The fields of a question that are written once in each language."""

from modeltranslation.translator import TranslationOptions, register

from portal.registrations.models import Question


@register(Question)
class QuestionTranslation(TranslationOptions):
    fields = ("label", "help", "options")
    required_languages = {"ko": ("label",)}
