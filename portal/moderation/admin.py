"""Reports and decisions as administrators see them: to read, never to change."""

from django.contrib import admin

from portal.core.read_only_admin import ReadOnlyAdmin
from portal.moderation.models import ModerationDecision, Report


@admin.register(ModerationDecision)
class ModerationDecisionAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "action", "rule", "comment_id", "moderator"]
    list_filter = ["action", "rule"]
    search_fields = ["=comment__id", "moderator__nickname"]
    list_select_related = ["moderator"]
    date_hierarchy = "created_at"
    ordering = ["-created_at", "-pk"]


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    # Who reported is nobody's business, not even here.
    fields = ["comment", "reason", "text", "created_at", "decision"]
    list_display = ["created_at", "reason", "comment_id", "decision"]
    list_filter = ["reason"]
    search_fields = ["=comment__id"]
    list_select_related = ["decision"]
    date_hierarchy = "created_at"
    ordering = ["-created_at", "-pk"]
