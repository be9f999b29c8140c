"""Names a person's devices."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()

# In this order: Edge also calls itself Chrome, and Chrome calls itself Safari.
BROWSERS = {
    "Edg": "Edge",
    "Whale": "Whale",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows", "Macintosh": "Mac", "Linux": "Linux"}


@register.filter
def device(user_agent: str) -> str:
    """`Chrome · Windows` out of what a browser says about itself."""
    found = (next((name for mark, name in marks.items() if mark in user_agent), "") for marks in (BROWSERS, SYSTEMS))
    return " · ".join(name for name in found if name) or _("Unknown device")
