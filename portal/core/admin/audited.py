"""Rows that staff edit in the admin, with an audit event for each change."""

from typing import Any

from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from portal.core.admin.base import PortalAdmin
from portal.core.audit_log import NewEvent, record_event, record_events


class RecordedAdmin(PortalAdmin):
    """Put before other admins in the list of bases. Noted is which fields were changed, not what stood in them."""

    def log_addition(self, request: HttpRequest, obj: models.Model, message: Any) -> Any:
        """Django calls it in the transaction that saves the row."""
        logged = super().log_addition(request, obj, message)
        record_event(**self._event(request, obj, "added"))
        return logged

    def log_change(self, request: HttpRequest, obj: models.Model, message: Any) -> Any:
        """Django calls it in the transaction that saves the row; a form saved without a change tells nothing."""
        logged = super().log_change(request, obj, message)
        if message:
            record_event(**self._event(request, obj, "changed"), details={"changes": message})
        return logged

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        """The page that deletes one."""
        with transaction.atomic():
            event = self._event(request, obj, "deleted")
            super().delete_model(request, obj)
            record_event(**event)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[models.Model]) -> None:
        """The action that deletes many."""
        with transaction.atomic():
            events = [NewEvent(**self._event(request, row, "deleted")) for row in queryset]
            super().delete_queryset(request, queryset)
            record_events(events)

    def _event(self, request: HttpRequest, row: models.Model, verb: str) -> dict[str, Any]:
        kind = f"{self.opts.app_label}.{self.opts.model_name}"
        return {"action": f"{kind}_{verb}", "actor": request.user, "subject": f"{self.opts.model_name}:{row.pk}"}
