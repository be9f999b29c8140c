"""Reading page numbers and choices from the address, by allow-list."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeVar

from django.core.exceptions import BadRequest
from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.core.paginator import _SupportsPagination

LONGEST_NUMBER = 9
T = TypeVar("T")


def page_of(items: "_SupportsPagination[T]", number: str | None, per_page: int, *, count: int | None = None) -> Page[T]:
    """The page that `?page=` asks for; the first one if it does not ask. `count` items are there, if somebody has counted them.

    Raises Http404 for what is no number or lies beyond the last page.
    """
    number = number or "1"
    if not (number.isascii() and number.isdecimal() and len(number) <= LONGEST_NUMBER):
        raise Http404(_("There is no such page."))
    paginator = Paginator(items, per_page)
    if count is not None:
        paginator.count = count
    try:
        return paginator.page(number)
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
