"""What every template may know."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language


def names() -> dict[str, str]:
    """The portal's and the city's name in the active language; the other name of the portal; and the city's in Korean."""
    language, other = ("EN", "KO") if get_language() == "en" else ("KO", "EN")
    return {
        "name": getattr(settings, f"PORTAL_NAME_{language}"),
        "other_name": getattr(settings, f"PORTAL_NAME_{other}"),
        "city_name": getattr(settings, f"CITY_NAME_{language}"),
        "city_name_ko": settings.CITY_NAME_KO,
    }


def portal(request: HttpRequest) -> dict[str, dict[str, str | bool]]:
    """Names, and what kind of site this is."""
    return {
        "portal": {
            **names(),
            "is_demo": settings.DEMO_MODE,
            "is_official": settings.IS_OFFICIAL_SITE,
            "contact_email": settings.CONTACT_EMAIL,
            "source_code_url": settings.SOURCE_CODE_URL,
        }
    }
