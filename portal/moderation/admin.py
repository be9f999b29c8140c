"""Moderation as staff see it in the admin: to read, never to change; a moderator what was given to them, as at the desk."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from portal.core.admin.read_only import ReadOnlyAdmin
from portal.discussion.models import Comment
from portal.moderation.models import Claim, DailySummary, ModerationDecision, Report, Review


class AboutComments(ReadOnlyAdmin):
    """Rows that belong to a comment: those in the reader's tasks only."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Those about comments that the reader moderates; the address of any other row leads nowhere."""
        return super().get_queryset(request).filter(comment__in=Comment.objects.moderated_by(request.user))


@admin.register(ModerationDecision)
class ModerationDecisionAdmin(AboutComments):
    list_display = ["created_at", "action", "rule", "comment_id", "moderator"]
    list_filter = ["action", "rule"]
    search_fields = ["=comment__id", "moderator__nickname"]
    list_select_related = ["moderator"]
    date_hierarchy = "created_at"
    ordering = ["-created_at", "-pk"]


@admin.register(Report)
class ReportAdmin(AboutComments):
    # Who reported, and from where, is nobody's business, not even here.
    fields = ["comment", "reason", "text", "weight", "created_at", "decision"]
    list_display = ["created_at", "reason", "weight", "comment_id", "decision"]
    list_filter = ["reason"]
    search_fields = ["=comment__id"]
    list_select_related = ["decision"]
    date_hierarchy = "created_at"
    ordering = ["-created_at", "-pk"]


@admin.register(Review)
class ReviewAdmin(AboutComments):
    list_display = ["began_at", "comment_id", "weight", "lapses_at", "outcome", "ended_at"]
    list_filter = ["outcome"]
    search_fields = ["=comment__id"]
    date_hierarchy = "began_at"
    ordering = ["-began_at", "-pk"]


@admin.register(Claim)
class ClaimAdmin(AboutComments):
    list_display = ["claimed_at", "comment_id", "moderator", "given_by"]
    search_fields = ["=comment__id"]
    list_select_related = ["moderator", "given_by"]
    date_hierarchy = "claimed_at"
    ordering = ["-claimed_at", "pk"]


@admin.register(DailySummary)
class DailySummaryAdmin(ReadOnlyAdmin):
    list_display = ["day", "written_at"]
    ordering = ["-day"]
