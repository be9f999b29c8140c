"""Addresses of the forums package."""

from django.urls import path

from portal.forums import views

app_name = "forums"

urlpatterns = [
    path("forums/", views.forum_list, name="forum_list"),
    path("forums/mine/", views.my_forums, name="my_forums"),
    path("forums/<slug:slug>/", views.forum_detail, name="forum_detail"),
    path("forums/<slug:slug>/register/", views.register, name="register"),
    path("forums/<slug:slug>/cancel/", views.cancel, name="cancel"),
    path("forums/<slug:slug>/calendar.ics", views.calendar, name="calendar"),
]
