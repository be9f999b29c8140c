"""Where a card is found: its address names the version, so that messengers fetch a new picture when the words have changed."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from portal.pages.cards.contents import general_face
from portal.pages.models import ShareCard

Kind = ShareCard.Kind


def card_address(kind: str, key: str) -> str:
    """Of the newest card of a thing in the active language; of the general card as long as it has none. One query."""
    version = ShareCard.objects.of(kind, key, get_language()).values_list("version", flat=True).first()
    return absolute(reverse(f"pages:card_{kind}", args=[key, version])) if version else general_address()


def general_address() -> str:
    """Of the portal's own card. No query: its words stand in the settings."""
    return absolute(reverse("pages:card_portal", args=[general_face().version]))


def absolute(path: str) -> str:
    """A path of the portal as others have to write it."""
    return settings.SITE_URL.rstrip("/") + path
