"""Links in mails that stand for one registration: nothing changes by opening one, and nobody can guess one."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.forums.states import Handover
from portal.registrations import services
from portal.registrations.links import registration_path, registration_token
from portal.registrations.party import Party
from portal.registrations.states import State
from tests.factories import make_citizen, make_forum

pytestmark = pytest.mark.django_db
ACTS = ("link_change", "link_accept", "link_decline", "link_cancel")


def page_of(response) -> str:
    return " ".join(response.content.decode().split())


def offered_place():
    """A registration to which a seat is offered, and its forum."""
    forum = make_forum(capacity=1, handover=Handover.OFFER)
    seated, waiting = [services.register(forum=forum, citizen=make_citizen()) for _ in range(2)]
    services.cancel(registration=seated)
    waiting.refresh_from_db()
    return waiting, forum


def test_a_seat_is_given_back_from_the_mail_with_one_click_and_a_confirmation(client):
    forum = make_forum(capacity=1)
    seated, waiting = [services.register(forum=forum, citizen=make_citizen()) for _ in range(2)]

    opened = client.get(registration_path(seated))
    seated.refresh_from_db()
    state_after_opening = seated.state
    response = client.post(registration_path(seated, "link_cancel"), follow=True)

    assert (opened["Referrer-Policy"], opened["X-Robots-Tag"]) == ("same-origin", "noindex")
    assert "no-store" in opened["Cache-Control"]
    assert state_after_opening == State.CONFIRMED
    assert "취소된 신청입니다." in page_of(response)
    waiting.refresh_from_db()
    assert waiting.state == State.CONFIRMED


def test_an_offer_is_accepted_by_link_also_twice(client):
    waiting, _forum = offered_place()

    assert "자리 수락하기" in page_of(client.get(registration_path(waiting)))
    for _ in range(2):
        client.post(registration_path(waiting, "link_accept"))

    waiting.refresh_from_db()
    assert waiting.state == State.CONFIRMED


def test_an_offer_is_declined_by_link(client):
    waiting, _forum = offered_place()

    client.post(registration_path(waiting, "link_decline"))

    waiting.refresh_from_db()
    assert waiting.state == State.CANCELLED


def test_after_its_deadline_the_offer_can_no_longer_be_accepted(client, time_machine):
    waiting, _forum = offered_place()
    time_machine.move_to(waiting.reserved_until, tick=False)

    shown = page_of(client.get(registration_path(waiting)))
    refused = page_of(client.post(registration_path(waiting, "link_accept"), follow=True))

    assert "자리 수락하기" not in shown
    assert "다음 순서의 분께 돌아갔습니다" in refused


def test_the_party_is_changed_by_link_and_errors_keep_the_form(client):
    forum = make_forum(capacity=4, companions_limit=3)
    registration = services.register(forum=forum, citizen=make_citizen(), party=Party(2))

    wrong = client.post(registration_path(registration, "link_change"), {"party_size": "9"})
    right = client.post(registration_path(registration, "link_change"), {"party_size": "4"}, follow=True)

    assert wrong.status_code == 422
    assert "참가 신청을 변경했습니다" in page_of(right)
    registration.refresh_from_db()
    assert registration.seats == 4


def test_after_the_deadline_the_page_says_whom_to_tell(client, time_machine):
    forum = make_forum(changes_close_at=timezone.now() + timedelta(hours=1), contact="042-270-0000")
    registration = services.register(forum=forum, citizen=make_citizen())
    time_machine.move_to(forum.changes_close_at, tick=False)

    assert "문의: 042-270-0000" in page_of(client.get(registration_path(registration)))
    assert "문의: 042-270-0000" in page_of(client.post(registration_path(registration, "link_cancel"), follow=True))


@pytest.mark.parametrize("token", ["x", "0" * 32, "0" * 32 + ":" + "a" * 43, "..", "%00"])
def test_an_invented_link_leads_nowhere(client, token):
    for name in ("link", *ACTS):
        ask = client.get if name == "link" else client.post
        assert ask(reverse(f"registrations:{name}", args=[token])).status_code == 404


def test_the_link_of_another_registration_cannot_be_made_from_ones_own():
    first, second = [services.register(forum=make_forum(), citizen=make_citizen()) for _ in range(2)]
    forged = f"{second.uid.hex}:{registration_token(first).partition(':')[2]}"

    assert Client().get(reverse("registrations:link", args=[forged])).status_code == 404


def test_the_page_shows_nobodys_name_or_address(client):
    registration = services.register(forum=make_forum(), citizen=make_citizen(nickname="고요한길손"))

    shown = page_of(client.get(registration_path(registration)))

    assert registration.citizen.nickname not in shown
    assert registration.citizen.email not in shown


def test_nothing_changes_without_the_token_of_the_form():
    registration = services.register(forum=make_forum(), citizen=make_citizen())
    careful = Client(enforce_csrf_checks=True)

    assert [careful.post(registration_path(registration, name)).status_code for name in ACTS] == [403] * 4
