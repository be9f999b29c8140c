"""Addresses of the policy package. A single task is a page where packages meet: `pages:task`."""

from django.urls import path

from portal.policy import views

app_name = "policy"
urlpatterns = [
    path("tasks/", views.task_list, name="task_list"),
    path("budget/", views.budget, name="budget"),
]
