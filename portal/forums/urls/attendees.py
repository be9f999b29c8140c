"""The list of a forum's people, its exports, letters to them."""

from django.urls import path

from portal.forums.views import attendees

urlpatterns = [
    path("forums/manage/<slug:slug>/attendees/", attendees.attendees, name="attendees"),
    path("forums/manage/<slug:slug>/attendees/<int:pk>/", attendees.attendee, name="attendee"),
    path("forums/manage/<slug:slug>/attendees/<int:pk>/cancel/", attendees.attendee_cancel, name="attendee_cancel"),
    path("forums/manage/<slug:slug>/attendees/<int:pk>/files/<int:answer>/", attendees.attendee_file, name="attendee_file"),
]
