"""Addresses of temporary takedowns."""

from django.urls import path

from portal.takedowns.views import desk, requests

app_name = "takedowns"
urlpatterns = [
    path("comments/<int:pk>/takedown/", requests.takedown_request, name="request"),
    path("comments/<int:pk>/takedown/state/", requests.takedown_about, name="about"),
    path("comments/<int:pk>/takedown/object/", requests.takedown_object, name="object"),
    path("takedowns/confirm/<str:token>/", requests.takedown_confirm, name="confirm"),
    path("takedowns/<str:token>/", requests.takedown_follow, name="follow"),
    path("takedowns/<str:token>/retract/", requests.takedown_retract, name="retract"),
    path("moderation/takedowns/", desk.takedown_list, name="list"),
    path("moderation/takedowns/<int:pk>/", desk.takedown_detail, name="detail"),
    path("moderation/takedowns/<int:pk>/<slug:decision>/", desk.takedown_decide, name="decide"),
    path("moderation/takedowns/<int:pk>/evidence/<int:evidence_pk>/", desk.takedown_evidence, name="evidence"),
]
