"""The fields of a forum that are written once in each language."""

from modeltranslation.translator import TranslationOptions, register

from portal.forums.models import AgendaItem, Forum, Speaker


@register(Forum)
class ForumTranslation(TranslationOptions):
    fields = ("title", "summary", "description", "venue", "address", "cancellation_reason")
    required_languages = {"default": ("title", "venue"), "ko": ("title", "venue")}


@register(AgendaItem)
class AgendaItemTranslation(TranslationOptions):
    fields = ("title", "speaker")
    required_languages = {"ko": ("title",)}


@register(Speaker)
class SpeakerTranslation(TranslationOptions):
    fields = ("name", "affiliation", "introduction")
    required_languages = {"ko": ("name",)}
