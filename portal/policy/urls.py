"""Addresses of the policy package. A single task is a page where packages meet: `pages:task`."""

from django.urls import path

from portal.policy import edit_views, import_views, news_views, views

app_name = "policy"
urlpatterns = [
    path("tasks/", views.task_list, name="task_list"),
    path("budget/", views.budget, name="budget"),
    path("budget/tasks.csv", views.budget_by_task, name="budget_by_task"),
    path("budget/lines.csv", import_views.budget_file, name="budget_file"),
    path("budget/import/", import_views.import_budget, name="import_budget"),
    path("milestones/lines.csv", import_views.milestone_file, name="milestone_file"),
    path("milestones/import/", import_views.import_milestones, name="import_milestones"),
    path("tasks/<slug:slug>/updates/", news_views.update_list, name="update_list"),
    path("tasks/<slug:slug>/updates/<int:pk>/", news_views.update_detail, name="update_detail"),
    path("tasks/<slug:slug>/updates/<int:pk>/files/<int:file>/", news_views.update_file, name="update_file"),
    path("tasks/<slug:slug>/history/", news_views.history, name="history"),
    path("tasks/<slug:slug>/follow/", news_views.follow, name="follow"),
    path("tasks/<slug:slug>/unfollow/", news_views.unfollow, name="unfollow"),
    path("follows/<str:token>/", news_views.unfollow_by_mail, name="unfollow_by_mail"),
    path("follows/<str:token>/one-click/", news_views.unfollow_in_one_click, name="unfollow_in_one_click"),
    path("tasks/<slug:slug>/edit/", edit_views.edit, name="edit"),
    path("tasks/<slug:slug>/edit/status/", edit_views.edit_status, name="edit_status"),
    path("tasks/<slug:slug>/edit/milestones/new/", edit_views.add_milestone, name="add_milestone"),
    path("tasks/<slug:slug>/edit/milestones/<int:pk>/", edit_views.edit_milestone, name="edit_milestone"),
    path("tasks/<slug:slug>/edit/milestones/<int:pk>/remove/", edit_views.remove_milestone, name="remove_milestone"),
    path("tasks/<slug:slug>/edit/updates/new/", edit_views.add_update, name="add_update"),
    path("tasks/<slug:slug>/edit/updates/<int:pk>/", edit_views.edit_update, name="edit_update"),
    path("tasks/<slug:slug>/edit/updates/<int:pk>/preview/", edit_views.preview_update, name="preview_update"),
    path("tasks/<slug:slug>/edit/updates/<int:pk>/publish/", edit_views.publish_update, name="publish_update"),
    path("tasks/<slug:slug>/edit/updates/<int:pk>/discard/", edit_views.discard_update, name="discard_update"),
    path("tasks/<slug:slug>/edit/updates/<int:pk>/withdraw/", edit_views.withdraw_update, name="withdraw_update"),
]
