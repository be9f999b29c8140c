"""Addresses of registrations: the form, what the links in mails open, tickets, one's own forums."""

from django.urls import path

from portal.registrations.views import by_link, feeds, my_forums, registering, responses, tickets

app_name = "registrations"
urlpatterns = [
    path("forums/mine/", my_forums.my_forums, name="my_forums"),
    path("forums/feed/<str:secret>.ics", feeds.personal_feed, name="personal_feed"),
    path("forums/mine/calendar/", feeds.my_feed, name="my_feed"),
    path("forums/mine/calendar/close/", feeds.close_my_feed, name="close_my_feed"),
    path("forums/place/<str:token>/", by_link.registration_page, name="link"),
    path("forums/place/<str:token>/change/", by_link.change, name="link_change"),
    path("forums/place/<str:token>/new-ticket/", by_link.new_ticket, name="link_new_ticket"),
    path("forums/place/<str:token>/accept/", by_link.accept, name="link_accept"),
    path("forums/place/<str:token>/decline/", by_link.decline, name="link_decline"),
    path("forums/place/<str:token>/cancel/", by_link.give_back, name="link_cancel"),
    path("forums/tickets/<str:token>/", tickets.ticket, name="ticket"),
    path("forums/<slug:slug>/register/", registering.register, name="register"),
    path("forums/<slug:slug>/answers/", responses.answers, name="answers"),
    path("forums/<slug:slug>/hold/", registering.reserve, name="reserve"),
    path("forums/<slug:slug>/hold/extend/", registering.extend_reservation, name="extend_reservation"),
    path("forums/<slug:slug>/hold/let-go/", registering.release, name="release"),
    path("forums/<slug:slug>/cancel/", registering.cancel, name="cancel"),
]
