"""Which texts of the answers exist in both languages."""

from modeltranslation.translator import TranslationOptions, register

from portal.answers.models import Commitment


@register(Commitment)
class CommitmentTranslation(TranslationOptions):
    fields = ("sentence",)
