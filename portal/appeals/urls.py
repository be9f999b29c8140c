"""Addresses of appeals and suspensions."""

from django.urls import path

from portal.appeals.views import appeals, suspensions

app_name = "appeals"
urlpatterns = [
    path("moderation/decisions/<int:pk>/appeal/", appeals.appeal, name="appeal"),
    path("moderation/suspensions/<int:pk>/appeal/", appeals.appeal_suspension, name="appeal_suspension"),
    path("moderation/suspensions/<int:pk>/lift/", suspensions.lift, name="lift"),
    path("moderation/appeals/", appeals.appeal_list, name="appeal_list"),
    path("moderation/appeals/<int:pk>/", appeals.appeal_detail, name="appeal_detail"),
    path("moderation/people/<int:pk>/", suspensions.person, name="person"),
    path("moderation/people/<int:pk>/suspend/", suspensions.suspend, name="suspend"),
    path("my/appeals/", appeals.my_appeals, name="my_appeals"),
    path("my/appeals/<int:pk>/withdraw/", appeals.take_back, name="take_back"),
    path("my/suspension/", suspensions.my_suspension, name="my_suspension"),
]
