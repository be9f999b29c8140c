"""Misspelled words: what one slip makes, what is proposed, and what the page says of it."""

import pytest
from django.utils import timezone

from portal.discussion.search.full_text import asked
from portal.pages.jobs import learn_recent_words, learn_words
from portal.pages.models import SearchWord
from portal.pages.search import vocabulary
from portal.pages.search.misspellings import slips
from portal.pages.search.outcomes import outcome_of
from tests.factories import make_comment, make_forum, make_task, make_update

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("안네", "안내"),
        ("뻐스", "버스"),
        ("버스스", "버스"),
        ("정장류", "정류장"),
        ("정류자", "정류장"),
        ("정륮장", "정류장"),
        ("횡단보두", "횡단보도"),
        ("닥", "닭"),
        ("갑", "값"),
        ("trafic", "traffic"),
        ("traffiic", "traffic"),
        ("tarffic", "traffic"),
        ("traffix", "traffic"),
    ],
)
def test_one_slip_away(typed, meant):
    assert meant in slips(typed)
    assert typed not in slips(typed)


@pytest.mark.parametrize("word", ["안내", "traffic"])
def test_slips_are_words_of_the_same_letters(word):
    assert all(each.isascii() == word.isascii() and each.isalpha() for each in slips(word) if each)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("정류장 안네", "정류장 안내"),
        ("정류장 안네를", "정류장 안내를"),
        ("뻐스", "버스"),
        ("Trafic", "traffic"),
        ("정류장안내", "정류장 안내"),
    ],
)
def test_what_finds_nothing_is_put_right(typed, meant):
    make_comment(body="정류장의 버스 안내를 고쳐 주세요. Traffic lights!")
    vocabulary.learn(now=timezone.now())

    outcome = outcome_of(asked(typed), literally=False)

    assert outcome.search.q == meant
    assert sum(found.count for found in outcome.findings.values()) == 1


def test_the_page_says_what_it_put_right_and_searches_for_the_word_as_typed(client):
    make_comment(body="안내를 고쳐 주세요")
    vocabulary.learn(now=timezone.now())

    page = client.get("/search/", {"q": "안네"}).content.decode()
    literal = client.get("/search/", {"q": "안네", "exact": "1"})

    assert "‘안네’ 부분을 ‘안내’ 표기로 고쳐서 찾았습니다." in page
    assert "?q=%EC%95%88%EB%84%A4&amp;exact=1" in page
    assert "<mark>안내</mark>" in page
    assert (literal.context["cards"], literal.context["outcome"].meant) == ([], "")


def test_a_word_that_stands_somewhere_is_left_alone(client):
    make_comment(body="안네의 일기")
    make_comment(body="안내 안내판 안내원")
    vocabulary.learn(now=timezone.now())

    assert client.get("/search/", {"q": "안네"}).context["outcome"].meant == ""


def test_words_that_stand_apart_are_not_put_right_but_offered_one_by_one(client):
    task = make_task()
    make_comment(task=task, body="정류장이 멀어요")
    make_comment(task=task, body="도서관이 가까워요")
    vocabulary.learn(now=timezone.now())

    context = client.get("/search/", {"q": "정류장 도서관"}).context

    assert (context["outcome"].meant, context["single_words"]) == ("", ["정류장", "도서관"])


def test_words_of_like_meaning_come_after_the_word_itself(client):
    make_task(title_ko="도시철도 놓기")
    mentioned = make_comment(body="지하철이 있으면 좋겠어요")

    context = client.get("/search/", {"q": "지하철"}).context

    assert [card.kind for card in context["cards"]] == ["task", "comment"]
    assert "도시철도" in context["outcome"].alike
    assert client.get("/search/", {"q": "지하철", "exact": "1"}).context["cards"][0].address == mentioned.get_absolute_url()


def test_words_are_learned_from_every_kind_and_soon_after_they_are_written():
    make_task(title_ko="느티나무길")
    make_update(title_ko="단풍나무길")
    make_forum(title_ko="소나무길")
    make_comment(body="자작나무길은 ICE 4호선을 2번")
    learn_recent_words(0)

    make_comment(body="오동나무길을")
    learn_recent_words(0)

    known = set(SearchWord.objects.values_list("word", flat=True))
    assert {"느티나무길", "단풍나무길", "소나무길", "자작나무길", "자작나무길은", "오동나무길", "오동나무길을", "ice"} <= known
    assert not [word for word in known if any(character.isdigit() for character in word)]


def test_the_night_counts_in_how_many_texts_a_word_stands():
    for _ in range(2):
        make_comment(body="버스 버스 버스")
    SearchWord.objects.create(word="옛말", texts=9, learned_at=timezone.now())

    learn_words(0)

    assert SearchWord.objects.get(word="버스").texts == 2
    assert not SearchWord.objects.filter(word="옛말").exists()
