"""Somebody without an account asks for a comment to be blocked, and confirms it by mail."""

import re
from datetime import datetime, timedelta

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from portal.core.errors import InvalidInput, TooManyRequests
from portal.core.rate_limits import spend
from portal.core.web.client_address import address_key
from portal.takedowns.links import CONFIRM, FOLLOW, confirm_path, follow_path
from portal.takedowns.models import Evidence, Takedown
from portal.takedowns.services import blocks, requests
from portal.takedowns.services.refusals import AlreadyRequested, NothingToBlock
from portal.takedowns.services.requests import FROM_ONE_NETWORK
from tests.factories import make_comment, make_moderator, make_takedown, put
from tests.hostile import NO_TEXT, NOTHING_OFFERED

pytestmark = pytest.mark.django_db
NOON = "2026-11-23T03:00:00+00:00"
STATEMENT = "제 집 주소가 그대로 적혀 있습니다."
RIGHT = {
    "relation": "self",
    "right": "privacy",
    "statement": STATEMENT,
    "name": "나도연",
    "email": "doyeon@example.org",
    "consent": "on",
}


def address(comment) -> str:
    return reverse("takedowns:request", args=[comment.pk])


def ask(client, comment, **changes):
    return client.post(address(comment), {**RIGHT, **changes})


def link_in(mail) -> str:
    """The path of the portal that a mail leads to."""
    return re.search(r"https?://[^/\s]+(/\S*takedowns/\S+)", mail.get_content()).group(1)


def test_anybody_finds_the_request_in_the_menu_of_a_comment_that_is_shown(client):
    comment = make_comment()

    shown = client.get(reverse("discussion:permalink", args=[comment.pk])).content.decode()
    put(comment, "hidden")
    hidden = client.get(reverse("discussion:permalink", args=[comment.pk])).content.decode()

    assert (address(comment) in shown, address(comment) in hidden) == (True, False)


def test_a_request_is_kept_and_only_a_mail_goes_out(client, mailbox, time_machine):
    time_machine.move_to(NOON, tick=False)
    comment = make_comment()

    response = ask(client, comment)

    takedown = Takedown.objects.get()
    assert (response.status_code, response.url) == (302, comment.get_absolute_url())
    assert (takedown.comment, takedown.state, takedown.language) == (comment, "unconfirmed", "ko")
    assert (takedown.requester_name, takedown.requester_email) == ("나도연", "doyeon@example.org")
    assert (takedown.relation, takedown.right, takedown.statement) == ("self", "privacy", STATEMENT)
    assert (takedown.requested_at, takedown.confirmed_at) == (timezone.now(), None)
    assert [mail["To"] for mail in mailbox.deliver()] == ["doyeon@example.org"]
    assert list(Takedown.objects.moderated_by(make_moderator())) == []


def test_the_link_in_the_mail_shows_a_button_and_only_the_button_confirms(client, mailbox, time_machine):
    time_machine.move_to(NOON, tick=False)
    ask(client, make_comment())
    (mail,) = mailbox.deliver()
    link = link_in(mail)

    page = client.get(link)
    looked = Takedown.objects.get().state
    response = client.post(link)

    takedown = Takedown.objects.get()
    assert (page.status_code, looked) == (200, "unconfirmed")
    assert (takedown.state, takedown.confirmed_at) == ("requested", timezone.now())
    assert (response.status_code, response.url) == (302, follow_path(takedown))
    assert list(Takedown.objects.moderated_by(make_moderator())) == [takedown]
    assert "접수" in mailbox.deliver()[-1]["Subject"]


def test_confirming_twice_is_confirming_once(client, mailbox, time_machine):
    time_machine.move_to(NOON, tick=False)
    takedown = make_takedown(is_confirmed=False)
    link = confirm_path(takedown)

    for minutes in range(2):
        time_machine.move_to(datetime.fromisoformat(NOON) + timedelta(minutes=minutes), tick=False)
        assert client.post(link).url == follow_path(takedown)

    assert Takedown.objects.get().confirmed_at == datetime.fromisoformat(NOON)
    assert len(mailbox.deliver()) == 1
    assert client.get(link).url == follow_path(takedown)


def test_the_link_is_good_for_three_days(client, time_machine):
    time_machine.move_to(NOON, tick=False)
    takedown = make_takedown(is_confirmed=False)
    link = confirm_path(takedown)

    time_machine.shift(timedelta(days=3))
    in_time = client.get(link).status_code
    time_machine.shift(timedelta(seconds=1))
    late = client.post(link)

    assert (in_time, late.status_code) == (200, 410)
    assert Takedown.objects.get().state == "unconfirmed"


@pytest.mark.parametrize(
    "token",
    ["x", "1", "MQ", "MQ:1tI0aB:forged", "%00", "ㄱ", "a" * 3000, "..", "-"],
)
@pytest.mark.parametrize("name", ["takedowns:confirm", "takedowns:follow"])
def test_a_made_up_link_leads_nowhere(client, name, token):
    make_takedown()

    assert client.get(reverse(name, args=["TOKEN"]).replace("TOKEN", token)).status_code == 404


def test_one_link_does_not_do_for_the_other(client):
    takedown = make_takedown(is_confirmed=False)
    to_confirm, to_follow = signing.dumps(takedown.pk, salt=CONFIRM), signing.dumps(takedown.pk, salt=FOLLOW)

    assert client.post(reverse("takedowns:confirm", args=[to_follow])).status_code == 404
    assert client.get(reverse("takedowns:follow", args=[to_confirm])).status_code == 404
    assert client.get(reverse("takedowns:follow", args=[to_follow])).status_code == 404
    assert client.post(reverse("takedowns:retract", args=[to_confirm])).status_code == 404


