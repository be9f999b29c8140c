"""Addresses of the discussion."""

from django.urls import path

from portal.discussion import views

app_name = "discussion"
urlpatterns = [
    path("tasks/<slug:slug>/comments/post/", views.post, name="post"),
    path("comments/<int:pk>/", views.permalink, name="permalink"),
    path("comments/<int:pk>/reply/", views.reply, name="reply"),
    path("comments/<int:pk>/edit/", views.edit, name="edit"),
    path("comments/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("comments/<int:pk>/vote/", views.vote, name="vote"),
    path("comments/<int:pk>/replies/", views.replies, name="replies"),
]
