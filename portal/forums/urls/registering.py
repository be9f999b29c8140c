"""Registering, and what a person does with their registration while signed in."""

from django.urls import path

from portal.forums.views import registering

urlpatterns = [
    path("forums/<slug:slug>/register/", registering.register, name="register"),
    path("forums/<slug:slug>/cancel/", registering.cancel, name="cancel"),
]
