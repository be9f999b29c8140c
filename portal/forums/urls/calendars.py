"""The calendar page and the feeds."""

from django.urls import path

from portal.forums.views import calendars

urlpatterns = [
    path("forums/calendar/", calendars.month, name="month"),
    path("forums/feed.ics", calendars.feed, name="feed"),
    path("forums/feed/<str:secret>.ics", calendars.personal_feed, name="personal_feed"),
    path("forums/mine/calendar/", calendars.my_feed, name="my_feed"),
    path("forums/mine/calendar/close/", calendars.close_my_feed, name="close_my_feed"),
]
