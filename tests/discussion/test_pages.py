"""What each kind of reader sees on the task's page, a comment's own page and the page of more replies."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.discussion import services
from portal.discussion.models import Comment, State
from portal.discussion.rules import Rule
from tests.factories import make_citizen, make_comment, make_moderator, make_officer, make_task, put

pytestmark = pytest.mark.django_db
SECRET = "아무도 모르는 낱말 늘푸른소나무"


def as_person(client, person):
    """The client, signed in."""
    client.force_login(person)
    return client


def page(client, comment_or_task) -> str:
    """The text of a page."""
    response = client.get(comment_or_task.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def addresses(comment: Comment) -> list[str]:
    """Every page that shows the comment."""
    root = comment.root or comment
    return [
        comment.task.get_absolute_url(),
        reverse("discussion:permalink", args=[comment.pk]),
        reverse("discussion:permalink", args=[root.pk]),
        reverse("discussion:replies", args=[root.pk]),
        reverse("discussion:reply", args=[comment.pk]),
    ]


@pytest.mark.parametrize("state", [state for state in State if state != State.PUBLISHED])
def test_words_that_are_not_public_stand_on_no_page_of_visitors_and_others(client, state):
    comment = make_comment(parent=make_comment(), body=SECRET)
    visible = [client.get(address).content.decode().count(SECRET) for address in addresses(comment)]
    put(comment, state)

    seen = [client.get(address).content.decode().count(SECRET) for address in addresses(comment)]
    client.force_login(make_citizen())
    seen += [client.get(address).content.decode().count(SECRET) for address in addresses(comment)]

    assert min(visible) == 1
    assert seen == [0] * 10


@pytest.mark.parametrize("reader", ["author", "moderator"])
def test_author_and_moderator_read_hidden_words_marked_as_hidden(client, reader):
    comment = make_comment(body=SECRET)
    services.set_state(comment=comment, state=State.HIDDEN, rule=Rule.DEFAMATION)

    text = page(as_person(client, comment.author if reader == "author" else make_moderator()), comment.task)

    assert text.count(SECRET) == 1
    assert {"author": "본인과 토론 관리자만", "moderator": "작성자와 토론 관리자만"}[reader] in text
    assert "명예훼손" in text


def test_withdrawn_words_are_shown_to_nobody(client):
    comment = make_comment(body=SECRET)
    services.withdraw(comment=comment, author=comment.author)

    texts = [page(as_person(client, person), comment.task) for person in (comment.author, make_moderator())]

    assert [text.count(SECRET) for text in texts] == [0, 0]
    assert all("작성자가" in text and "철회" in text for text in texts)


def test_the_placeholder_names_rule_day_and_role_and_leads_to_the_reason(client, time_machine):
    time_machine.move_to("2026-11-23T14:00:00+09:00", tick=False)
    comment = make_comment()
    services.set_state(comment=comment, state=State.HIDDEN, rule=Rule.PERSONAL_DATA)

    text = page(client, comment.task)

    assert "토론 관리자가 2026년 11월 23일(월)에 이 의견을 숨겼습니다. 적용한 규칙: 개인정보." in text
    assert f'href="{reverse("moderation:explanation", args=[comment.pk])}"' in text
    assert comment.author.nickname not in text


def test_a_reply_to_a_hidden_comment_does_not_name_its_author(client):
    hidden = make_comment()
    make_comment(parent=hidden, body="동의합니다")
    services.set_state(comment=hidden, state=State.HIDDEN, rule=Rule.ABUSE)

    text = page(client, hidden.task)

    assert "동의합니다" in text
    assert hidden.author.nickname not in text


def test_links_are_marked_as_citizens_and_particles_stay_outside(client):
    comment = put(make_comment(body="https://www.example.org/a?b=1&c=2를 보세요 <script>alert(1)</script>"), "published")

    text = page(client, comment.task)

    link = (
        '<a href="https://www.example.org/a?b=1&amp;c=2" rel="ugc nofollow noopener">https://www.example.org/a?b=1&amp;c=2</a>를'
    )
    assert link in text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_three_replies_are_shown_and_the_rest_on_demand(client):
    root = make_comment(body="뿌리")
    replies = [make_comment(parent=root, body=f"답글 {number}번") for number in range(1, 6)]

    text = page(client, root.task)

    more = f"{reverse('discussion:replies', args=[root.pk])}?after={replies[2].pk}"
    assert [f"답글 {number}번" in text for number in range(1, 6)] == [True, True, True, False, False]
    assert f'href="{more}"' in text
    assert "답글 2개 더 보기" in text
    rest = client.get(more).content.decode()
    assert [f"답글 {number}번" in rest for number in range(1, 6)] == [False, False, False, True, True]


def test_htmx_gets_only_the_next_replies(client):
    root = make_comment()
    make_comment(parent=root, body="답글 하나")

    response = client.get(reverse("discussion:replies", args=[root.pk]), headers={"HX-Request": "true"})

    text = response.content.decode()
    assert "답글 하나" in text
    assert "<html" not in text
    assert text.count("data-focus") == 1


def test_more_than_fifty_replies_come_in_steps(client):
    root = make_comment()
    replies = [make_comment(parent=root, body=f"{number}번") for number in range(53)]

    first = client.get(reverse("discussion:replies", args=[root.pk])).context
    second = client.get(first["rows"][-1][1].address).context

    shown = [entry.pk for context in (first, second) for entry, _more in context["rows"]]
    assert shown == [reply.pk for reply in replies]
    assert first["rows"][-1][1].words == "답글 3개 더 보기"
    assert second["rows"][-1][1] is None


def test_a_permalink_shows_the_chain_above_and_the_replies_below(client):
    root = make_comment(body="뿌리")
    for number in range(4):
        make_comment(parent=root, body=f"이웃 {number}")
    deep = make_comment(parent=root, body="줄기")
    target = make_comment(parent=deep, body="가지")
    leaf = make_comment(parent=target, body="잎")

    response = client.get(target.get_absolute_url())

    assert [entry.pk for entry, _more in response.context["rows"]] == [root.pk, deep.pk, target.pk, leaf.pk]
    assert [entry.has_focus for entry, _more in response.context["rows"]] == [False, False, True, False]
    assert f'id="comment-{target.pk}"' in response.content.decode()
    assert target.get_absolute_url() == f"/comments/{target.pk}/#comment-{target.pk}"


def test_a_permalink_leads_to_the_right_page_of_the_discussion(client):
    task = make_task()
    roots = [make_comment(task=task, body=f"의견 {number}") for number in range(41)]
    reply = make_comment(parent=roots[0])

    whole = client.get(reply.get_absolute_url()).context["whole_discussion"]

    assert whole == f"{task.get_absolute_url()}?sort=newest&page=3#comment-{roots[0].pk}"
    assert f'id="comment-{roots[0].pk}"' in client.get(whole).content.decode()


@pytest.mark.parametrize("after", ["x", "0", "999999999999", "-1", "１", "1' OR 1=1"])
def test_replies_after_nothing_known_are_not_found(client, after):
    root = make_comment()

    response = client.get(reverse("discussion:replies", args=[root.pk]), {"after": after})

    assert response.status_code == 404


def test_replies_after_a_comment_of_another_thread_are_not_found(client):
    root, other = make_comment(), make_comment()

    response = client.get(reverse("discussion:replies", args=[root.pk]), {"after": other.pk})

    assert response.status_code == 404


@pytest.mark.parametrize("name", ["permalink", "reply", "replies"])
def test_a_comment_that_does_not_exist_is_not_found(client, name):
    assert client.get(reverse(f"discussion:{name}", args=[999_999])).status_code == 404


def test_the_menu_offers_what_this_reader_may_do(client):
    mine, others = make_comment(), make_comment()

    def offers(person) -> dict[int, list[str]]:
        context = as_person(client, person).get(mine.task.get_absolute_url()).context
        return {entry.pk: [link.address.rsplit("/", 2)[-2] for link in entry.menu][1:] for entry, _more in context["rows"]}

    author = {mine.pk: ["edit", "topic", "language", "withdraw"], others.pk: ["report", "takedown"]}
    both = mine.pk, others.pk
    assert offers(mine.author) == author
    assert offers(make_moderator()) == {key: ["topic", "language", "report", "takedown", "hide"] for key in both}
    assert offers(make_moderator(tasks=[make_task()])) == {key: ["report", "takedown"] for key in both}
    assert offers(make_officer()) == {key: ["official", "take-up", "report", "takedown"] for key in both}
    Comment.objects.update(created_at=timezone.now() - timedelta(days=1))
    assert offers(mine.author) == author


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_task_without_comments_says_so(client, language):
    task = make_task()

    text = client.get(("/en" if language == "en" else "") + task.get_absolute_url()).content.decode()

    assert {"ko": "아직 의견이 없습니다", "en": "Nobody has commented yet"}[language] in text
