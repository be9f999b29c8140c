"""Addresses of moderation."""

from django.urls import path

from portal.moderation.views import bulk, claims, decisions, queue, reports, team, transparency

app_name = "moderation"
urlpatterns = [
    path("comments/<int:pk>/report/", reports.report, name="report"),
    path("comments/<int:pk>/decision/", reports.explanation, name="explanation"),
    path("my/reports/", reports.my_reports, name="my_reports"),
    path("moderation/", queue.queue, name="queue"),
    path("moderation/decisions/", queue.decision_list, name="decision_list"),
    path("moderation/comments/<int:pk>/hide/", decisions.hide, name="hide"),
    path("moderation/comments/<int:pk>/keep/", decisions.keep, name="keep"),
    path("moderation/comments/<int:pk>/restore/", decisions.restore, name="restore"),
    path("moderation/comments/<int:pk>/publish/", decisions.publish, name="publish"),
    path("moderation/comments/<int:pk>/claim/", claims.claim, name="claim"),
    path("moderation/comments/<int:pk>/release/", claims.release, name="release"),
    path("moderation/comments/<int:pk>/assign/", claims.assign, name="assign"),
    path("moderation/decisions/<int:pk>/undo/", decisions.undo, name="undo"),
    path("moderation/bulk/", bulk.bulk, name="bulk"),
    path("moderation/bulk/<uuid:batch>/undo/", bulk.undo_bulk, name="undo_bulk"),
    path("moderation/team/", team.team, name="team"),
    path("moderation/team/<int:pk>/", team.scope, name="scope"),
    path("moderation/discussions/", team.discussion_list, name="discussion_list"),
    path("moderation/discussions/<slug:slug>/", team.discussion_form, name="discussion_form"),
    path("transparency/", transparency.transparency, name="transparency"),
    path("transparency/audit/", transparency.audit_heads, name="audit_heads"),
    path("transparency/audit/heads.txt", transparency.audit_heads_file, name="audit_heads_file"),
    path("transparency/moderation-by-month.csv", transparency.transparency_file, name="transparency_file"),
]
