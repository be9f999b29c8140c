"""The head of a page, for messengers and search engines (Open Graph, schema.org)."""

import json
from typing import Any, cast

from django import template
from django.conf import settings
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from portal.core.web.context import names
from portal.pages.cards.links import absolute
from portal.pages.cards.painting import HEIGHT, WIDTH
from portal.pages.sharing.audience import is_for_everybody, is_indexed, name_of
from portal.pages.sharing.shares import general_share, share_of
from portal.pages.sharing.structured import Data

register = template.Library()
TOLD = "told "
LOCALES = {"ko": "ko_KR", "en": "en_US"}
# What could end the script that holds the data, in a text of ours or of anybody's.
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


@register.inclusion_tag("components/_share.html", takes_context=True)
def share(context: Context) -> dict[str, Any]:
    """Picture, address and data of the page, and whether search engines may keep it."""
    request, shown = context.get("request"), _flat(context)
    is_public = is_for_everybody(request, shown)
    found = share_of(name_of(request), shown) if is_public else general_share()
    language, words = get_language() or settings.LANGUAGE_CODE, context.render_context
    # "Home" says nothing beside a link: that page goes by the name of the portal.
    has_title = is_public and name_of(request) != "pages:home"
    return {
        "title": (has_title and words.get(f"{TOLD}title")) or names()["name"],
        "description": words.get(f"{TOLD}description") if is_public else None,
        "is_indexed": is_indexed(request, shown),
        "address": absolute(request.path) if request and is_public else "",
        "image": found.image,
        "alt": found.alt,
        "width": WIDTH,
        "height": HEIGHT,
        "site": names()["name"],
        "locale": LOCALES[language],
        "other_locales": [locale for each, locale in LOCALES.items() if each != language],
        "data": [as_script(each) for each in found.data],
    }


@register.simple_block_tag(takes_context=True)
def told(context: Context, content: str, name: str) -> SafeString:
    """What a template has written, kept for `share` below it. On one line and fit for an attribute, quotes and all."""
    words = mark_safe(" ".join(content.split()).replace('"', "&quot;"))  # noqa: S308 (the template escaped what it was given)
    context.render_context[TOLD + name] = words
    return words


def as_script(data: Data) -> SafeString:
    """The data as JSON that nothing in it can end. Browsers do not run it, so the content security policy has nothing to say."""
    text = json.dumps(data, ensure_ascii=False).translate(ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 (no < is left in it)


def _flat(context: Context) -> dict[str, Any]:
    return cast("dict[str, Any]", context.flatten())
