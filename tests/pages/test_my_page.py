"""My page: what I said, my forums, my data, and nobody else's."""

from datetime import timedelta

import pytest
from django.utils import timezone
from time_machine import travel

from portal.discussion import services as discussion
from portal.registrations import services as registrations
from tests.factories import make_citizen, make_comment, make_decision, make_forum, make_task

pytestmark = pytest.mark.django_db


@pytest.fixture
def me(client):
    """A signed-in, verified citizen."""
    person = make_citizen(email="me@example.org", nickname="갑천러너")
    client.force_login(person)
    return person


def test_visitors_are_asked_to_sign_in_first(client):
    response = client.get("/my/")

    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=/my/")


@pytest.mark.parametrize(("address", "rule"), [("/my/", "도배·광고"), ("/en/my/", "Spam or advertising")])
def test_what_i_said_stands_there_with_its_state_and_nobody_elses(client, me, address, rule):
    make_task()
    make_comment(author=me, body="제가 쓴 첫 의견입니다")
    make_decision(comment=make_comment(author=me, body="숨겨진 제 의견입니다"), rule="spam")
    discussion.withdraw(comment=make_comment(author=me, body="거둔 제 의견입니다"), author=me)
    make_comment(body="다른 사람의 의견입니다")

    response = client.get(address)
    page = response.content.decode()

    assert [comment.state for comment in response.context["comments"]] == ["withdrawn", "hidden", "published"]
    assert [text in page for text in ("첫 의견", "숨겨진 제", "거둔 제", "다른 사람")] == [True, True, False, False]
    assert [str(comment.get_state_display()) in page for comment in response.context["comments"]] == [True, True, True]
    assert rule in page


def test_my_coming_forums_stand_there_and_neither_past_nor_cancelled_nor_other_peoples(client, me):
    mine, cancelled, others = (make_forum(title_ko=title) for title in ("내가 갈 포럼", "취소한 포럼", "남의 포럼"))
    registrations.register(forum=mine, citizen=me)
    registrations.cancel(registration=registrations.register(forum=cancelled, citizen=me))
    registrations.register(forum=others, citizen=make_citizen())

    assert [card.forum.title for card in client.get("/my/").context["registrations"]] == ["내가 갈 포럼"]


def test_my_data_says_who_i_am_and_that_i_am_verified(client, me):
    page = client.get("/en/my/").content.decode()

    assert [text for text in ("me@example.org", "갑천러너", "Verified", "/en/accounts/settings/") if text not in page] == []
    assert "Not verified" not in page


def test_whoever_is_not_verified_is_led_there_and_back(client):
    client.force_login(make_citizen(verified=False))

    page = client.get("/en/my/").content.decode()

    assert "Not verified" in page
    assert "/en/accounts/verify/?next=/en/my/" in page


def test_an_empty_page_says_what_will_stand_there(client, me):
    page = client.get("/en/my/").content.decode()

    assert "You have not written anything yet" in page
    assert "You are not registered for an upcoming forum" in page


def test_my_comments_come_in_pages_of_ten(client, me):
    task = make_task()
    for number in range(11):
        with travel(timezone.now() - timedelta(days=20 - number)):
            make_comment(task=task, author=me, body=f"의견 {number}")

    assert [comment.words for comment in client.get("/my/?page=2").context["comments"]] == ["의견 0"]
    assert client.get("/my/?page=3").status_code == 404


def test_my_page_needs_as_many_queries_for_one_row_as_for_three(client, me, django_assert_max_num_queries):
    task = make_task()

    def fill(rows: int) -> None:
        for _ in range(rows):
            make_comment(task=task, author=me, body=f"의견 {timezone.now()}")
            registrations.register(forum=make_forum(), citizen=me)

    fill(1)
    with django_assert_max_num_queries(9) as few:
        client.get("/my/")
    fill(2)
    with django_assert_max_num_queries(len(few)):
        client.get("/my/")
