"""The organisers' desk."""

from django.urls import path, register_converter

from portal.forums.desk_forms import PART_FORMS
from portal.forums.views import editing, organising


class PartConverter:
    """One of the lists that belong to a forum."""

    regex = "|".join(PART_FORMS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(PartConverter, "part")
FORUM = "forums/manage/<slug:slug>/"
PARTS = f"{FORUM}<part:kind>/"

urlpatterns = [
    path("forums/manage/", organising.desk, name="desk"),
    path("forums/manage/new/", editing.new_forum, name="desk_new"),
    path(FORUM, organising.forum_desk, name="desk_forum"),
    path(f"{FORUM}edit/", editing.edit_forum, name="desk_edit"),
    path(f"{FORUM}preview/", organising.preview, name="desk_preview"),
    path(f"{FORUM}publish/", organising.publish, name="desk_publish"),
    path(f"{FORUM}call-off/", organising.call_off, name="desk_call_off"),
    path(f"{FORUM}duplicate/", organising.duplicate, name="desk_duplicate"),
    path(f"{FORUM}discard/", organising.discard, name="desk_discard"),
    path(PARTS, editing.parts, name="desk_parts"),
    path(f"{PARTS}<int:pk>/", editing.part, name="desk_part"),
    path(f"{PARTS}<int:pk>/remove/", editing.remove_part, name="desk_remove_part"),
    path(f"{PARTS}<int:pk>/move/", editing.move_part, name="desk_move_part"),
]
