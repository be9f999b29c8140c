"""The organisers' side in the admin: to look at, and actions on many that call services."""

from datetime import timedelta

import pytest
from django.urls import reverse

from portal.forums.models import Forum
from portal.forums.states import ForumState
from portal.registrations import services
from portal.registrations.states import State
from tests.factories import make_citizen, make_forum, make_staff

pytestmark = pytest.mark.django_db
LIST = "admin:forums_forum_changelist"


@pytest.fixture
def organiser(client):
    person = make_staff("organiser", is_staff=True)
    client.force_login(person)
    return person


def run(client, action: str, rows, url: str = LIST, **data):
    return client.post(reverse(url), {"action": action, "_selected_action": [row.pk for row in rows], **data}, follow=True)


def test_forums_are_not_written_in_the_admin(client, organiser):
    """There is one way to write them, which says what a change does to people: the desk."""
    forum = make_forum()

    assert client.get(reverse("admin:forums_forum_add")).status_code == 403
    assert client.post(reverse("admin:forums_forum_change", args=[forum.pk]), {"title_ko": "다른 제목"}).status_code == 403
    assert client.get(reverse("admin:forums_forum_delete", args=[forum.pk])).status_code == 403
    assert client.get(reverse("admin:forums_forum_change", args=[forum.pk])).status_code == 200


def test_publishing_and_calling_off_are_actions(client, organiser):
    draft, running = make_forum(state=ForumState.DRAFT), make_forum()

    run(client, "publish", [draft])
    asked = run(client, "call_off", [draft, running])
    untouched = set(Forum.objects.values_list("state", flat=True))
    run(client, "call_off", [draft, running], confirmed="yes", reason_ko="태풍 예보")

    assert "되돌릴 수 없습니다" in asked.content.decode()
    assert untouched == {ForumState.PUBLISHED}
    assert set(Forum.objects.values_list("state", "cancellation_reason_ko")) == {(ForumState.CANCELLED, "태풍 예보")}


def test_calling_off_without_a_reason_asks_again(client, organiser):
    forum = make_forum()

    response = run(client, "call_off", [forum], confirmed="yes", reason_ko=" ")

    forum.refresh_from_db()
    assert response.context["form"].errors["reason_ko"]
    assert forum.state == ForumState.PUBLISHED


def test_cancelling_a_registration_promotes_and_a_refusal_is_said(client, organiser, time_machine):
    forum, started = make_forum(capacity=1), make_forum(starts_at=make_forum().starts_at - timedelta(days=5))
    seated, waiting = [services.register(forum=forum, citizen=make_citizen()) for _ in range(2)]
    late = services.register(forum=started, citizen=make_citizen())
    time_machine.move_to(started.starts_at)
    client.force_login(organiser)

    response = run(client, "cancel", [seated, late], url="admin:registrations_registration_changelist")

    assert list(forum.registrations.confirmed()) == [waiting]
    late.refresh_from_db()
    assert late.state == State.CONFIRMED
    assert "이미 시작한 포럼이라" in response.content.decode()


def test_registrations_cannot_be_written_by_hand(client, organiser):
    registration = services.register(forum=make_forum(), citizen=make_citizen())

    assert client.get(reverse("admin:registrations_registration_add")).status_code == 403
    assert client.get(reverse("admin:registrations_registration_delete", args=[registration.pk])).status_code == 403
    shown = client.get(reverse("admin:registrations_registration_change", args=[registration.pk]))
    assert shown.status_code == 200
    assert '<input type="text"' not in shown.content.decode().partition("registration_form")[2]


@pytest.mark.parametrize("role", ["moderator", "officer"])
def test_other_staff_cannot_touch_forums(client, role):
    forum = make_forum()
    client.force_login(make_staff(role, is_staff=True))

    assert client.get(reverse(LIST)).status_code == 403
    assert client.get(reverse("admin:forums_forum_change", args=[forum.pk])).status_code == 403
    run(client, "call_off", [forum], confirmed="yes", reason_ko="장난")
    forum.refresh_from_db()
    assert forum.state == ForumState.PUBLISHED
