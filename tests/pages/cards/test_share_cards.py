"""The worker paints the cards; a card is handed out only while everybody may read its page."""

from datetime import datetime, timedelta
from io import BytesIO

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone, translation
from PIL import Image

from portal.discussion import services as discussion
from portal.forum_desk import services as forum_desk
from portal.forums.models import Forum
from portal.moderation import services as moderation
from portal.pages.cards import contents, services
from portal.pages.cards.links import card_address, general_address
from portal.pages.models import GENERAL, ShareCard
from portal.plan.models import Status, Task
from portal.progress.models import Milestone
from tests.factories import (
    make_administrator,
    make_answer,
    make_comment,
    make_forum,
    make_milestone,
    make_moderator,
    make_strategy,
    make_task,
)

pytestmark = pytest.mark.django_db
SITE = "https://madang.example"
UNDER_WAY = {"status": Status.UNDER_WAY, "status_set_at": datetime.fromisoformat("2026-11-01T09:00:00+09:00")}


def paint() -> int:
    return services.paint_all(now=timezone.now())


def path(kind: str, key: str, language: str = "ko") -> str:
    """Where a page says that its card is."""
    with translation.override(language), override_settings(SITE_URL=SITE):
        return card_address(kind, key).removeprefix(SITE)


def general(language: str = "ko") -> str:
    with translation.override(language), override_settings(SITE_URL=SITE):
        return general_address()


def shows(address: str) -> str:
    """What comes back: `card`, or `general` where the way leads to the portal's own."""
    with override_settings(SITE_URL=SITE):
        answer = Client().get(address)
    if answer.status_code == 302:
        assert answer["Location"] == general("en" if address.startswith("/en/") else "ko")
        return "general"
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert Image.open(BytesIO(answer.content)).size == (1200, 630)
    return "card"


def test_every_public_thing_has_a_card_in_both_languages():
    answer, forum = make_answer(), make_forum()
    make_forum(state=Forum.State.DRAFT)

    paint()

    found = sorted(ShareCard.objects.values_list("kind", "key", "language"))
    things = [("answer", str(answer.pk)), ("forum", forum.slug), ("portal", GENERAL), ("task", answer.task.slug)]
    assert found == sorted((*thing, language) for thing in things for language in ("en", "ko"))
    for kind, key in things:
        for language in ("ko", "en") if kind != "portal" else ():
            assert path(kind, key, language).startswith("/en/cards/" if language == "en" else "/cards/")
            assert shows(path(kind, key, language)) == "card"
    assert shows(general().removeprefix(SITE)) == "card"


def test_before_its_card_is_painted_a_page_names_the_general_one():
    task = make_task()

    before = path("task", task.slug)
    paint()

    assert SITE + before == general()
    assert path("task", task.slug) != before


def test_before_the_first_card_the_general_address_leads_to_the_icon():
    assert Client().get(reverse("pages:card_portal", args=["0"]))["Location"].endswith("icon-512.png")


def test_a_card_is_painted_again_only_when_its_words_change_and_then_has_another_address():
    task, other = make_task(), make_task()
    paint()
    first, still = path("task", task.slug), path("task", other.slug)
    assert paint() == 0

    Task.objects.filter(pk=task.pk).update(title_ko="새 이름")

    assert paint() == 1
    assert (path("task", task.slug) != first, path("task", other.slug)) == (True, still)
    # A link that was shared with the old address shows what is so now.
    assert Client().get(first).content == Client().get(path("task", task.slug)).content


def test_a_task_says_its_number_strategy_state_and_three_numbers():
    strategy = make_strategy(title_ko="안전하고 편리한 시민 생활", position=4)
    task = make_task(number=14, slug="transport", strategy=strategy, title_ko="스마트 교통 도시", **UNDER_WAY)
    reached, _planned = make_milestone(task=task), make_milestone(task=task)
    Milestone.objects.filter(pk=reached.pk).update(actual_on=timezone.localdate())
    make_comment(task=task)
    hidden = make_comment(task=task)
    moderation.hide(comment=hidden, moderator=make_moderator(), rule="spam", reason="광고입니다.")
    make_forum(tasks=[task], starts_at=timezone.now() + timedelta(days=40))
    forum = make_forum(tasks=[task])

    with translation.override("ko"):
        face = contents.task_faces(Task.objects.all(), timezone.now())["transport"]

    on = timezone.localdate(forum.starts_at)
    assert (face.eyebrow, face.title) == ("과제 14 · 안전하고 편리한 시민 생활", "스마트 교통 도시")
    assert (face.state, face.state_note) == ("추진 중", "2단계 중 1단계 완료")
    assert (face.mark, face.picture) == ("mark-under_way", "strategy-4")
    assert [figure.value for figure in face.figures] == ["1개", "0건", f"{on.month}.{on.day}({'월화수목금토일'[on.weekday()]})"]


