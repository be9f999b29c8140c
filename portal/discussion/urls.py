"""Addresses of the discussion."""

from django.urls import path

from portal.discussion.views import reading, searching, topics, voting, writing

app_name = "discussion"
urlpatterns = [
    path("tasks/<slug:slug>/comments/post/", writing.post, name="post"),
    path("tasks/<slug:slug>/comments/search/", searching.search, name="search"),
    path("tasks/<slug:slug>/comments/similar/", searching.similar, name="similar"),
    path("tasks/<slug:slug>/comments/newer/", reading.newer, name="newer"),
    path("comments/<int:pk>/", reading.permalink, name="permalink"),
    path("comments/<int:pk>/reply/", writing.reply, name="reply"),
    path("comments/<int:pk>/edit/", writing.edit, name="edit"),
    path("comments/<int:pk>/history/", reading.history, name="history"),
    path("comments/<int:pk>/topic/", topics.topic, name="topic"),
    path("comments/<int:pk>/language/", topics.language, name="language"),
    path("comments/<int:pk>/withdraw/", writing.withdraw, name="withdraw"),
    path("comments/<int:pk>/vote/", voting.vote, name="vote"),
    path("comments/<int:pk>/replies/", reading.replies, name="replies"),
]
