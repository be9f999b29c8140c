"""Addresses of the pages where packages meet."""

from django.urls import path

from portal.pages import views
from portal.pages.cards import views as cards
from portal.pages.search.views import search

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("my/", views.my_page, name="my_page"),
    path("my/record/", views.my_record, name="my_record"),
    path("search/", search, name="search"),
    path("about/", views.about, name="about"),
    path("algorithms/", views.algorithms, name="algorithms"),
    path("site.webmanifest", views.manifest, name="manifest"),
    path("components/", views.components, name="components"),
    path("cards/<slug:version>.png", cards.card_portal, name="card_portal"),
    path("cards/tasks/<slug:slug>/<slug:version>.png", cards.card_task, name="card_task"),
    path("cards/forums/<slug:slug>/<slug:version>.png", cards.card_forum, name="card_forum"),
    path("cards/answers/<int:pk>/<slug:version>.png", cards.card_answer, name="card_answer"),
]
