"""Which texts of the discussion exist in both languages."""

from modeltranslation.translator import TranslationOptions, register

from portal.discussion.models import Topic


@register(Topic)
class TopicTranslation(TranslationOptions):
    fields = ("name",)
