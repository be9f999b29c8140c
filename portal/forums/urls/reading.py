"""Pages that show forums."""

from django.urls import path

from portal.forums.views import reading

LITERAL = [
    path("forums/", reading.forum_list, name="forum_list"),
    path("forums/mine/", reading.my_forums, name="my_forums"),
]
urlpatterns = [
    path("forums/<slug:slug>/", reading.forum_detail, name="forum_detail"),
    path("forums/<slug:slug>/calendar.ics", reading.calendar, name="calendar"),
]
