"""What the links in mails open, without signing in."""

from django.urls import path

from portal.forums.views import places

urlpatterns = [
    path("forums/place/<str:token>/", places.place, name="place"),
    path("forums/place/<str:token>/change/", places.change, name="place_change"),
    path("forums/place/<str:token>/new-ticket/", places.new_ticket, name="place_new_ticket"),
    path("forums/place/<str:token>/accept/", places.accept, name="place_accept"),
    path("forums/place/<str:token>/decline/", places.decline, name="place_decline"),
    path("forums/place/<str:token>/cancel/", places.give_back, name="place_cancel"),
]
