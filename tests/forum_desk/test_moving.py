"""A forum moves or changes after people have registered: what moves along, who hears of it, what they were promised."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone, translation

from portal.door.services import helping
from portal.forum_desk import services
from portal.forum_desk.editing import impact
from portal.forum_desk.services import refusals
from portal.forums.models import Forum
from portal.forums.states import ForumState
from portal.notifications.models import Notification
from portal.registrations import services as registrations_services
from tests.factories import make_citizen, make_forum, make_helper, make_staff
from tests.forum_desk.managing import english, sign_in_organiser, text_of
from tests.forum_desk.test_desk import form_of

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def make_forum_of_two_parts() -> Forum:
    """A forum with a programme: one part at a time, one without."""
    forum = make_forum(capacity=1, has_sign_language=True, starts_at=timezone.now().replace(microsecond=0) + timedelta(days=20))
    forum.agenda_items.create(position=1, title_ko="여는 말", starts_at=forum.starts_at + timedelta(minutes=10))
    forum.agenda_items.create(position=2, title_ko="이야기")
    return forum


def parts(forum: Forum) -> list:
    return list(forum.agenda_items.order_by("position").values_list("starts_at", flat=True))


@pytest.mark.parametrize(
    ("start", "end", "moves"),
    [(WEEK, WEEK, WEEK), (-timedelta(hours=1), timedelta(), timedelta()), (timedelta(), WEEK, timedelta())],
)
def test_the_programme_moves_along_with_the_whole_forum_only(start, end, moves):
    forum = make_forum_of_two_parts()
    first = forum.starts_at + timedelta(minutes=10)

    services.edit(forum=forum, values={"starts_at": forum.starts_at + start, "ends_at": forum.ends_at + end})

    assert parts(forum) == [first + moves, None]


def test_who_reads_the_page_learns_when_the_forum_was_to_start_at_first(client):
    december = timezone.datetime(2030, 12, 3, 14, tzinfo=timezone.get_default_timezone())
    draft, shown, called_off = (
        make_forum(starts_at=december, state=state) for state in (ForumState.DRAFT, ForumState.PUBLISHED, ForumState.CANCELLED)
    )

    for forum in (draft, shown, called_off):
        for _ in range(2):
            forum.refresh_from_db()
            services.edit(forum=forum, values={"starts_at": forum.starts_at + WEEK, "ends_at": forum.ends_at + WEEK})

    assert list(Forum.objects.order_by("pk").values_list("first_starts_at", flat=True)) == [None, december, None]
    words = text_of(client.get(f"/forums/{shown.slug}/"))
    assert "2030년 12월 17일(화) 14:00" in words
    assert "일정이 변경되었습니다. 처음 안내한 일시: <time" in words
    assert "2030년 12월 3일(화) 14:00(한국 시간)</time>" in words
    services.edit(forum=shown, values={"starts_at": december})
    assert "처음 안내한" not in text_of(client.get(f"/forums/{shown.slug}/"))


def test_no_forum_was_moved_to_when_it_starts_anyway():
    forum = make_forum()

    with pytest.raises(IntegrityError, match="forum_moved_from_elsewhere"):
        Forum.objects.filter(pk=forum.pk).update(first_starts_at=forum.starts_at)


def test_whoever_moves_a_forum_reads_first_what_happens(client):
    sign_in_organiser(client)
    forum = make_forum_of_two_parts()
    for _ in range(3):
        registrations_services.register(forum=forum, citizen=make_citizen())
    make_helper(forum=forum, person=make_citizen())
    data = form_of(client, forum, starts_at=forum.starts_at + WEEK, ends_at=forum.ends_at + WEEK)
    del data["has_sign_language"]

    asked = text_of(client.post(english("forum_desk:edit", forum.slug), data))
    edited = text_of(client.post(english("forum_desk:edit", forum.slug), form_of(client, forum, capacity=2)))

    for words in (
        "1 person with a seat gets an e-mail",
        "2 registrations without a confirmed seat are not notified.",
        "1 helper at the door is told by e-mail.",
        "The programme moves along",
        "the access service that is no longer announced",
    ):
        assert words in asked
        assert words not in edited


def test_helpers_hear_that_the_forum_changed_or_was_cancelled_and_nobody_else_of_them(mailbox):
    forum = make_forum(capacity=1, title_en="Night buses")
    helper = make_helper(forum=forum, person=make_citizen(language="en"))
    make_helper(forum=make_forum(), person=make_citizen())
    helping.revoke(helper=make_helper(forum=forum, person=make_citizen()), organiser=make_staff("organiser"))
    helping.invite(forum=forum, email="asked@example.org", organiser=make_staff("organiser"), language="en")
    mailbox.deliver().clear()

    services.edit(forum=forum, values={"venue_en": "District office"})
    mailbox.deliver()
    services.call_off(forum=forum, reason_ko="태풍", reason_en="Typhoon")
    changed, cancelled = mailbox.deliver()

    assert [mail["X-Envelope-To"] for mail in (changed, cancelled)] == [helper.person.email] * 2
    assert changed["Subject"] == "The forum where you help has changed: Night buses"
    assert "District office" in changed.get_content()
    assert cancelled["Subject"] == "The forum where you would have helped was cancelled: Night buses"
    assert "Typhoon" in cancelled.get_content()


def test_helpers_are_not_told_what_does_not_concern_the_door():
    forum = make_forum()
    make_helper(forum=forum, person=make_citizen())

    services.edit(forum=forum, values={"summary_ko": "새로 쓴 소개입니다."})

    assert not Notification.objects.filter(kind="helper_forum_changed").exists()
    assert len(impact.impact_of(forum, {"summary_ko": "또"})) == 1


def test_nobody_is_promised_a_mail_once_the_forum_has_started(time_machine):
    forum = make_forum()
    registrations_services.register(forum=forum, citizen=make_citizen())
    make_helper(forum=forum, person=make_citizen())
    time_machine.move_to(forum.starts_at, tick=False)

    with translation.override("en"):
        said = impact.impact_of(forum, {"title_ko": "다른 이름"})

    assert said == ["The forum has started, so nobody is told by e-mail."]


def test_nobody_agrees_to_help_at_a_door_that_will_not_open():
    forum = make_forum()
    helper = make_helper(forum=forum)
    services.call_off(forum=forum, reason_ko="태풍")

    with pytest.raises(helping.DoorIsHistory):
        helping.accept(helper=helper, person=make_citizen(email=helper.email))


def test_a_helper_who_left_meanwhile_is_not_told(mailbox):
    forum = make_forum()
    helper = make_helper(forum=forum, person=make_citizen())
    mailbox.deliver()
    services.edit(forum=forum, values={"venue_ko": "구청"})

    helping.revoke(helper=helper, organiser=make_staff("organiser"))

    assert Notification.objects.filter(kind="helper_forum_changed").count() == 1
    assert mailbox.deliver() == []


def test_calling_off_says_how_many_helpers_are_told(client):
    sign_in_organiser(client)
    forum = make_forum()
    url = english("forum_desk:call_off", forum.slug)

    before = text_of(client.get(url))
    make_helper(forum=forum, person=make_citizen())

    assert "helper at the door" not in before
    assert "1 helper at the door is told by e-mail." in text_of(client.get(url))


def test_data_is_not_kept_for_longer_than_whoever_registered_was_promised(client):
    sign_in_organiser(client)
    forum = make_forum(retention_days=30)
    services.edit(forum=forum, values={"retention_days": 60})
    registrations_services.cancel(registration=registrations_services.register(forum=forum, citizen=make_citizen()))

    answer = client.post(english("forum_desk:edit", forum.slug), form_of(client, forum, retention_days=61))
    with pytest.raises(refusals.PromisedOtherwise):
        services.edit(forum=forum, values={"retention_days": 61})
    services.edit(forum=forum, values={"retention_days": 7})

    forum.refresh_from_db()
    assert (answer.status_code, list(answer.context["form"].errors), forum.retention_days) == (409, ["retention_days"], 7)


def test_whoever_writes_a_letter_is_told_that_nobody_can_write_back(client):
    sign_in_organiser(client)
    silent, reachable = make_forum(contact=""), make_forum(contact="042-270-0000")

    pages = [text_of(client.get(english("forum_desk:write_mailing", forum.slug))) for forum in (silent, reachable)]

    assert ["nobody can write back" in page for page in pages] == [True, False]


def test_a_draft_moves_without_a_question(client):
    sign_in_organiser(client)
    forum = make_forum_of_two_parts()
    Forum.objects.update(state=ForumState.DRAFT)
    data = form_of(client, forum, starts_at=forum.starts_at + WEEK, ends_at=forum.ends_at + WEEK)

    answer = client.post(english("forum_desk:edit", forum.slug), data)

    assert (answer.status_code, parts(forum)[0]) == (302, forum.starts_at + WEEK + timedelta(minutes=10))


def test_whoever_adds_a_question_late_reads_who_has_not_answered_it(client):
    sign_in_organiser(client)
    forum = make_forum(capacity=1)
    before = text_of(client.get(english("forum_desk:parts", forum.slug, "questions")))
    for _ in range(2):
        registrations_services.register(forum=forum, citizen=make_citizen())

    questions, speakers = (
        text_of(client.get(english("forum_desk:parts", forum.slug, kind))) for kind in ("questions", "speakers")
    )

    words = "2 registrations have already been made."
    assert [words in page for page in (before, questions, speakers)] == [False, True, False]
