"""Addresses of the forums package. Literal ones come first: a forum's own page catches everything else below /forums/."""

from portal.forums.urls import attendees, calendars, door, organising, places, reading, registering

app_name = "forums"

urlpatterns = [
    *reading.LITERAL,
    *calendars.urlpatterns,
    *organising.urlpatterns,
    *attendees.urlpatterns,
    *places.urlpatterns,
    *door.urlpatterns,
    *reading.urlpatterns,
    *registering.urlpatterns,
]
