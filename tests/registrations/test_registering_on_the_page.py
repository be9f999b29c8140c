"""Registering and cancelling through the page: plain forms, htmx, and everything that must not work."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from portal.registrations import services
from portal.registrations.models import Registration
from portal.registrations.states import State
from tests.factories import make_citizen, make_forum

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


def url_of(name: str, forum) -> str:
    return reverse(name, args=[forum.slug])


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.fixture
def citizen(client):
    person = make_citizen()
    client.force_login(person)
    return person


@pytest.mark.parametrize(
    ("capacity", "state", "words"),
    [
        (1, State.CONFIRMED, "자리가 확정되었습니다. 캘린더에 넣을 초대장을 메일로 보내 드렸습니다."),
        (0, State.WAITLISTED, "자리가 모두 찼습니다."),
    ],
)
def test_the_plain_form_registers_and_leads_back_to_the_forum(client, citizen, capacity, state, words):
    forum = make_forum(capacity=capacity)

    response = client.post(url_of("registrations:register", forum))

    assert (response.status_code, response["Location"]) == (302, forum.get_absolute_url())
    assert Registration.objects.get().state == state
    assert said(response)[0].startswith(words)


def test_htmx_gets_the_part_with_its_message(client, citizen):
    forum = make_forum()

    response = client.post(url_of("registrations:register", forum), **HTMX)

    shown = response.content.decode()
    assert response.status_code == 200
    assert shown.lstrip().startswith('<section class="registration" id="registration"')
    assert "<html" not in shown
    assert "data-focus" in shown
    assert 'id="messages"' in shown
    assert url_of("registrations:cancel", forum) in shown


def test_the_part_for_htmx_is_the_part_of_the_page(client, citizen):
    forum = make_forum()
    part = client.post(url_of("registrations:register", forum), **HTMX).content.decode()

    whole = client.get(forum.get_absolute_url()).content.decode()

    start = whole.index('<section class="registration"')
    section = whole[start : whole.index("</section>", start)]
    assert section == part[: part.index("</section>")].lstrip().replace(" data-focus", "")


def test_a_second_click_says_so_and_changes_nothing(client, citizen):
    forum = make_forum()
    client.post(url_of("registrations:register", forum))

    response = client.post(url_of("registrations:register", forum))

    assert said(response)[-1] == "이미 이 포럼에 신청하셨습니다. 바뀐 것은 없습니다."
    assert Registration.objects.count() == 1


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_refusal_is_said_and_nothing_is_stored(client, citizen, time_machine, headers):
    forum = make_forum()
    time_machine.move_to(forum.registration_closes_at, tick=False)

    response = client.post(url_of("registrations:register", forum), **headers)

    words = "이 포럼은 신청이 마감되었습니다. 신청이 접수되지 않았습니다."
    assert words in (response.content.decode() if headers else said(response))
    assert not Registration.objects.exists()


@pytest.mark.parametrize("name", ["registrations:register", "registrations:cancel"])
def test_whoever_is_signed_out_signs_in_and_comes_back_to_the_forum(client, name):
    forum = make_forum()
    back = f"/accounts/login/?next=/forums/{forum.slug}/"

    plain, part = client.post(url_of(name, forum)), client.post(url_of(name, forum), **HTMX)

    assert (plain.status_code, plain["Location"]) == (302, back)
    assert part["HX-Redirect"] == back
    assert not Registration.objects.exists()


def test_cancelling_asks_first_and_then_does_it(client, citizen):
    forum = make_forum(capacity=1)
    seated = services.register(forum=forum, citizen=citizen)
    waiting = services.register(forum=forum, citizen=make_citizen())

    asked = client.get(url_of("registrations:cancel", forum))
    assert list(forum.registrations.confirmed()) == [seated]
    done = client.post(url_of("registrations:cancel", forum))

    assert "참가 신청을 취소하시겠습니까?" in asked.content.decode()
    assert (done.status_code, done["Location"]) == (302, forum.get_absolute_url())
    assert said(done) == ["신청이 취소되었습니다. 확인 메일을 보냈습니다."]
    assert list(forum.registrations.confirmed()) == [waiting]


def test_htmx_asks_and_cancels_in_place(client, citizen):
    forum = make_forum()
    services.register(forum=forum, citizen=citizen)

    asked = client.get(url_of("registrations:cancel", forum), **HTMX).content.decode()
    done = client.post(url_of("registrations:cancel", forum), **HTMX).content.decode()

    assert asked.lstrip().startswith('<section class="registration confirm" id="registration"')
    assert f'hx-post="{url_of("registrations:cancel", forum)}"' in asked
    assert done.lstrip().startswith('<section class="registration" id="registration"')
    assert url_of("registrations:register", forum) in done


def test_nobody_can_cancel_what_they_do_not_have(client, citizen):
    forum = make_forum()
    other = services.register(forum=forum, citizen=make_citizen())

    response = client.post(url_of("registrations:cancel", forum))

    assert said(response) == ["이 포럼에 신청한 내역이 없습니다."]
    assert list(forum.registrations.confirmed()) == [other]


def test_too_late_to_cancel_is_said(client, citizen, time_machine):
    forum = make_forum()
    registration = services.register(forum=forum, citizen=citizen)
    time_machine.move_to(forum.starts_at, tick=False)

    response = client.post(url_of("registrations:cancel", forum))

    assert said(response) == ["이미 시작한 포럼이라 신청을 변경하거나 취소할 수 없습니다."]
    assert list(forum.registrations.confirmed()) == [registration]


def test_nothing_changes_by_get(client, citizen):
    forum = make_forum()

    assert client.get(url_of("registrations:register", forum)).status_code == 302
    assert client.head(url_of("registrations:register", forum)).status_code == 302
    for name in ("forums:forum_detail", "forums:calendar"):
        assert client.post(url_of(name, forum)).status_code == 405
    assert not Registration.objects.exists()


@pytest.mark.parametrize("name", ["registrations:register", "registrations:cancel"])
def test_a_form_without_its_token_does_nothing(citizen, name):
    forum = make_forum()
    before = services.register(forum=forum, citizen=citizen) if name == "registrations:cancel" else None
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(citizen)

    assert strict.post(url_of(name, forum)).status_code == 403

    assert list(forum.registrations.live()) == ([before] if before else [])


def test_an_unknown_forum_is_not_found(client, citizen):
    for method, name in (
        (client.get, "forums:forum_detail"),
        (client.post, "registrations:register"),
        (client.post, "registrations:cancel"),
        (client.get, "forums:calendar"),
    ):
        assert method(reverse(name, args=["no-such-forum"])).status_code == 404
