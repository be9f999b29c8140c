"""Addresses of the moderation package."""

from django.urls import path

from portal.moderation import views

app_name = "moderation"
urlpatterns = [
    path("comments/<int:pk>/report/", views.report, name="report"),
    path("comments/<int:pk>/decision/", views.explanation, name="explanation"),
    path("moderation/", views.queue, name="queue"),
    path("moderation/decisions/", views.decision_list, name="decision_list"),
    path("moderation/comments/<int:pk>/hide/", views.hide, name="hide"),
    path("moderation/comments/<int:pk>/keep/", views.keep, name="keep"),
    path("moderation/comments/<int:pk>/restore/", views.restore, name="restore"),
]
