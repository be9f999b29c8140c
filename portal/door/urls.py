"""Addresses of the door and its helpers."""

from django.urls import path

from portal.door.views import check_in, helping, offline

app_name = "door"
urlpatterns = [
    path("forums/manage/<slug:slug>/door/", check_in.door, name="door"),
    path("forums/manage/<slug:slug>/door/walk-in/", check_in.walk_in, name="walk_in"),
    path("forums/manage/<slug:slug>/door/<int:scan>/take-back/", check_in.take_back, name="take_back"),
    path("forums/manage/<slug:slug>/door/snapshot.json", offline.snapshot, name="snapshot"),
    path("forums/manage/<slug:slug>/door/scans/", offline.scans, name="scans"),
    path("forums/worker.js", offline.worker, name="worker"),
    path("forums/manage/<slug:slug>/helpers/", helping.helper_list, name="helper_list"),
    path("forums/manage/<slug:slug>/helpers/<int:helper>/revoke/", helping.revoke_helper, name="revoke_helper"),
    path("forums/helping/<str:token>/", helping.helping, name="helping"),
]
