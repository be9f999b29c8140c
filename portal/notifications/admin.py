"""What did not arrive, as administrators see it: which message, when and why, and to which mail server, but not to whom."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from portal.core.admin.read_only import ReadOnlyAdmin
from portal.notifications.models import Notification


@admin.register(Notification)
class UndeliverableMessageAdmin(ReadOnlyAdmin):
    """Messages that a mail server refused for good, or that it did not take at any try; the newest first."""

    change_list_template = "notifications/admin_undeliverable.html"
    list_display = fields = readonly_fields = ("failed_at", "kind", "server", "state", "failure", "created_at")
    list_filter = ("state", "kind")
    ordering = ("-failed_at", "-pk")
    show_full_result_count = False

    @admin.display(description=_("mail server"))
    def server(self, message: Notification) -> str:
        """The part of the address that is nobody's own."""
        return message.address.rpartition("@")[2]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Notification]:
        """Nothing else of the outbox is anybody's business."""
        return Notification.objects.undeliverable()

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list, below how many there are of each kind."""
        counts = (
            Notification.objects.undeliverable().order_by().values("kind").annotate(count=Count("pk")).order_by("-count", "kind")
        )
        return super().changelist_view(request, {**(extra_context or {}), "counts": counts})
