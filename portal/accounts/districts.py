"""The districts of the city, as the settings name them."""

from django.conf import settings
from django.utils.translation import get_language

# The key, among the settings' districts, of whoever lives elsewhere.
OUTSIDE = "outside"


def district_name(key: str) -> str:
    """A district's name in the reader's language. Raises KeyError for one the city does not have."""
    korean, _slash, english = settings.DISTRICTS[key].partition("/")
    return english if english and get_language() == "en" else korean


def district_choices() -> list[tuple[str, str]]:
    """Every district, for a form."""
    return [(key, district_name(key)) for key in settings.DISTRICTS]
