"""The list of a forum's people, its exports, letters to them."""

from django.urls import path

from portal.forums.views import attendee_lists, attendees, letters

urlpatterns = [
    path("forums/manage/<slug:slug>/attendees/", attendees.attendees, name="attendees"),
    path("forums/manage/<slug:slug>/attendees/print/", attendee_lists.attendees_print, name="attendees_print"),
    path("forums/manage/<slug:slug>/attendees/export/", attendee_lists.attendees_export, name="attendees_export"),
    path("forums/manage/exports/<uuid:uid>/", attendee_lists.export, name="export"),
    path("forums/manage/<slug:slug>/letters/", letters.letters, name="letters"),
    path("forums/manage/<slug:slug>/letters/new/", letters.write_letter, name="write_letter"),
    path("forums/manage/<slug:slug>/letters/<int:pk>/", letters.letter, name="letter"),
    path("forums/manage/<slug:slug>/attendees/<int:pk>/", attendees.attendee, name="attendee"),
    path("forums/manage/<slug:slug>/attendees/<int:pk>/cancel/", attendees.attendee_cancel, name="attendee_cancel"),
    path("forums/manage/<slug:slug>/attendees/<int:pk>/files/<int:answer>/", attendees.attendee_file, name="attendee_file"),
]
