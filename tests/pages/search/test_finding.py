"""What is found and in which order, how the index follows what is written, and that little is read."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.core.invariants import all_rules, check
from portal.discussion.models import Comment
from portal.discussion.search import newest as reading
from portal.discussion.search.full_text import asked
from portal.discussion.search.newest import newest
from portal.forums.models import AgendaItem, Forum, Speaker
from portal.pages.search.documents import AGENDA, FORUM, SPEAKER, TITLES, UPDATE, terms_in
from portal.pages.search.finding import find
from portal.plan.models import Fact, Task
from portal.progress.models import TaskUpdate
from tests.discussion.written import fill
from tests.factories import make_answer, make_forum, make_task, make_update

pytestmark = pytest.mark.django_db


def keys(words: str) -> dict[str, list[int]]:
    """What each kind holds, without the kinds that hold nothing."""
    return {kind.value: found.keys for kind, found in find(asked(words)).items() if found.keys}


def test_titles_come_before_texts_and_the_newest_first():
    task = make_task()
    older, titled, newer = (
        make_update(task=task, title_ko=title, body_ko=body)
        for title, body in [("하나", "갑천 소식"), ("갑천 소식", "둘"), ("셋", "갑천 소식")]
    )

    found = find(asked("갑천"))["update"]

    assert (found.keys, found.titled) == ([titled.pk, newer.pk, older.pk], 1)


def test_comments_come_the_newest_first_and_apart_from_official_answers():
    request = make_answer()
    Comment.objects.filter(pk=request.reply_id).update(body="수달을 지키겠습니다")
    comments = fill(make_task(), ["수달 하나", "수달 둘"])

    assert keys("수달") == {"comment": comments[::-1], "answer": [request.reply_id]}


@pytest.mark.parametrize("many", [1, 10_000], ids=["read one after the other", "asked of the index"])
def test_all_comments_are_found_however_they_are_read(monkeypatch, many):
    monkeypatch.setattr(reading, "READ_ON", 3)
    monkeypatch.setattr(reading, "AT_ONCE", 2)
    monkeypatch.setattr(reading, "MANY", many)
    found = fill(make_task(), ["갑천", "다른 말", "갑천", "갑천", "다른 말"] * 4)
    expected = [key for number, key in enumerate(found) if number % 5 not in {1, 4}][::-1]

    assert newest(asked("갑천"), most=20, is_official=False).keys == expected
    assert newest(asked("갑천"), most=7, is_official=False) == reading.Newest(expected[:7], is_cut=True)
    assert newest(asked("없는말"), most=20, is_official=False) == reading.Newest([])


def test_no_more_comments_are_looked_at_than_a_page_can_wait_for(monkeypatch):
    monkeypatch.setattr(reading, "MOST_READ", 4)
    monkeypatch.setattr(reading, "AT_ONCE", 2)
    rare, *_rest = fill(make_task(), ["긴 길", *["기차"] * 9])

    assert newest(asked("길"), most=20, is_official=False) == reading.Newest([], is_cut=True)
    assert newest(asked("길 긴"), most=20, is_official=False).keys in ([], [rare])


def test_forums_are_found_by_their_programme_and_their_speakers_too():
    forum, _other = make_forum(title_ko="갑천 포럼"), make_forum(title_ko="갑천 모임")
    AgendaItem.objects.create(forum=forum, position=1, title_ko="수달 이야기")
    Speaker.objects.create(forum=forum, position=1, name_ko="김연사")

    assert keys("갑천 수달 김연사") == keys("수달 연사") == {"forum": [forum.pk]}


def test_tasks_are_found_by_their_facts_in_either_language():
    task = make_task()
    Fact.objects.create(task=task, source=task.source, text_ko="수달 서식지", text_en="Otter habitat")

    assert keys("수달") == keys("otters") | keys("otter") == {"task": [task.pk]}


def test_what_is_changed_is_found_by_its_new_words():
    task, update, forum = make_task(), make_update(body_ko="도서관"), make_forum(description_ko="도서관")
    (comment,) = fill(task, ["도서관"])
    for rows in (Task.objects.filter(pk=task.pk), TaskUpdate.objects.filter(pk=update.pk), Forum.objects.filter(pk=forum.pk)):
        field = {"Task": "summary_ko", "TaskUpdate": "body_ko", "Forum": "description_ko"}[rows.model.__name__]
        rows.update(**{field: "수영장"})
    Comment.objects.filter(pk=comment).update(body="수영장")

    assert keys("도서관") == {}
    assert keys("수영장") == {"task": [task.pk], "update": [update.pk], "forum": [forum.pk], "comment": [comment]}


def test_the_rule_of_search_terms_tells_citizens_from_departments():
    make_answer()
    rule = [rule for rule in all_rules() if rule.name == "discussion.search_terms"]
    assert check(rule).broken == []

    with connection.cursor() as cursor:
        cursor.execute("UPDATE discussion_searchterms SET terms = ts_delete(terms, '#official')")

    assert len(check(rule).broken) == 1


@pytest.mark.parametrize(
    ("model", "columns", "index"),
    [
        (TaskUpdate, (*TITLES, *UPDATE), "update_found_by_terms"),
        (Forum, (*TITLES, *FORUM), "forum_found_by_terms"),
        (AgendaItem, AGENDA, "agenda_item_found_by_terms"),
        (Speaker, SPEAKER, "speaker_found_by_terms"),
    ],
)
def test_the_index_can_answer_the_query(model, columns, index):
    with connection.cursor() as cursor:  # Of few rows, whether it is asked depends on what the planner happens to know.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
    plan = model.objects.alias(terms=terms_in(*columns)).filter(terms__matches="'느티' & '티나'").explain()

    assert f"Bitmap Index Scan on {index}" in plan


def test_a_search_takes_as_many_queries_for_three_results_as_for_one(client):
    counts = set()
    for word, number in (("수달", 1), ("고래", 3)):
        task = make_task(title_ko=word)
        fill(task, [f"{word} {index}" for index in range(number)])
        for index in range(number):
            make_update(task=task, title_ko=f"{word} {index}")
            make_forum(title_ko=f"{word} {index}")
        with CaptureQueriesContext(connection) as queries:
            assert len(client.get("/search/", {"q": word, "exact": "1"}).context["cards"]) == 1 + 3 * number
        counts.add(len(queries))

    assert len(counts) == 1
    assert counts.pop() <= 26
