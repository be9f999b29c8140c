"""Where to go afterwards, as a link or a form says in `next`."""

from django.http import HttpRequest
from django.utils.http import MAX_URL_LENGTH, url_has_allowed_host_and_scheme


def way_back(request: HttpRequest) -> str:
    """The path in `next`, if it is one of this site; else nothing, never an address elsewhere.

    It begins with a slash, since a redirect takes any other word for the name of a page and fails when there is none.
    """
    given = request.POST.get("next") or request.GET.get("next") or ""
    is_usable = given.startswith("/") and len(given) <= MAX_URL_LENGTH
    return given if is_usable and url_has_allowed_host_and_scheme(given, allowed_hosts=None) else ""
