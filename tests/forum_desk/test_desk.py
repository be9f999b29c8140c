"""The organisers' desk: a forum from its draft to its end, with a warning before whatever touches people."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.core.models import AuditEvent
from portal.forum_desk import services
from portal.forums.models import Forum
from portal.forums.states import ForumState
from portal.notifications.models import Notification
from portal.registrations import services as registrations_services
from portal.registrations.states import State
from tests.factories import make_citizen, make_forum, make_staff, make_task
from tests.forums.reading import page, queries, url_of

pytestmark = pytest.mark.django_db
MOMENTS = ("starts_at", "ends_at", "registration_opens_at", "registration_closes_at")
DESK = reverse("forum_desk:desk")


@pytest.fixture
def organiser(client):
    person = make_staff("organiser")
    client.force_login(person)
    return person


def typed(at) -> str:
    """A time as a browser sends it."""
    local = at if timezone.is_naive(at) else timezone.localtime(at)
    return f"{local:%Y-%m-%dT%H:%M:%S}"


def form_of(client, forum: Forum, **changes) -> dict:
    """What a browser sends back when nothing but `changes` was edited."""
    initial = client.get(url_of("forum_desk:edit", forum)).context["form"]
    data = {}
    for field in initial:
        value = field.value()
        if value is None or value is False:
            continue
        data[field.name] = (
            typed(value) if hasattr(value, "hour") else [each.pk for each in value] if field.name == "tasks" else value
        )
    return {**data, **{name: typed(value) if hasattr(value, "hour") else value for name, value in changes.items()}}


def new_forum_data(**fields) -> dict:
    starts_at = timezone.now().replace(microsecond=0) + timedelta(days=20)
    times = {
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "registration_opens_at": starts_at - timedelta(days=14),
        "registration_closes_at": starts_at - timedelta(days=1),
    }
    texts = {"title_ko": "트램 포럼", "title_en": "Tram forum", "venue_ko": "시청", "venue_en": "City Hall"}
    numbers = {"capacity": 300, "companions_limit": 3, "offer_hours": 24, "retention_days": 30, "handover": "at_once"}
    return {**{name: typed(at) for name, at in times.items()}, **texts, **numbers, **fields}


def mails(kind: str) -> int:
    return Notification.objects.filter(kind=kind).count()


def test_an_organiser_takes_a_forum_from_the_draft_to_the_public(client, organiser):
    task = make_task()

    made = client.post(reverse("forum_desk:new"), new_forum_data(tasks=[task.pk]))
    forum = Forum.objects.get()
    hidden = client.get(forum.get_absolute_url())
    preview = page(client, url_of("forum_desk:preview", forum))
    asked = page(client, url_of("forum_desk:publish", forum))
    client.post(url_of("forum_desk:publish", forum))

    forum.refresh_from_db()
    assert made.url == url_of("forum_desk:forum", forum)
    assert (forum.slug, list(forum.tasks.all()), forum.capacity) == ("tram-forum", [task], 300)
    assert hidden.status_code == 404
    assert "트램 포럼" in preview
    assert "순서가 비어 있습니다." in asked
    assert forum.state == ForumState.PUBLISHED
    actions = AuditEvent.objects.filter(subject=f"forum:{forum.pk}").order_by("number").values_list("action", "actor")
    assert list(actions) == [("forum.created", organiser.pk), ("forum.published", organiser.pk)]


def test_addresses_of_forums_are_made_from_the_title_and_never_twice(client, organiser):
    for title in ("Tram forum", "Tram forum", "한글만", "New", "!!"):
        client.post(reverse("forum_desk:new"), new_forum_data(title_en=title))

    slugs = list(Forum.objects.order_by("pk").values_list("slug", flat=True))
    day = f"{timezone.localtime(Forum.objects.first().starts_at):%Y-%m-%d}"
    assert slugs == ["tram-forum", "tram-forum-2", f"forum-{day}", "new-2", f"forum-{day}-2"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"title_ko": ""},
        {"capacity": "-1"},
        {"capacity": "100001"},
        {"starts_at": "morgen"},
        {"ends_at": "2020-01-01T10:00"},
        {"slug": "calendar"},
        {"online_url": "https://evil.example/x"},
        {"companions_limit": "50"},
        {"handover": "sell"},
        {"tasks": ["999999"]},
    ],
)
def test_bad_input_is_explained_keeps_what_was_typed_and_makes_nothing(client, organiser, wrong):
    answer = client.post(reverse("forum_desk:new"), new_forum_data(summary_ko="적어 둔 요약", **wrong))

    assert answer.status_code == 422
    assert "적어 둔 요약" in answer.content.decode()
    assert not Forum.objects.exists()


def test_a_change_that_reaches_people_is_announced_with_numbers_first(client, organiser):
    forum = make_forum(capacity=5)
    for _ in range(3):
        registrations_services.register(forum=forum, citizen=make_citizen())
    data = form_of(client, forum, venue_ko="구청 강당")

    asked = client.post(url_of("forum_desk:edit", forum), data)
    forum.refresh_from_db()
    before = (forum.venue_ko, mails("registration_forum_changed"))
    again = client.post(url_of("forum_desk:edit", forum), {**data, "again": "1"})
    client.post(url_of("forum_desk:edit", forum), {**data, "confirmed": "1"})

    forum.refresh_from_db()
    assert "3건" in asked.content.decode()
    assert before == ("시청 대강당", 0)
    assert "구청 강당" in again.content.decode()
    assert (forum.venue_ko, mails("registration_forum_changed")) == ("구청 강당", 3)


def test_a_change_that_reaches_nobody_is_saved_at_once(client, organiser):
    forum = make_forum(capacity=5)
    registrations_services.register(forum=forum, citizen=make_citizen())

    answer = client.post(url_of("forum_desk:edit", forum), form_of(client, forum, contact="042-270-0000"))

    forum.refresh_from_db()
    assert (answer.status_code, forum.contact, mails("registration_forum_changed")) == (302, "042-270-0000", 0)


def test_fewer_seats_than_are_taken_are_set_only_after_the_warning(client, organiser):
    forum = make_forum(capacity=3)
    for _ in range(3):
        registrations_services.register(forum=forum, citizen=make_citizen())
    data = form_of(client, forum, capacity=1)

    asked = client.post(url_of("forum_desk:edit", forum), data).content.decode()
    client.post(url_of("forum_desk:edit", forum), {**data, "confirmed": "1"})

    forum.refresh_from_db()
    assert "2석" in asked
    assert (forum.capacity, forum.seats_taken, forum.overbooked_seats) == (1, 3, 2)
    assert forum.registrations.confirmed().count() == 3


def test_more_seats_tell_how_many_wait_and_seat_them(client, organiser):
    forum = make_forum(capacity=1)
    for _ in range(3):
        registrations_services.register(forum=forum, citizen=make_citizen())
    data = form_of(client, forum, capacity=2)

    asked = client.post(url_of("forum_desk:edit", forum), data).content.decode()
    client.post(url_of("forum_desk:edit", forum), {**data, "confirmed": "1"})

    assert "2건" in asked
    assert [each.state for each in forum.registrations.order_by("arrival")] == [State.CONFIRMED] * 2 + [State.WAITLISTED]


def test_a_form_opened_before_a_colleague_saved_overwrites_nothing(client, organiser):
    forum = make_forum(capacity=5)
    stale = form_of(client, forum, contact="내가 쓴 것")
    services.edit(forum=forum, values={"contact": "동료가 쓴 것"})

    refused = client.post(url_of("forum_desk:edit", forum), stale)
    forum.refresh_from_db()
    kept = forum.contact
    second = {**stale, "seen": refused.context["form"].data["seen"]}
    client.post(url_of("forum_desk:edit", forum), second)

    forum.refresh_from_db()
    assert (refused.status_code, kept, forum.contact) == (409, "동료가 쓴 것", "내가 쓴 것")
    assert "내가 쓴 것" in refused.content.decode()


def test_saving_a_form_unchanged_changes_and_mails_nothing(client, organiser):
    forum = make_forum(capacity=5, starts_at=timezone.now() + timedelta(days=10, microseconds=5))
    Forum.objects.update(**{name: getattr(forum, name).replace(microsecond=0) for name in MOMENTS})
    registrations_services.register(forum=forum, citizen=make_citizen())
    before = Forum.objects.values().get()

    answer = client.post(url_of("forum_desk:edit", forum), form_of(client, forum))

    assert answer.status_code == 302
    assert Forum.objects.values().get() == before
    assert mails("registration_forum_changed") == 0


def test_a_copy_moves_every_time_along_and_takes_nobody_with_it(client, organiser):
    starts_at = timezone.now().replace(microsecond=0) + timedelta(days=10)
    forum = make_forum(capacity=7, starts_at=starts_at, tasks=[make_task()], freezes_at=starts_at - timedelta(hours=5))
    forum.agenda_items.create(position=1, title_ko="인사", starts_at=forum.starts_at + timedelta(minutes=10))
    forum.speakers.create(position=1, name_ko="김연사")
    forum.questions.create(position=1, kind="line", label_ko="무엇이 궁금한가요?")
    registrations_services.register(forum=forum, citizen=make_citizen())
    later = starts_at + timedelta(days=30)

    client.post(url_of("forum_desk:duplicate", forum), {"starts_at": typed(later)})

    copy = Forum.objects.exclude(pk=forum.pk).get()
    assert (copy.state, copy.capacity, copy.seats_taken, copy.registrations.count()) == (ForumState.DRAFT, 7, 0, 0)
    assert (copy.starts_at, copy.ends_at - copy.starts_at, copy.starts_at - copy.freezes_at) == (
        later,
        timedelta(hours=2),
        timedelta(hours=5),
    )
    assert copy.agenda_items.get().starts_at == later + timedelta(minutes=10)
    assert (copy.speakers.get().name_ko, copy.questions.get().label_ko) == ("김연사", "무엇이 궁금한가요?")
    assert list(copy.tasks.all()) == list(forum.tasks.all())
    assert copy.uid != forum.uid


def test_calling_off_says_how_many_people_are_told_and_asks_for_a_reason_and_a_tick(client, organiser):
    forum = make_forum(capacity=1)
    for _ in range(3):
        registrations_services.register(forum=forum, citizen=make_citizen())

    asked = page(client, url_of("forum_desk:call_off", forum))
    refused = client.post(url_of("forum_desk:call_off", forum), {"reason_ko": "태풍"})
    client.post(url_of("forum_desk:call_off", forum), {"reason_ko": "태풍", "is_meant": "on"})

    forum.refresh_from_db()
    assert "자리가 확정된 신청: 1건, 대기: 2건" in asked
    assert (refused.status_code, "태풍" in refused.content.decode()) == (422, True)
    assert (forum.state, forum.cancellation_reason_ko) == (ForumState.CANCELLED, "태풍")
    assert mails("registration_forum_cancelled") == 3


def test_a_draft_can_be_deleted_and_an_announced_forum_cannot(client, organiser):
    draft, announced = make_forum(state=ForumState.DRAFT), make_forum()
    draft.questions.create(position=1, kind="line", label_ko="질문")

    client.post(url_of("forum_desk:discard", draft))
    client.post(url_of("forum_desk:discard", announced))

    assert list(Forum.objects.all()) == [announced]
    entry = AuditEvent.objects.get(action="forum.discarded")
    assert (entry.actor, entry.subject, entry.details) == (organiser.pk, f"forum:{draft.pk}", {"title": draft.title_ko})


def test_lists_and_the_page_of_a_forum_take_no_more_queries_with_more_rows(client, organiser):
    counts = []
    for number in (1, 3):
        for _ in range(number):
            forum = make_forum(capacity=1)
            for _ in range(number):
                registrations_services.register(forum=forum, citizen=make_citizen())
        counts.append([queries(client, url) for url in (DESK, url_of("forum_desk:forum", forum))])

    assert counts[0] == counts[1]


def test_each_list_shows_its_forums(client, organiser):
    draft = make_forum(title_ko="초안 포럼", state=ForumState.DRAFT)
    coming = make_forum(title_ko="다가올 포럼")
    gone = make_forum(title_ko="지난 포럼입니다", starts_at=timezone.now() - timedelta(days=3))

    shown = {which: page(client, f"{DESK}?which={which}" if which else DESK) for which in ("", "drafts", "past")}

    titles = {
        which: [forum.title_ko for forum in (draft, coming, gone) if forum.title_ko in text] for which, text in shown.items()
    }
    assert titles == {"": ["다가올 포럼"], "drafts": ["초안 포럼"], "past": ["지난 포럼입니다"]}
