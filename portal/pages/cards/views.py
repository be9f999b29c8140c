"""The pictures that messengers fetch. A card is handed out only while everybody may read its page; else the general one is.

Any version of a card leads to the newest: links that were shared long ago show what is so now.
"""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from portal.pages.cards import contents
from portal.pages.cards.links import Kind, general_address
from portal.pages.models import GENERAL, ShareCard
from portal.plan.models import Task


@require_safe
def card_portal(request: HttpRequest, version: str) -> HttpResponseBase:
    """The general card. Before the worker has painted it, the portal's icon."""
    card = ShareCard.objects.of(Kind.PORTAL, GENERAL, get_language()).first()
    return picture(request, card) if card else redirect(static("img/icon-512.png"))


@require_safe
def card_task(request: HttpRequest, slug: str, version: str) -> HttpResponseBase:
    """The card of a task."""
    is_public = Task.objects.filter(slug=slug).exists()
    return _card(request, Kind.TASK, slug, is_public=is_public)


@require_safe
def card_forum(request: HttpRequest, slug: str, version: str) -> HttpResponseBase:
    """The card of a forum that takes place."""
    is_public = contents.shareable_forums().filter(slug=slug).exists()
    return _card(request, Kind.FORUM, slug, is_public=is_public)


@require_safe
def card_answer(request: HttpRequest, pk: int, version: str) -> HttpResponseBase:
    """The card of an official answer, as long as it says what comment and answer say now."""
    face = contents.answer_faces(contents.shareable_answers().filter(pk=pk)).get(str(pk))
    return _card(request, Kind.ANSWER, str(pk), is_public=face is not None, version=face.version if face else "")


def _card(request: HttpRequest, kind: Kind, key: str, *, is_public: bool, version: str = "") -> HttpResponseBase:
    card = ShareCard.objects.of(kind, key, get_language()).first() if is_public else None
    if card is None or (version and card.version != version):
        return _asked_again(redirect(general_address()))
    return picture(request, card)


def picture(request: HttpRequest, card: ShareCard) -> HttpResponseBase:
    """The PNG, which whoever keeps a copy asks for again each time: what is hidden is gone at once."""
    etag = f'"{card.version}"'
    response = HttpResponse(bytes(card.png), content_type="image/png", headers={"ETag": etag})
    return _asked_again(get_conditional_response(request, etag=etag, response=response) or response)


def _asked_again(response: HttpResponseBase) -> HttpResponseBase:
    patch_cache_control(response, public=True, no_cache=True)
    return response
