"""Which threads a list shows, in which order, and what its links say."""

from datetime import timedelta

import pytest
from django.core.exceptions import BadRequest
from django.http import Http404
from django.utils import timezone

from portal.discussion import services
from portal.discussion.models import Comment
from portal.discussion.threads.pages import discussion_context
from tests.factories import make_citizen, make_comment, make_moderator, make_officer, make_task, make_topic, put

pytestmark = pytest.mark.django_db


def roots(context) -> list[int]:
    """The keys of the threads on the page, in its order."""
    return [entry.pk for entry, _more in context["rows"] if entry.depth == 0]


def listed(task, user=None, **params) -> dict:
    """The list that an address asks for."""
    return discussion_context(task=task, user=user or make_citizen(), params=params)


def counts(choices) -> dict[str, int]:
    """How many threads each choice promises."""
    return {choice.word: choice.count for choice in choices}


def vote(comment, agree: int, disagree: int = 0) -> None:
    for value in ["agree"] * agree + ["disagree"] * disagree:
        services.vote(comment=comment, voter=make_citizen(), value=value)


ORDERS = {
    "": [2, 3, 4, 1],
    "newest": [4, 3, 2, 1],
    "oldest": [1, 2, 3, 4],
    "most_agreed": [2, 3, 4, 1],
    "most_discussed": [1, 4, 3, 2],
    "most_divisive": [3, 4, 2, 1],
    "officially_answered": [1, 4],
}


@pytest.mark.parametrize("order", ORDERS)
def test_threads_are_sorted(order, client):
    task = make_task()
    one, two, three, four = (make_comment(task=task, body=f"의견 {number}") for number in (1, 2, 3, 4))
    vote(two, 4), vote(three, 3, 2), vote(four, 1, 1)
    make_comment(parent=one), make_comment(parent=one, body="저도요")
    for late, comment in enumerate([four, one]):
        services.reply_officially(comment=comment, officer=make_officer(), body="검토하겠습니다.")
        Comment.objects.filter(pk=comment.pk).update(officially_answered_at=timezone.now() + timedelta(hours=late))

    response = client.get(task.get_absolute_url(), {"sort": order} if order else {})

    assert roots(response.context) == [(one, two, three, four)[number - 1].pk for number in ORDERS[order]]


def test_one_agreement_of_one_ranks_below_nine_of_ten():
    task = make_task()
    single, many = make_comment(task=task, body="하나"), make_comment(task=task, body="여럿")
    vote(single, 1), vote(many, 9, 1)

    assert roots(listed(task, sort="most_agreed")) == [many.pk, single.pk]


def test_stance_and_topic_filter_the_list_and_say_how_many_there_are():
    task, night, water = make_task(), make_topic(name_ko="밤길"), make_topic(name_ko="하천")
    said = [("for", night), ("for", water), ("against", night), ("", None)]
    comments = [make_comment(task=task, body=f"의견 {n}", stance=s, topic=t) for n, (s, t) in enumerate(said)]
    make_comment(parent=comments[0])

    everything, both = listed(task), listed(task, stance="for", topic=night.slug)

    assert roots(listed(task, stance="for")) == [comments[1].pk, comments[0].pk]
    assert roots(listed(task, stance="none")) == [comments[3].pk]
    assert roots(listed(task, topic=night.slug)) == [comments[2].pk, comments[0].pk]
    assert roots(both) == [comments[0].pk]
    assert counts(everything["stances"]) == {"전체": 4, "찬성": 2, "중립": 0, "반대": 1, "밝히지 않음": 1}
    assert counts(everything["topics"]) == {"전체": 4, "밤길": 2, "하천": 1}
    assert counts(both["stances"]) == {"전체": 2, "찬성": 1, "중립": 0, "반대": 1, "밝히지 않음": 0}
    assert counts(both["topics"]) == {"전체": 2, "밤길": 1, "하천": 1}
    assert everything["heading_count"] == 5


def test_the_form_shows_what_was_asked_for_and_one_link_clears_the_filters():
    topic = make_topic()
    comment = make_comment(stance="for", topic=topic)

    context = listed(comment.task, sort="oldest", stance="for", topic=topic.slug)

    assert context["query"] == f"sort=oldest&stance=for&topic={topic.slug}"
    assert context["here"] == f"{comment.task.get_absolute_url()}?{context['query']}"
    chosen = {name: [choice.value for choice in context[name] if choice.is_current] for name in ("orders", "stances", "topics")}
    assert chosen == {"orders": ["oldest"], "stances": ["for"], "topics": [topic.slug]}
    assert context["order_summary"] == f"오래된순 · 찬성 · {topic.name}"
    assert context["without_filters"] == f"{comment.task.get_absolute_url()}?sort=oldest"


