"""Reports and decisions as administrators see them: to read, never to change."""

from django.contrib import admin
from django.http import HttpRequest

from portal.moderation.models import ModerationDecision, Report


class ReadOnlyAdmin(admin.ModelAdmin):
    """What happened is decided on the moderators' desk; here it can be looked up."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(ModerationDecision)
class ModerationDecisionAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "action", "rule", "comment_id", "moderator"]
    list_filter = ["action", "rule"]
    list_select_related = ["moderator"]
    date_hierarchy = "created_at"
    ordering = ["-created_at", "-pk"]


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    # Who reported is nobody's business, not even here.
    fields = ["comment", "reason", "text", "created_at", "decision"]
    list_display = ["created_at", "reason", "comment_id", "decision"]
    list_filter = ["reason"]
    list_select_related = ["decision"]
    date_hierarchy = "created_at"
    ordering = ["-created_at", "-pk"]
