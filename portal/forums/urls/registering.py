"""Registering, and what a person does with their registration while signed in."""

from django.urls import path

from portal.forums.views import answering, registering

urlpatterns = [
    path("forums/<slug:slug>/register/", registering.register, name="register"),
    path("forums/<slug:slug>/answers/", answering.answers, name="answers"),
    path("forums/<slug:slug>/hold/", registering.hold, name="hold"),
    path("forums/<slug:slug>/hold/extend/", registering.extend, name="extend"),
    path("forums/<slug:slug>/hold/let-go/", registering.let_go, name="let_go"),
    path("forums/<slug:slug>/cancel/", registering.cancel, name="cancel"),
]
