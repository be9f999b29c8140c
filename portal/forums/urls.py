"""Addresses at which forums are announced.

The page of a forum says how the visitor stands to it, and the calendar file knows their seat. A package above makes both, and
`portal.urls` hands them in.
"""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path

from portal.forums import views

app_name = "forums"


def addresses(
    *, forum_page: Callable[..., HttpResponse], forum_calendar: Callable[..., HttpResponse]
) -> tuple[list[URLPattern], str]:
    """The addresses and their namespace, for `include`."""
    return [
        path("forums/", views.forum_list, name="forum_list"),
        path("forums/calendar/", views.month, name="month"),
        path("forums/feed.ics", views.feed, name="feed"),
        path("forums/<slug:slug>/", forum_page, name="forum_detail"),
        path("forums/<slug:slug>/calendar.ics", forum_calendar, name="calendar"),
    ], app_name
