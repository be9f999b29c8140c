"""What administrators see of reports and decisions in the admin: everything to read, nothing to change."""

import pytest
from django.contrib import admin
from django.test import RequestFactory

from portal.discussion.models import Comment
from portal.moderation.models import ModerationDecision, Report
from tests.factories import make_decision, make_report, make_staff

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [Report, ModerationDecision])
def test_nobody_adds_changes_or_deletes(model):
    request = RequestFactory().get("/")
    request.user = make_staff("administrator", is_superuser=True, is_staff=True)
    model_admin = admin.site.get_model_admin(model)

    assert model_admin.has_view_permission(request)
    assert model_admin.get_model_perms(request) == {"add": False, "change": False, "delete": False, "view": True}


def test_the_words_and_the_state_of_a_comment_are_not_changed_in_the_admin():
    request = RequestFactory().get("/")
    request.user = make_staff("administrator", is_superuser=True, is_staff=True)
    model_admin = admin.site.get_model_admin(Comment)
    written_by_hand = {"body", "state", "rule", "author", "agree_count"} - set(model_admin.get_readonly_fields(request))

    assert not model_admin.has_change_permission(request) or written_by_hand == set()
    assert not model_admin.has_add_permission(request)
    assert not model_admin.has_delete_permission(request)


def test_the_lists_and_pages_open_and_do_not_name_reporters(client):
    client.force_login(make_staff("administrator", is_superuser=True, is_staff=True))
    report, decision = make_report(), make_decision()

    lists = [client.get(f"/admin/moderation/{name}/") for name in ("report", "moderationdecision")]
    page = client.get(f"/admin/moderation/report/{report.pk}/change/")
    other = client.get(f"/admin/moderation/moderationdecision/{decision.pk}/change/")

    assert [answer.status_code for answer in (*lists, page, other)] == [200] * 4
    assert [report.reporter.nickname in answer.content.decode() for answer in (lists[0], page)] == [False, False]
    assert client.post(f"/admin/moderation/report/{report.pk}/change/", {"reason": "spam"}).status_code == 403
    assert client.post(f"/admin/moderation/moderationdecision/{decision.pk}/delete/", {"post": "yes"}).status_code == 403
