"""Whether htmx asked for a part of a page."""

from django.http import HttpRequest


def wants_fragment(request: HttpRequest) -> bool:
    """True if a part is wanted; a request that htmx repeats to restore its history wants the whole page."""
    return bool(request.htmx) and not request.htmx.history_restore_request
