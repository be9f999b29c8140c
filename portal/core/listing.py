"""Reading page numbers and choices from the address, by allow-list."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import BadRequest
from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404
from django.utils.translation import gettext as _

LONGEST_NUMBER = 9


def page_of(items: Any, number: str | None, per_page: int) -> Page:
    """The page that `?page=` asks for; the first one if it does not ask.

    Raises Http404 for what is no number or lies beyond the last page.
    """
    number = number or "1"
    if not (number.isascii() and number.isdecimal() and len(number) <= LONGEST_NUMBER):
        raise Http404(_("There is no such page."))
    try:
        return Paginator(items, per_page).page(number)
    except InvalidPage as error:
        raise Http404(_("There is no such page.")) from error


def chosen(params: Mapping[str, str], name: str, allowed: Iterable[str], default: str) -> str:
    """The value of one parameter out of the allowed ones; `default` where it is absent or empty.

    Raises BadRequest (400) for any other value.
    """
    value = params.get(name) or default
    if value not in {default, *allowed}:
        raise BadRequest(_("The address asks for something this page does not offer."))
    return value
