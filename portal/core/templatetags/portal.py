"""What templates need everywhere: amounts, times, citizens' text, the other language."""

from datetime import date, datetime

from django import template
from django.conf import settings
from django.urls import translate_url
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from portal.core import algorithms
from portal.core.text import formats
from portal.core.text.cleaning import to_html
from portal.core.text.languages import differs, language_of
from portal.core.text.links import masked_address
from portal.core.web.stylesheets import style_urls

register = template.Library()
register.filter("masked_address", masked_address)


@register.filter
def citizen_text(text: str, language: str | None = None) -> SafeString:
    """Paragraphs by somebody, marked with their language where it is not the page's; it is found if it is not given."""
    found = language_of(text) if language is None else language
    return to_html(text, found if differs(found) else "")


@register.filter
def marked(text: str, language: str | None = None) -> str:
    """The same for a few words in a line: a title that stands in one language only, the beginning of a comment."""
    found = language_of(text) if language is None else language
    return format_html('<span lang="{}">{}</span>', found, text) if differs(found) else text


@register.filter
def won(amount: int) -> str:
    """An amount of KRW in words: 2조 8,000억 원, KRW 2.8 trillion."""
    return formats.won(amount, language=get_language())


@register.filter
def number(value: int) -> str:
    """A whole number with its thousands parted."""
    return f"{value:,}"


@register.filter
def moment(at: datetime) -> str:
    """Date and time in the city's zone: 2026년 11월 23일(월) 14:00."""
    return formats.moment(timezone.localtime(at), language=get_language())


@register.filter
def zoned(at: datetime) -> str:
    """Date and time in the city's zone, which it names: 2026년 11월 23일(월) 14:00(한국 시간)."""
    return formats.zoned(timezone.localtime(at), language=get_language())


@register.filter
def zone(at: datetime) -> str:
    """The name of the city's zone at this moment: 한국 시간, KST."""
    return formats.zone(timezone.localtime(at))


@register.filter
def day(on: date | datetime) -> str:
    """A date in the city's zone: 2026년 11월 23일(월)."""
    on = timezone.localtime(on).date() if isinstance(on, datetime) else on
    return formats.day(on, language=get_language())


@register.filter
def ago(at: datetime) -> SafeString:
    """How long ago, with the exact time behind it."""
    exact = timezone.localtime(at)
    words = formats.ago(exact, now=timezone.now(), language=get_language())
    return format_html('<time datetime="{}" title="{}">{}</time>', exact.isoformat(timespec="seconds"), moment(at), words)


@register.simple_tag(takes_context=True)
def other_language_url(context: template.Context) -> str:
    """The address of this very page in the other language, with its query."""
    other = "ko" if get_language() == "en" else "en"
    return _language_url(context, other)


@register.simple_tag(takes_context=True)
def absolute_language_url(context: template.Context, language: str) -> str:
    """The same in one language and with the site's name, for hreflang."""
    return settings.SITE_URL.rstrip("/") + _language_url(context, language)


def _language_url(context: template.Context, language: str) -> str:
    request = context.get("request")
    return translate_url(request.get_full_path(), language) if request else f"/{language}/"


@register.simple_tag
def styles() -> SafeString:
    """The links to the style sheets."""
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', ((url,) for url in style_urls()))


@register.simple_tag
def rule_named(key: str) -> algorithms.Algorithm | None:
    """A rule of the register, for the link beside what it does; None where no package of this portal has it."""
    return algorithms.find(key)