@pytest.mark.parametrize("state", ["hidden", "withdrawn", "taken_down", "under_review", "pending"])
def test_what_is_not_shown_cannot_be_asked_about(client, state):
    comment = put(make_comment(), state)

    assert client.get(address(comment)).status_code == 404
    assert ask(client, comment).status_code == 404
    with pytest.raises(NothingToBlock):
        make_takedown(comment=comment)
    assert Takedown.objects.count() == 0


@pytest.mark.parametrize("name", ["relation", "right", "statement", "name", "email", "consent"])
def test_what_is_missing_is_said_and_the_rest_is_kept(client, name):
    response = ask(client, make_comment(), **{name: ""})

    page = response.content.decode()
    assert response.status_code == 422
    assert [value for key, value in RIGHT.items() if key != name and value not in page] == []
    assert "다시 선택" in page or "choose them again" in page
    assert Takedown.objects.count() == 0


@pytest.mark.parametrize("value", [value for key, value in NO_TEXT.items() if key != "empty"])
@pytest.mark.parametrize("name", ["statement", "name", "email"])
def test_no_text_is_no_answer(client, name, value):
    response = ask(client, make_comment(), **{name: value})

    assert response.status_code == 422
    assert Takedown.objects.count() == 0


@pytest.mark.parametrize("value", NOTHING_OFFERED.values(), ids=NOTHING_OFFERED)
@pytest.mark.parametrize("name", ["relation", "right"])
def test_a_choice_out_of_nowhere_is_refused(client, name, value):
    response = ask(client, make_comment(), **{name: value})

    assert response.status_code == 422
    assert STATEMENT in response.content.decode()
    assert Takedown.objects.count() == 0


@pytest.mark.parametrize(
    "email", ["doyeon", "a@b", "a b@example.org", "a@example.org, b@example.org", "a@example.org\r\nBcc: x@y.org"]
)
def test_an_address_that_cannot_be_written_to_is_refused(client, email):
    assert ask(client, make_comment(), email=email).status_code == 422
    with pytest.raises(InvalidInput):
        make_takedown(email=email)
    assert Takedown.objects.count() == 0


def test_one_mailbox_is_one_person_however_it_is_typed():
    takedown = make_takedown(email=" Doyeon@EXAMPLE.org ")

    assert takedown.requester_email == "doyeon@example.org"


def test_one_person_asks_three_times_a_day(time_machine):
    time_machine.move_to(NOON, tick=False)
    for _ in range(3):
        make_takedown(email="often@example.org")

    with pytest.raises(TooManyRequests):
        make_takedown(email="Often@example.org")
    time_machine.shift(timedelta(days=1))

    assert make_takedown(email="often@example.org").state == "requested"


def test_one_network_asks_fifty_times_a_day(client, time_machine):
    time_machine.move_to(NOON, tick=False)
    comment = make_comment()

    for _ in range(48):
        spend(key=f"takedown-from:{address_key('127.0.0.1')}", **FROM_ONE_NETWORK)

    answers = [ask(client, comment, email=f"person{number}@example.org").status_code for number in range(3)]
    elsewhere = client.post(address(comment), {**RIGHT, "email": "other@example.org"}, REMOTE_ADDR="198.51.100.9").status_code

    assert answers == [302] * 2 + [429]
    assert elsewhere == 302
    assert Takedown.objects.count() == 3


def test_several_people_may_ask_about_one_comment():
    comment = make_comment()

    assert [make_takedown(comment=comment).state for _ in range(3)] == ["requested"] * 3


def test_one_person_asks_about_one_comment_once():
    first = make_takedown(email="same@example.org")
    second = make_takedown(comment=first.comment, email="same@example.org", is_confirmed=False)

    with pytest.raises(AlreadyRequested):
        requests.confirm(takedown=second)

    assert Takedown.objects.get(pk=second.pk).state == "unconfirmed"


def test_after_a_refusal_the_same_person_may_ask_again_but_not_after_a_block(time_machine):
    time_machine.move_to(NOON, tick=False)
    refused = make_takedown(email="same@example.org")
    blocks.refuse(takedown=refused, moderator=make_moderator(), reason="어떤 권리인지 알 수 없습니다.")
    again = make_takedown(comment=refused.comment, email="same@example.org")
    blocks.block(takedown=again, moderator=make_moderator(), reason="사생활이 드러난 것으로 보입니다.", days=1)
    time_machine.shift(timedelta(days=2))
    blocks.end_blocks()

    third = make_takedown(comment=refused.comment, email="same@example.org", is_confirmed=False)
    with pytest.raises(AlreadyRequested):
        requests.confirm(takedown=third)


def test_looking_at_the_request_asks_the_database_as_often_whatever_there_is(client, django_assert_num_queries):
    comment = make_comment()
    for _ in range(3):
        make_takedown(comment=comment)

    with django_assert_num_queries(1):
        assert client.get(address(comment)).status_code == 200


def test_a_request_needs_its_token(client):
    careful = type(client)(enforce_csrf_checks=True)

    assert ask(careful, make_comment()).status_code == 403
    assert (Takedown.objects.count(), Evidence.objects.count()) == (0, 0)