def test_a_filter_and_pages_go_together():
    task = make_task()
    for number in range(22):
        make_comment(task=task, body=f"의견 {number}", stance="for" if number % 11 else "against")

    page = listed(task, stance="for")["page"]

    assert (page.paginator.count, page.paginator.num_pages) == (20, 1)
    with pytest.raises(Http404):
        listed(task, stance="for", page="2")


@pytest.mark.parametrize("state", ["pending", "under_review", "hidden", "taken_down", "withdrawn"])
def test_a_filter_gives_nothing_away_about_what_is_not_shown(state):
    topic = make_topic()
    shown = make_comment(stance="for", topic=topic)
    secret = put(make_comment(stance="against", topic=topic), state)

    assert roots(listed(shown.task, stance="against")) == []
    assert roots(listed(shown.task, topic=topic.slug)) == [shown.pk]
    assert counts(listed(shown.task, make_moderator())["stances"])["반대"] == 0
    for reader in (secret.author, make_moderator()):
        expected = [] if state == "withdrawn" else [secret.pk]
        assert roots(listed(shown.task, reader, stance="against")) == expected


def test_what_was_never_shown_takes_no_room_but_for_its_author_and_the_moderators():
    task = make_task()
    shown, pending = make_comment(task=task), make_comment(task=task, body="기다리는 글")
    replies = [make_comment(parent=shown, body=f"답글 {number}") for number in range(6)]
    pending, pending_reply = put(pending, "pending"), put(replies[1], "pending")

    def seen(reader) -> tuple[list[int], str | None, int, int]:
        context = listed(task, reader)
        more = next((more.words for _entry, more in context["rows"] if more), None)
        return [entry.pk for entry, _more in context["rows"]], more, context["heading_count"], context["page"].paginator.count

    others = [shown.pk, replies[0].pk, replies[2].pk, replies[3].pk]
    assert seen(make_citizen()) == (others, "답글 2개 더 보기", 6, 1)
    assert seen(make_moderator(tasks=[make_task()])) == (others, "답글 2개 더 보기", 6, 1)
    assert seen(pending.author) == ([pending.pk, *others], "답글 2개 더 보기", 6, 2)
    assert seen(pending_reply.author) == ([shown.pk, *(reply.pk for reply in replies[:3])], "답글 3개 더 보기", 6, 1)
    assert seen(make_moderator()) == ([pending.pk, shown.pk, *(reply.pk for reply in replies[:3])], "답글 3개 더 보기", 6, 2)


def test_what_waits_again_after_a_change_keeps_its_place_when_it_was_answered():
    comment = make_comment()
    reply = make_comment(parent=comment)
    put(comment, "pending")

    [(first, _), (second, _)] = listed(comment.task)["rows"]

    assert (first.text, first.notice.words) == (None, "토론 관리자의 확인을 기다리고 있습니다.")
    assert second.pk == reply.pk


@pytest.mark.parametrize("params", [{"stance": "for"}, {"sort": "officially_answered"}])
def test_an_empty_list_says_why_and_leads_back_to_all(client, params):
    task = make_comment().task

    text = client.get(task.get_absolute_url(), params).content.decode()

    assert "아직 의견이 없습니다" not in text
    assert f'href="{task.get_absolute_url()}#comments"' in text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sort", "created_at"), ("sort", "author__email"), ("sort", "-pk"), ("stance", "FOR"), ("stance", "author"),
        ("topic", "nowhere"), ("topic", "1"), ("topic", "가"),
    ],
)  # fmt: skip
def test_only_what_is_offered_can_be_asked_for(name, value):
    make_topic()
    with pytest.raises(BadRequest):
        listed(make_task(), **{name: value})


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("sort=created_at", 400), ("stance=author__email", 400), ("topic=no-such-topic", 400), ("sort=most_divisive", 200),
        ("page=2", 404), ("page=0", 404), ("page=-1", 404), ("page=1000000000", 404), ("page=x", 404), ("page=1", 200),
    ],
)  # fmt: skip
def test_addresses_that_ask_for_nonsense_are_told_so(client, query, status):
    task = make_comment().task

    assert client.get(f"{task.get_absolute_url()}?{query}").status_code == status
