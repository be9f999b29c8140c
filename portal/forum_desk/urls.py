"""Addresses of the organisers' desk."""

from django.urls import path, register_converter

from portal.forum_desk.forms import PART_FORMS
from portal.forum_desk.views import attendees, desk, editing, exports, lifecycle, mailings


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


app_name = "forum_desk"
urlpatterns = [
    path("forums/manage/", desk.desk, name="desk"),
    path("forums/manage/new/", editing.new_forum, name="new"),
    path(FORUM, desk.forum_desk, name="forum"),
    path(f"{FORUM}edit/", editing.edit_forum, name="edit"),
    path(f"{FORUM}preview/", desk.preview, name="preview"),
    path(f"{FORUM}publish/", lifecycle.publish, name="publish"),
    path(f"{FORUM}call-off/", lifecycle.call_off, name="call_off"),
    path(f"{FORUM}duplicate/", lifecycle.duplicate, name="duplicate"),
    path(f"{FORUM}discard/", lifecycle.discard, name="discard"),
    path(PARTS, editing.parts, name="parts"),
    path(f"{PARTS}<int:pk>/", editing.part, name="part"),
    path(f"{PARTS}<int:pk>/remove/", editing.remove_part, name="remove_part"),
    path(f"{PARTS}<int:pk>/move/", editing.move_part, name="move_part"),
    path("forums/manage/<slug:slug>/attendees/", attendees.attendees, name="attendees"),
    path("forums/manage/<slug:slug>/attendees/print/", exports.attendees_print, name="attendees_print"),
    path("forums/manage/<slug:slug>/attendees/export/", exports.attendees_export, name="attendees_export"),
    path("forums/manage/exports/<uuid:uid>/", exports.export, name="export"),
    path("forums/manage/<slug:slug>/letters/", mailings.mailings, name="mailings"),
    path("forums/manage/<slug:slug>/letters/new/", mailings.write_mailing, name="write_mailing"),
    path("forums/manage/<slug:slug>/letters/<int:pk>/", mailings.mailing, name="mailing"),
    path("forums/manage/<slug:slug>/attendees/<int:pk>/", attendees.attendee, name="attendee"),
    path("forums/manage/<slug:slug>/attendees/<int:pk>/cancel/", attendees.attendee_cancel, name="attendee_cancel"),
    path("forums/manage/<slug:slug>/attendees/<int:pk>/files/<int:answer>/", attendees.attendee_file, name="attendee_file"),
]
