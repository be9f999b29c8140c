"""Hidden is hidden in the search as well: no result, no count, no excerpt, no correction leads to a word of a closed place."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import timezone

from portal.discussion.models import Comment, State
from portal.discussion.search.full_text import Search
from portal.forums.states import ForumState
from portal.pages.models import SearchWord
from portal.pages.search import vocabulary
from portal.pages.search.cards import cards_of
from portal.pages.search.kinds import Kind
from portal.pages.search.misspellings import slips
from tests.discussion.written import turn
from tests.factories import make_comment, make_forum, make_moderator, make_officer, make_task, make_update
from tests.planted import Word, plant

pytestmark = [pytest.mark.django_db, pytest.mark.long(seconds=20)]
FOR_EVERYBODY = {Word.SHOWN, Word.LAPSED, Word.ANSWERED}
HIDDEN_STATES = [state for state in State.values if state != State.PUBLISHED]


def found(client: Client, words: str, **more: str) -> int:
    """How much the page says that it found."""
    return client.get("/search/", {"q": words, **more}).context["current"].count


def test_words_of_closed_places_are_found_by_nobody_in_no_kind(time_machine):
    time_machine.move_to(datetime(2026, 10, 5, tzinfo=UTC), tick=False)
    people = plant(time_machine).people
    vocabulary.learn(now=timezone.now())
    leaks = set()
    for reader in (None, "author", "moderator", "administrator"):
        client = Client()
        if reader:
            client.force_login(people[reader])
        leaks |= {(reader, word) for word in Word if word not in FOR_EVERYBODY and found(client, word)}
        assert {word for word in FOR_EVERYBODY if not found(client, word)} == set()
    leaks |= {(kind, word) for kind in Kind for word in Word if word not in FOR_EVERYBODY and found(Client(), word, kind=kind)}

    assert leaks == set()


@pytest.mark.parametrize("state", HIDDEN_STATES)
def test_a_comment_that_was_hidden_a_moment_ago_is_found_and_offered_no_more(client, state):
    comment = make_comment(body="호랑나비 정원을 지켜 주세요")
    vocabulary.learn(now=timezone.now())
    assert found(client, "호랑나비") == found(client, "호랑나바") == 1

    turn(comment.pk, state)

    context = client.get("/search/", {"q": "호랑나바"}).context
    assert found(client, "호랑나비") == found(client, "정원") == 0
    assert (context["outcome"].meant, context["cards"], context["single_words"]) == ("", [], [])
    assert "호랑나비" not in client.get("/search/", {"q": "호랑나바"}).content.decode()


def test_what_was_hidden_between_finding_and_showing_has_no_card():
    comment, reply = make_comment(body="호랑나비"), make_comment(body="청개구리")
    Comment.objects.filter(pk=reply.pk).update(state=State.WITHDRAWN)
    update, forum = make_update(is_published=False), make_forum(state=ForumState.DRAFT)
    gone = [(Kind.COMMENT, reply.pk), (Kind.ANSWER, reply.pk), (Kind.UPDATE, update.pk), (Kind.FORUM, forum.pk)]

    cards = cards_of([*gone, (Kind.COMMENT, comment.pk)], Search("나비"))

    assert [card.address for card in cards] == [comment.get_absolute_url()]


def test_words_of_hidden_comments_are_forgotten_in_the_night():
    shown, hidden = make_comment(body="호랑나비 정원"), make_comment(body="청개구리 연못")
    vocabulary.learn(now=timezone.now())
    turn(hidden.pk, State.HIDDEN)

    vocabulary.learn(now=timezone.now())

    assert shown.is_shown
    assert set(SearchWord.objects.filter(word__in=["호랑나비", "청개구리"]).values_list("word", flat=True)) == {"호랑나비"}


def test_drafts_and_withdrawn_pages_are_neither_found_nor_learned(client):
    make_forum(title_ko="호랑나비 포럼", state=ForumState.DRAFT)
    make_update(title_ko="호랑나비 소식", is_published=False)
    vocabulary.learn(now=timezone.now())

    assert found(client, "호랑나비") == 0
    assert not SearchWord.objects.filter(word="호랑나비").exists()


def test_people_are_not_found_by_their_names(client):
    make_comment(body="나무를 심어 주세요", author=make_moderator(nickname="호랑나비"))
    make_update(officer=make_officer(nickname="호랑나비둘"))

    assert found(client, "호랑나비") == 0


def test_a_shown_word_is_offered_though_a_hidden_one_is_nearer_to_more(client):
    task = make_task()
    for _ in range(3):
        turn(make_comment(task=task, body="호랑너비").pk, State.HIDDEN)
    make_comment(task=task, body="호랑나비")
    SearchWord.objects.create(word="호랑너비", texts=3, learned_at=timezone.now())
    SearchWord.objects.create(word="호랑나비", texts=1, learned_at=timezone.now())

    assert "호랑너비" in slips("호랑누비")
    assert client.get("/search/", {"q": "호랑누비"}).context["outcome"].meant == "호랑나비"
    assert Comment.objects.shown().count() == 1
