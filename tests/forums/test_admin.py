"""The organisers' side in the admin: reference data may be edited, states and seats only through services."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.forums import services
from portal.forums.models import Forum
from portal.forums.states import ForumState, State
from tests.factories import make_citizen, make_forum, make_staff, make_task

pytestmark = pytest.mark.django_db
LIST = "admin:forums_forum_changelist"


@pytest.fixture
def organiser(client):
    person = make_staff("organiser", is_staff=True)
    client.force_login(person)
    return person


def form_of(forum: Forum, **changes) -> dict:
    """What a browser sends back when nothing but `changes` was edited."""
    names = ["slug", "title_ko", "title_en", "summary_ko", "summary_en", "description_ko", "description_en", "place_ko"]
    names += [
        "place_en",
        "address_ko",
        "address_en",
        "contact",
        "capacity",
        "companions_limit",
        "handover",
        "offer_hours",
        "retention_days",
    ]
    data = {name: getattr(forum, name) if getattr(forum, name) is not None else "" for name in names}
    for name in ("starts_at", "ends_at", "registration_opens_at", "registration_closes_at"):
        local = timezone.localtime(changes.pop(name, getattr(forum, name)))
        data |= {f"{name}_0": f"{local:%Y-%m-%d}", f"{name}_1": f"{local:%H:%M:%S}"}
    parts, counts = ("agenda_items", "speakers", "questions"), ("TOTAL", "INITIAL", "MIN_NUM", "MAX_NUM")
    management = {f"{part}-{name}_FORMS": 0 for part in parts for name in counts}
    return {**data, **management, **changes}


def whole(moment):
    """To the second, as forms know times."""
    return moment.replace(microsecond=0)


def make_plain_forum(**fields) -> Forum:
    forum = make_forum(**fields)
    times = ("starts_at", "ends_at", "registration_opens_at", "registration_closes_at")
    Forum.objects.filter(pk=forum.pk).update(**{name: whole(getattr(forum, name)) for name in times})
    forum.refresh_from_db()
    return forum


def run(client, action: str, rows, url: str = LIST, **data):
    return client.post(reverse(url), {"action": action, "_selected_action": [row.pk for row in rows], **data}, follow=True)


def test_a_new_forum_is_a_draft(client, organiser):
    pattern = make_plain_forum()
    task = make_task()
    data = form_of(pattern, slug="new-forum", title_ko="새 포럼", tasks=[task.pk])

    response = client.post(reverse("admin:forums_forum_add"), data)

    assert response.status_code == 302, response.context["errors"]
    forum = Forum.objects.get(slug="new-forum")
    assert (forum.state, forum.seats_taken, list(forum.tasks.all())) == (ForumState.DRAFT, 0, [task])


def test_an_edit_writes_only_what_was_changed(client, organiser):
    forum = make_plain_forum(capacity=2)
    data = form_of(forum, contact="042-000-0000", state="cancelled", seats_taken=99)
    services.register(forum=forum, citizen=make_citizen())

    response = client.post(reverse("admin:forums_forum_change", args=[forum.pk]), data)

    assert response.status_code == 302, response.context["errors"]
    forum.refresh_from_db()
    assert (forum.contact, forum.state, forum.seats_taken, forum.revision) == ("042-000-0000", ForumState.PUBLISHED, 1, 0)


def test_more_seats_promote_and_a_new_time_is_announced(client, organiser, mailbox):
    forum = make_plain_forum(capacity=1)
    seated, waiting = [services.register(forum=forum, citizen=make_citizen()) for _ in range(2)]
    before = len(mailbox.deliver())
    later = forum.ends_at + timedelta(minutes=30)

    client.post(reverse("admin:forums_forum_change", args=[forum.pk]), form_of(forum, capacity=2, ends_at=later))

    forum.refresh_from_db()
    assert (forum.capacity, forum.ends_at, forum.revision) == (2, later, 1)
    assert list(forum.registrations.confirmed()) == [seated, waiting]
    assert sorted(mail["To"] for mail in mailbox.deliver()[before:]) == sorted(
        [seated.citizen.email, waiting.citizen.email, waiting.citizen.email]
    )


def test_too_small_a_capacity_is_said_beside_the_field(client, organiser):
    forum = make_plain_forum(capacity=2)
    for _ in range(2):
        services.register(forum=forum, citizen=make_citizen())

    response = client.post(reverse("admin:forums_forum_change", args=[forum.pk]), form_of(forum, capacity=1))

    assert response.context["adminform"].form.errors["capacity"] == ["이미 2명의 자리가 확정되었습니다."]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"slug": "mine"}, "포털의 다른 페이지가 쓰는 주소입니다."),
        ({"title_ko": ""}, "필수 항목입니다."),
    ],
)
def test_unusable_input_is_refused_with_words(client, organiser, changes, words):
    forum = make_plain_forum()

    response = client.post(reverse("admin:forums_forum_change", args=[forum.pk]), form_of(forum, **changes))

    assert response.status_code == 200
    assert words in response.content.decode()


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

    response = run(client, "cancel", [seated, late], url="admin:forums_registration_changelist")

    assert list(forum.registrations.confirmed()) == [waiting]
    late.refresh_from_db()
    assert late.state == State.CONFIRMED
    assert "이미 시작한 포럼이라" in response.content.decode()


def test_registrations_cannot_be_written_by_hand(client, organiser):
    registration = services.register(forum=make_forum(), citizen=make_citizen())

    assert client.get(reverse("admin:forums_registration_add")).status_code == 403
    assert client.get(reverse("admin:forums_registration_delete", args=[registration.pk])).status_code == 403
    shown = client.get(reverse("admin:forums_registration_change", args=[registration.pk]))
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
