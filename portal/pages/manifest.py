"""The portal as an application on the home screen of a phone, in the active language."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language

from portal.core.context import names

COLOUR = "#256ef4"  # --c-accent of static/css/tokens.css; a manifest knows no style sheet
SIZES = (192, 512)


def manifest_of() -> dict[str, Any]:
    """The members of the manifest (W3C Web Application Manifest). Both languages are one application."""
    drawn = {"src": static("img/favicon.svg"), "sizes": "any", "type": "image/svg+xml"}
    painted = [
        {"src": static(f"img/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size in SIZES
        for purpose in ("any", "maskable")
    ]
    return {
        "id": "/",
        "name": names()["name"],
        "short_name": names()["name"],
        "lang": get_language(),
        "start_url": reverse("pages:home"),
        "scope": "/",
        "display": "minimal-ui",
        "background_color": "#ffffff",
        "theme_color": COLOUR,
        "icons": [drawn, *painted],
    }
