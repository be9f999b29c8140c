"""Tickets and the door."""

from django.urls import path

from portal.forums.views import door, helping, offline_door

urlpatterns = [
    path("forums/tickets/<str:token>/", door.ticket, name="ticket"),
    path("forums/manage/<slug:slug>/door/", door.door, name="door"),
    path("forums/manage/<slug:slug>/door/walk-in/", door.walk_in, name="walk_in"),
    path("forums/manage/<slug:slug>/door/<int:scan>/take-back/", door.take_back, name="take_back"),
    path("forums/manage/<slug:slug>/door/snapshot.json", offline_door.snapshot, name="door_snapshot"),
    path("forums/manage/<slug:slug>/door/scans/", offline_door.scans, name="door_scans"),
    path("forums/worker.js", offline_door.worker, name="worker"),
    path("forums/manage/<slug:slug>/helpers/", helping.helper_list, name="helper_list"),
    path("forums/manage/<slug:slug>/helpers/<int:helper>/revoke/", helping.revoke_helper, name="revoke_helper"),
    path("forums/helping/<str:token>/", helping.helping, name="helping"),
]
