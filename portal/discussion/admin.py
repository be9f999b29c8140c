"""Comments to look at, topics, and how a task may be discussed. Nobody changes a citizen's words here."""

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from portal.core.admin.audited import RecordedAdmin
from portal.core.admin.base import PortalAdmin
from portal.core.admin.read_only import ReadOnlyAdmin
from portal.core.people import person_of
from portal.discussion import services
from portal.discussion.models import Comment, Discussion, Topic


@admin.register(Comment)
class CommentAdmin(ReadOnlyAdmin):
    """For reference only; what happens to a comment is decided at the moderators' desk."""

    list_display = (
        "pk",
        "task",
        "author",
        "department",
        "topic",
        "state",
        "pending_for",
        "rule",
        "created_at",
        "edited_at",
        "reply_count",
    )
    list_filter = ("state", "pending_for", "rule", "topic", "department", "task")
    list_select_related = ("task", "author", "department", "topic")
    # Whoever wants to know what one person wrote says why, on the page of the person.
    search_fields = ("=id",)
    ordering = ("-pk",)
    fields = (
        "task", "author", "department", "topic", "parent", "root", "answered", "depth", "stance", "state", "pending_for", "rule",
        "state_changed_at", "blocked_until", "created_at", "edited_at", "officially_answered_at",
        "agree_count", "disagree_count", "pass_count", "reply_count",
    )  # fmt: skip
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Comment]:
        """Without the words: what is hidden is read at the desk, where it is asked for."""
        return super().get_queryset(request).defer("body")


@admin.register(Topic)
class TopicAdmin(RecordedAdmin, TranslationAdmin):
    """What authors may choose from. A topic in use stays; it can be offered no longer."""

    list_display = ("name", "slug", "position", "is_offered")
    list_editable = ("position", "is_offered")
    ordering = ("position", "pk")
    prepopulated_fields = {"slug": ("name_en",)}

    def has_delete_permission(self, request: HttpRequest, obj: Topic | None = None) -> bool:
        """Only what no comment is sorted under."""
        is_used = obj is not None and obj.comments.exists()
        return not is_used and super().has_delete_permission(request, obj)


@admin.register(Discussion)
class DiscussionAdmin(PortalAdmin):
    """Opens and closes the discussion of a task, and says what is looked at before it appears."""

    list_display = ("task", "state", "screening")
    list_filter = ("state", "screening")
    list_select_related = ("task",)
    ordering = ("task__number",)
    actions = ("close", "open", "screen_nothing", "screen_first_comments", "screen_everything")

    @admin.action(description=_("Close for writing and voting"), permissions=["change"])
    def close(self, request: HttpRequest, queryset: QuerySet[Discussion]) -> None:
        for discussion in queryset.select_related("task"):
            services.close_discussion(task=discussion.task, by=person_of(request))

    @admin.action(description=_("Open for writing and voting"), permissions=["change"])
    def open(self, request: HttpRequest, queryset: QuerySet[Discussion]) -> None:
        for discussion in queryset.select_related("task"):
            services.open_discussion(task=discussion.task, by=person_of(request))

    @admin.action(description=_("Publish comments at once"), permissions=["change"])
    def screen_nothing(self, request: HttpRequest, queryset: QuerySet[Discussion]) -> None:
        _screen(request, queryset, Discussion.Screening.AT_ONCE)

    @admin.action(description=_("Look at a person's first comment first"), permissions=["change"])
    def screen_first_comments(self, request: HttpRequest, queryset: QuerySet[Discussion]) -> None:
        _screen(request, queryset, Discussion.Screening.FIRST_COMMENT)

    @admin.action(description=_("Look at every comment first"), permissions=["change"])
    def screen_everything(self, request: HttpRequest, queryset: QuerySet[Discussion]) -> None:
        _screen(request, queryset, Discussion.Screening.ALL)

    def get_readonly_fields(self, request: HttpRequest, obj: Discussion | None = None) -> tuple[str, ...]:
        """A discussion stays with its task."""
        return ("task",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Discussion, form: "ModelForm[Discussion]", change: bool) -> None:
        """Change through the services, which record who did it."""
        is_open = obj.state == Discussion.State.OPEN
        (services.open_discussion if is_open else services.close_discussion)(task=obj.task, by=person_of(request))
        services.set_screening(task=obj.task, screening=obj.screening, by=person_of(request))

    def has_delete_permission(self, request: HttpRequest, obj: Discussion | None = None) -> bool:
        return False


def _screen(request: HttpRequest, queryset: QuerySet[Discussion], screening: str) -> None:
    for discussion in queryset.select_related("task"):
        services.set_screening(task=discussion.task, screening=screening, by=person_of(request))
