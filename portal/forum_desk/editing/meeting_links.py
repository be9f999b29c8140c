"""Links for taking part online: to services that the city uses, and to no other place."""

from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from portal.core.errors import InvalidInput


class UnusableMeetingLink(InvalidInput):
    """Not an https link to one of the services in the settings."""


def check_meeting_url(url: str) -> str:
    """The link, if it leads to a host of `MEETING_HOSTS` or below one of them. Raises UnusableMeetingLink.

    No user name, no port: both serve to make an address look like another one. The portal itself never opens the link.
    """
    try:
        parts = urlsplit(url)
        is_plain = parts.scheme == "https" and parts.port is None and "@" not in parts.netloc and "\\" not in url
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        is_plain, host = False, ""
    if is_plain and any(host == known or host.endswith(f".{known}") for known in settings.MEETING_HOSTS):
        return url
    raise UnusableMeetingLink(
        _("Please give an https link to one of these services: %(hosts)s") % {"hosts": ", ".join(settings.MEETING_HOSTS)}
    )