def test_a_forum_says_when_where_and_how_many_seats_are_left():
    at = datetime.fromisoformat("2030-12-12T14:00:00+09:00")
    make_forum(slug="bus", title_ko="버스", venue_ko="시청", starts_at=at, capacity=55, registration_opens_at=timezone.now())

    with translation.override("ko"):
        face = contents.forum_faces(contents.shareable_forums(), timezone.now())["bus"]

    assert face.lines == ("2030년 12월 12일(목) 14:00(한국 시간)", "시청")
    assert (face.state, face.tone) == ("55석 남음", "success")


def test_an_answer_says_what_was_asked_what_came_of_it_and_its_first_sentence():
    comment = make_comment(body="그늘이 더 있을까요? 여름이 덥습니다.")
    answer = make_answer(comment=comment, body="내년에 늘립니다. 예산은 있습니다.")

    with translation.override("ko"):
        face = contents.answer_faces(contents.shareable_answers())[str(answer.pk)]

    assert (face.quote, face.title, face.state) == ("“그늘이 더 있을까요?”", "내년에 늘립니다.", "반영")


def test_the_note_of_a_sample_site_stands_on_cards_of_sample_sites_only():
    with override_settings(DEMO_MODE=True):
        assert contents.general_face().site.note
    with override_settings(DEMO_MODE=False):
        assert contents.general_face().site.note == ""


@pytest.mark.parametrize("which", ["comment", "reply"])
def test_the_card_of_an_answer_is_gone_at_once_when_its_comment_or_itself_is_hidden(which):
    answer = make_answer()
    paint()
    address = path("answer", str(answer.pk))
    assert shows(address) == "card"

    moderation.hide(comment=getattr(answer, which), moderator=make_administrator(), rule="spam", reason="광고입니다.")

    assert shows(address) == "general"
    assert services.sweep() == 2
    assert not ShareCard.objects.filter(kind="answer").exists()


def test_a_card_whose_comment_was_changed_meanwhile_is_not_handed_out():
    comment = make_comment()
    answer = make_answer(comment=comment)
    paint()
    address = path("answer", str(answer.pk))

    discussion.edit(comment=comment, author=comment.author, body="전화번호를 지웠습니다.")

    assert shows(address) == "general"
    paint()
    assert shows(address) == "card"


@pytest.mark.parametrize("state", [Forum.State.DRAFT, Forum.State.CANCELLED])
def test_the_card_of_a_forum_is_gone_at_once_when_it_is_not_public_or_does_not_take_place(state):
    forum = make_forum()
    paint()
    address = path("forum", forum.slug)
    assert shows(address) == "card"

    Forum.objects.filter(pk=forum.pk).update(state=state)

    assert shows(address) == "general"
    assert services.sweep() == 2


def test_an_organiser_who_calls_a_forum_off_takes_its_card_away():
    forum = make_forum()
    paint()

    forum_desk.call_off(forum=forum, reason_ko="태풍")

    assert shows(path("forum", forum.slug)) == "general"


@pytest.mark.parametrize("address", ["/cards/tasks/none/0.png", "/cards/forums/none/0.png", "/en/cards/answers/7/0.png"])
def test_a_card_of_nothing_leads_to_the_general_one_like_that_of_something_hidden(address):
    assert shows(address) == "general"


def test_whoever_keeps_a_copy_asks_again_and_is_told_that_nothing_changed():
    task = make_task()
    paint()
    address = path("task", task.slug)

    first = Client().get(address)
    again = Client().get(address, headers={"If-None-Match": first["ETag"]})

    assert "no-cache" in first["Cache-Control"]
    assert (again.status_code, again.content) == (304, b"")


def test_a_run_paints_so_many_and_the_next_one_the_rest(monkeypatch):
    monkeypatch.setattr(services, "MOST_AT_ONCE", 3)
    make_task()

    assert [paint(), paint(), paint()] == [3, 1, 0]


def test_of_forums_and_answers_the_newest_are_kept(monkeypatch):
    monkeypatch.setattr(services, "MOST_OF_A_KIND", 1)
    old, new = make_forum(starts_at=timezone.now() + timedelta(days=9)), make_forum(starts_at=timezone.now() + timedelta(days=99))

    paint()

    assert set(ShareCard.objects.filter(kind="forum").values_list("key", flat=True)) == {new.slug}
    assert general().removeprefix(SITE) == path("forum", old.slug)


def test_what_was_published_just_now_is_painted_within_a_minute(django_assert_max_num_queries):
    make_task()
    services.paint_new(now=timezone.now())
    forum = make_forum()

    with django_assert_max_num_queries(60):
        painted = services.paint_new(now=timezone.now())

    assert painted == 2
    assert shows(path("forum", forum.slug)) == "card"
