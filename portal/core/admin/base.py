"""The base of every admin of the portal: an address asks for what its page offers, and for nothing else.

Django narrows a list down by any column of its model that somebody writes into the address. `?birth_year__gte=1990` then tells
what no page shows, one guess at a time.
"""

from datetime import date
from typing import Any

from django.contrib import admin
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import InlineModelAdmin, ShowFacets
from django.contrib.admin.views.main import ALL_VAR, ERROR_FLAG, ORDER_VAR, PAGE_VAR, SEARCH_VAR, ChangeList
from django.core.exceptions import BadRequest, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from portal.core.audit_log import recorded_together

LONGEST_SEARCH, MOST_ROWS = 200, 400
NUL = "\x00"
PAGING = {ALL_VAR, ERROR_FLAG, ORDER_VAR, PAGE_VAR}


class OfferedChangeList(ChangeList):
    """A list that is narrowed down by its own filters, its own dates and its own search."""

    def __init__(self, request: HttpRequest, *arguments: Any, **options: Any) -> None:
        refuse_unless(not any(NUL in value for _name, values in request.GET.lists() for value in values))
        refuse_unless(len(request.GET.get(SEARCH_VAR, "")) <= LONGEST_SEARCH)
        super().__init__(request, *arguments, **options)

    def get_filters_params(self, params: dict[str, Any] | None = None) -> dict[str, Any]:
        """What is left when the page's number, order and search are taken away; here a search belongs to pages that have one."""
        given = dict(params or self.filter_params)
        spare = PAGING | ({SEARCH_VAR} if self.search_fields else set())
        return {name: value for name, value in given.items() if name not in spare}

    def get_filters(self, request: HttpRequest) -> Any:
        """Raises DisallowedModelAdminLookup for what neither a filter nor the dates took."""
        self._refuse_impossible_dates()
        found = super().get_filters(request)
        taken = {f"{self.date_hierarchy}__{end}" for end in ("gte", "lt")} if self._asked_dates() else set()
        if unknown := found[2].keys() - taken:
            raise DisallowedModelAdminLookup(f"not offered: {sorted(unknown)}")
        return found

    def _asked_dates(self) -> dict[str, list[str]]:
        names = [f"{self.date_hierarchy}__{part}" for part in ("year", "month", "day")] if self.date_hierarchy else []
        return {name: self.filter_params[name] for name in names if name in self.filter_params}

    def _refuse_impossible_dates(self) -> None:
        """Year, month and day as the page links them: each once, none without the one before, and together a day."""
        asked = self._asked_dates()
        wanted = [f"{self.date_hierarchy}__{part}" for part in ("year", "month", "day")][: len(asked)]
        refuse_unless(list(asked) == wanted and all(len(values) == 1 for values in asked.values()))
        try:
            numbers = [int(values[0]) for values in asked.values()]
            is_day = not numbers or date.min.year < date(*[*numbers, 1, 1][:3]).year < date.max.year
        except (ValueError, OverflowError):
            is_day = False
        refuse_unless(is_day)


class PortalAdmin(admin.ModelAdmin):
    """Put it below every admin of ours; a test holds that."""

    # Counts beside each filter are questions, too.
    show_facets = ShowFacets.NEVER
    view_on_site = False

    def changeform_view(self, *arguments: Any, **options: Any) -> Any:
        """What is noted on the way, here and by services, is written at the end and at once."""
        with transaction.atomic(), recorded_together():
            return super().changeform_view(*arguments, **options)

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[ChangeList]:
        """The list that refuses what it does not offer."""
        return OfferedChangeList

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Django asks before it knows what the filters take; the list asks afterwards, and knows better."""
        return True

    def to_field_allowed(self, request: HttpRequest, to_field: str) -> bool:
        """Rows are opened and pointed to by their keys."""
        return to_field in {"pk", self.opts.pk.name}

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """No form is filled in by an address."""
        return {}

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """None for what no key can be."""
        return super().get_object(request, object_id, from_field or None) if self._is_key(object_id) else None

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> tuple[QuerySet[Any], bool]:
        """Nothing for what nobody types."""
        is_typed = NUL not in search_term and len(search_term) <= LONGEST_SEARCH
        return super().get_search_results(request, queryset, search_term) if is_typed else (queryset.none(), False)

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        """Carry out an action for rows that can be."""
        refuse_unless(all(map(self._is_key, request.POST.getlist(ACTION_CHECKBOX_NAME))))
        return super().response_action(request, queryset)

    def _is_key(self, given: str) -> bool:
        try:
            self.opts.pk.to_python(given)
        except ValidationError:
            return False
        return NUL not in given


class BoundedInline(InlineModelAdmin):
    """Rows below a row. A form that says it has two thousand million of them is read as far as anybody fills one in."""

    max_num = MOST_ROWS

    def get_formset(self, request: HttpRequest, obj: Any = None, **options: Any) -> Any:
        """Django reads a thousand rows more than it takes."""
        return super().get_formset(request, obj, absolute_max=MOST_ROWS, **options)


def refuse_unless(is_offered: bool) -> None:
    """Raises BadRequest (400)."""
    if not is_offered:
        raise BadRequest(_("The address asks for something this page does not offer."))
