"""Addresses of what is reported about tasks."""

from django.urls import path

from portal.progress.views import editing, imports, reading

app_name = "progress"
urlpatterns = [
    path("milestones/lines.csv", imports.milestone_file, name="milestone_file"),
    path("milestones/import/", imports.import_milestones, name="import_milestones"),
    path("tasks/<slug:slug>/updates/", reading.update_list, name="update_list"),
    path("tasks/<slug:slug>/updates/<int:pk>/", reading.update_detail, name="update_detail"),
    path("tasks/<slug:slug>/updates/<int:pk>/files/<int:file>/", reading.update_file, name="update_file"),
    path("tasks/<slug:slug>/history/", reading.history, name="history"),
    path("tasks/<slug:slug>/follow/", reading.follow, name="follow"),
    path("tasks/<slug:slug>/unfollow/", reading.unfollow, name="unfollow"),
    path("follows/<str:token>/", reading.unfollow_by_mail, name="unfollow_by_mail"),
    path("follows/<str:token>/one-click/", reading.unfollow_in_one_click, name="unfollow_in_one_click"),
    path("tasks/<slug:slug>/edit/", editing.edit, name="edit"),
    path("tasks/<slug:slug>/edit/status/", editing.edit_status, name="edit_status"),
    path("tasks/<slug:slug>/edit/milestones/new/", editing.add_milestone, name="add_milestone"),
    path("tasks/<slug:slug>/edit/milestones/<int:pk>/", editing.edit_milestone, name="edit_milestone"),
    path("tasks/<slug:slug>/edit/milestones/<int:pk>/remove/", editing.remove_milestone, name="remove_milestone"),
    path("tasks/<slug:slug>/edit/question/", editing.edit_window, name="edit_window"),
    path("tasks/<slug:slug>/edit/question/outcome/", editing.decide_window, name="decide_window"),
    path("tasks/<slug:slug>/edit/updates/new/", editing.add_update, name="add_update"),
    path("tasks/<slug:slug>/edit/updates/<int:pk>/", editing.edit_update, name="edit_update"),
    path("tasks/<slug:slug>/edit/updates/<int:pk>/preview/", editing.preview_update, name="preview_update"),
    path("tasks/<slug:slug>/edit/updates/<int:pk>/publish/", editing.publish_update, name="publish_update"),
    path("tasks/<slug:slug>/edit/updates/<int:pk>/discard/", editing.discard_update, name="discard_update"),
    path("tasks/<slug:slug>/edit/updates/<int:pk>/withdraw/", editing.withdraw_update, name="withdraw_update"),
]
