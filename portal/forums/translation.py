"""The fields of a forum that are written once in each language."""

from modeltranslation.translator import TranslationOptions, register

from portal.forums.models import AgendaItem, Forum


@register(Forum)
class ForumTranslation(TranslationOptions):
    fields = ("title", "summary", "description", "place", "address", "cancellation_reason")
    required_languages = {"default": ("title", "place"), "ko": ("title", "place")}


@register(AgendaItem)
class AgendaItemTranslation(TranslationOptions):
    fields = ("title", "speaker")
    required_languages = {"ko": ("title",)}
