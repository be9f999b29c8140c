"""Whether htmx asked for a part of a page."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


def wants_fragment(request: HttpRequest) -> bool:
    """True if a part is wanted; a request that htmx repeats to restore its history wants the whole page."""
    htmx = HtmxDetails(request)
    return bool(htmx) and not htmx.history_restore_request
