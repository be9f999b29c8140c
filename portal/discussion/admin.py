"""Comments to look at, and whether a task may be discussed. Nobody changes a citizen's words here."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.core.read_only_admin import ReadOnlyAdmin
from portal.discussion import services
from portal.discussion.models import Comment, Discussion


@admin.register(Comment)
class CommentAdmin(ReadOnlyAdmin):
    """For reference only; what happens to a comment is decided at the moderators' desk."""

    list_display = ("pk", "task", "author", "state", "rule", "created_at", "edited_at", "reply_count")
    list_filter = ("state", "rule", "task")
    list_select_related = ("task", "author")
    search_fields = ("=id", "author__nickname")
    ordering = ("-pk",)
    fields = (
        "task", "author", "parent", "root", "answered", "depth", "stance", "state", "rule", "state_changed_at",
        "created_at", "edited_at", "agree_count", "disagree_count", "pass_count", "reply_count",
    )  # fmt: skip
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Comment]:
        """Without the words: what is hidden is read at the desk, where it is asked for."""
        return super().get_queryset(request).defer("body")


@admin.register(Discussion)
class DiscussionAdmin(admin.ModelAdmin):
    """Opens and closes the discussion of a task."""

    list_display = ("task", "state")
    list_select_related = ("task",)
    ordering = ("task__number",)
    actions = ("close", "open")

    @admin.action(description=_("Close for writing and voting"), permissions=["change"])
    def close(self, request: HttpRequest, queryset: QuerySet[Discussion]) -> None:
        for discussion in queryset.select_related("task"):
            services.close_discussion(task=discussion.task)

    @admin.action(description=_("Open for writing and voting"), permissions=["change"])
    def open(self, request: HttpRequest, queryset: QuerySet[Discussion]) -> None:
        for discussion in queryset.select_related("task"):
            services.open_discussion(task=discussion.task)

    def save_model(self, request: HttpRequest, obj: Discussion, form, change: bool) -> None:
        is_open = obj.state == Discussion.State.OPEN
        (services.open_discussion if is_open else services.close_discussion)(task=obj.task)

    def has_delete_permission(self, request: HttpRequest, obj: Discussion | None = None) -> bool:
        return False
