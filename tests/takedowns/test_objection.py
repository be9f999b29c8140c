"""The author of a blocked comment has their say, once."""

from datetime import timedelta

import pytest
from django.urls import reverse

from portal.takedowns.models import Takedown
from portal.takedowns.services import requests
from portal.takedowns.services.refusals import AlreadyObjected, NotTheAuthor, RequestSettled
from tests.factories import make_block, make_citizen, make_comment, make_moderator, make_takedown
from tests.takedowns.test_block import NOON, told
from tests.takedowns.test_pages import REASON, about, desk, objecting, page

pytestmark = pytest.mark.django_db


def test_the_author_objects_once_and_the_requester_hears_that_not_what(mailbox):
    takedown = make_block()
    told(mailbox)

    requests.object_to(takedown=takedown, author=takedown.comment.author, text="  공개된 자료에서 옮겼습니다. ")

    takedown.refresh_from_db()
    assert (takedown.objection, takedown.state) == ("공개된 자료에서 옮겼습니다.", "blocked")
    assert list(Takedown.objects.waiting()) == [takedown]
    (mail,) = mailbox.deliver()
    assert mail["To"] == takedown.requester_email
    assert "공개된 자료" not in mail.get_content()
    with pytest.raises(AlreadyObjected):
        requests.object_to(takedown=takedown, author=takedown.comment.author, text="한 번 더")


def test_only_the_author_objects_and_only_while_the_block_lasts(time_machine):
    time_machine.move_to(NOON, tick=False)
    takedown = make_block(days=1)

    with pytest.raises(NotTheAuthor):
        requests.object_to(takedown=takedown, author=make_citizen(), text="제 생각은 다릅니다.")
    time_machine.shift(timedelta(days=1))
    with pytest.raises(RequestSettled):
        requests.object_to(takedown=takedown, author=takedown.comment.author, text="제 생각은 다릅니다.")

    assert Takedown.objects.get().objection == ""


def test_objections_wait_before_requests_and_requests_by_age(time_machine):
    time_machine.move_to(NOON, tick=False)
    waiting = []
    for _ in range(3):
        waiting.append(make_takedown())
        time_machine.shift(timedelta(hours=1))
    blocked = make_block()
    requests.object_to(takedown=blocked, author=blocked.comment.author, text="공개된 자료입니다.")

    assert list(Takedown.objects.waiting().most_urgent_first()) == [blocked, *waiting]


def test_the_author_reads_the_reason_and_may_object_once(client):
    takedown = make_block()
    client.force_login(takedown.comment.author)

    before = page(client, about(takedown))
    form = client.get(objecting(takedown)).status_code
    sent = client.post(objecting(takedown), {"text": "공개된 자료입니다."})
    after = page(client, about(takedown))
    again = client.post(objecting(takedown), {"text": "한 번 더"})

    assert [word in before for word in (REASON, takedown.comment.body, objecting(takedown))] == [True] * 3
    assert (form, sent.status_code, sent.url) == (200, 302, about(takedown))
    assert objecting(takedown) not in after
    assert (client.get(objecting(takedown)).status_code, again.status_code) == (302, 409)
    assert Takedown.objects.get().objection == "공개된 자료입니다."


@pytest.mark.parametrize("text", ["", " ", "\u200b", "a\x00", "가" * 2001])
def test_an_objection_says_something(client, text):
    takedown = make_block()
    client.force_login(takedown.comment.author)

    response = client.post(objecting(takedown), {"text": text})

    assert response.status_code == 422
    assert Takedown.objects.get().objected_at is None


def test_nobody_else_objects(client):
    takedown = make_block()
    client.force_login(make_citizen())

    assert client.get(objecting(takedown)).status_code == 404
    assert client.post(objecting(takedown), {"text": "공개된 자료입니다."}).status_code == 404


def test_an_objection_comes_first_on_the_desk(client):
    make_takedown(comment=make_comment())
    blocked = make_block()
    requests.object_to(takedown=blocked, author=blocked.comment.author, text="공개된 자료입니다.")
    client.force_login(make_moderator())

    text = page(client, reverse("takedowns:list"))

    assert text.index(desk(blocked)) < text.index(desk(Takedown.objects.exclude(pk=blocked.pk).get()))
    assert "공개된 자료입니다." in page(client, desk(blocked))
