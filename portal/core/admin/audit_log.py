"""The audit log as administrators read it. Whether it is unbroken, `manage.py verify_audit` says."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from portal.core.admin.read_only import ReadOnlyAdmin
from portal.core.models import AuditEvent, concerns

# As many as a key in the database may have.
MOST_DIGITS = 18


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    """Who did what, newest first."""

    list_display = ("number", "happened_at", "action", "subject", "actor", "role", "person", "reason")
    list_filter = ("action", "role")
    search_fields = ("=subject", "=person")
    search_help_text = "comment:12 · task:3 · 1024"
    ordering = ("-number",)
    # Counting every row for each page of the list would take long one day.
    show_full_result_count = False

    @admin.display(description=gettext_lazy("why"))
    def reason(self, event: AuditEvent) -> str:
        """The words, as long as they are kept."""
        return event.reason

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[AuditEvent], search_term: str
    ) -> tuple[QuerySet[AuditEvent], bool]:
        """A number is a person's: also those entries are found in which they stand on a list with others."""
        number = search_term.strip()
        if number.isdecimal() and len(number) <= MOST_DIGITS:
            return queryset.filter(concerns(int(number))), False
        return super().get_search_results(request, queryset, search_term)
