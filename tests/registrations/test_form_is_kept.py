"""Nothing that somebody chose or typed into the registration form is lost to time, to a lack of seats or to a sign-in."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.forum_desk import services as forum_desk_services
from portal.forums.states import Handover
from portal.notifications.models import Notification
from portal.registrations import services
from portal.registrations.links import registration_path
from portal.registrations.models import Question, Registration
from portal.registrations.services.reservations import RESERVED_FOR
from portal.registrations.states import QuestionKind, State
from tests.factories import make_citizen, make_forum

pytestmark = pytest.mark.django_db
CHOSEN = '<option value="3" selected>'


@pytest.fixture
def citizen(client, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    person = make_citizen()
    client.force_login(person)
    return person


def asking_forum(**fields):
    forum = make_forum(companions_limit=3, **fields)
    options = {"options_ko": "버스\n트램", "options_en": "Bus\nTram"}
    text = Question.objects.create(forum=forum, position=1, kind=QuestionKind.TEXT, label_ko="질문")
    several = Question.objects.create(forum=forum, position=2, kind=QuestionKind.CHOICES, label_ko="고르기", **options)
    return forum, {f"question_{text.pk}": "오래 쓴 글", f"question_{several.pk}": ["0", "1"]}


def url_of(name: str, forum) -> str:
    return reverse(name, args=[forum.slug])


def page_of(response) -> str:
    return " ".join(response.content.decode().split())


def hidden_values(page: str) -> dict[str, str]:
    """What the held form sends along for the party."""
    return {name: page.partition(f'name="{name}" value="')[2].partition('"')[0] for name in ("party_size", "least_seats")}


@pytest.mark.parametrize(("sent", "party"), [({"party_size": "3"}, (3, 3)), ({"party_size": "3", "least_seats": "2"}, (3, 2))])
def test_a_party_whose_reservation_is_over_sends_its_form_as_the_page_promises(client, citizen, time_machine, sent, party):
    forum, typed = asking_forum(capacity=5)
    shown = page_of(client.post(url_of("registrations:reserve", forum), sent, follow=True))
    time_machine.shift(RESERVED_FOR + timedelta(seconds=1))

    response = client.post(url_of("registrations:register", forum), {**hidden_values(shown), **typed})

    assert response.status_code == 302
    registration = forum.registrations.registered().get()
    assert (registration.state, registration.party_size, registration.least_seats) == (State.CONFIRMED, *party)


def test_with_no_seats_left_the_late_party_waits_as_a_party(client, citizen, time_machine):
    forum, typed = asking_forum(capacity=3)
    shown = page_of(client.post(url_of("registrations:reserve", forum), {"party_size": "3"}, follow=True))
    time_machine.shift(RESERVED_FOR)
    services.register(forum=forum, citizen=make_citizen(), given=None)

    client.post(url_of("registrations:register", forum), {**hidden_values(shown), **typed})

    late = forum.registrations.waitlisted().get()
    assert (late.citizen, late.party_size) == (citizen, 3)


def test_a_party_for_which_there_are_not_enough_seats_is_still_chosen(client, citizen):
    forum, _typed = asking_forum(capacity=1)

    shown = client.post(url_of("registrations:reserve", forum), {"party_size": "3", "least_seats": "2"}, follow=True)

    assert CHOSEN in page_of(shown)
    assert '<option value="2" selected>' in page_of(shown)


def test_the_party_survives_the_sign_in(client):
    forum, _typed = asking_forum(capacity=5)

    response = client.post(url_of("registrations:reserve", forum), {"party_size": "3"})
    client.force_login(make_citizen())

    assert response.status_code == 302
    assert "party_size%3D3" in response["Location"]
    assert CHOSEN in page_of(client.get(f"{url_of('registrations:register', forum)}?party_size=3"))


@pytest.mark.parametrize("asked", ["99", "-1", "<script>", "가"])
def test_a_party_in_the_address_that_is_not_offered_is_left_out(client, citizen, asked):
    forum, _typed = asking_forum(capacity=5)

    response = client.get(url_of("registrations:register", forum), {"party_size": asked})

    assert response.status_code == 200
    assert "<script>" not in page_of(response).partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("times", [1, 2])
def test_more_time_keeps_what_was_typed_also_when_it_is_refused(client, citizen, times):
    forum, typed = asking_forum(capacity=5)
    client.post(url_of("registrations:reserve", forum), {"party_size": "2"})

    for _ in range(times):
        shown = page_of(client.post(url_of("registrations:extend_reservation", forum), typed))

    assert "오래 쓴 글" in shown
    assert shown.partition("<main")[2].count("checked") == 2


def test_more_time_after_the_end_keeps_what_was_typed(client, citizen, time_machine):
    forum, typed = asking_forum(capacity=5)
    client.post(url_of("registrations:reserve", forum), {"party_size": "3"})
    time_machine.shift(RESERVED_FOR)

    shown = page_of(client.post(url_of("registrations:extend_reservation", forum), {"party_size": "3", **typed}))

    assert "지금 비워 둔 자리가 없습니다." in shown
    assert "오래 쓴 글" in shown
    assert CHOSEN in shown


def test_enter_sends_the_form_and_does_not_ask_for_more_time(client, citizen):
    forum, _typed = asking_forum(capacity=5)
    shown = page_of(client.post(url_of("registrations:reserve", forum), {"party_size": "2"}, follow=True))

    form = shown.partition('enctype="multipart/form-data"')[2]

    assert form.index("참가 신청하기") < form.index("15분 연장")  # a browser takes the first button


def test_the_form_of_a_forum_that_takes_no_registrations_leads_to_the_forum(client, citizen, time_machine):
    forum, _typed = asking_forum(capacity=5)
    time_machine.move_to(forum.registration_closes_at, tick=False)

    assert client.get(url_of("registrations:register", forum))["Location"] == forum.get_absolute_url()


def test_residents_first_holds_for_the_form_too(client, citizen):
    forum, _typed = asking_forum(capacity=5, residents_first_until=timezone.now() + timedelta(hours=1))
    client.force_login(make_citizen(verified=False))

    assert client.get(url_of("registrations:register", forum))["Location"] == forum.get_absolute_url()


def test_a_form_that_was_not_sent_is_no_news_when_it_is_cancelled(client, citizen):
    forum, _typed = asking_forum(capacity=5)
    client.post(url_of("registrations:reserve", forum), {"party_size": "2"})

    client.post(url_of("registrations:cancel", forum))

    assert Registration.objects.get().state == State.CANCELLED
    assert not Notification.objects.exists()


def test_an_offer_of_a_forum_that_was_called_off_cannot_be_accepted(client):
    forum = make_forum(capacity=1, handover=Handover.OFFER)
    seated, waiting = [services.register(forum=forum, citizen=make_citizen()) for _ in range(2)]
    services.cancel(registration=seated)
    forum_desk_services.call_off(forum=forum, reason_ko="태풍 예보")

    shown = page_of(client.get(registration_path(waiting)))
    client.post(registration_path(waiting, "link_accept"))

    waiting.refresh_from_db()
    assert "자리 수락하기" not in shown
    assert waiting.state == State.OFFERED
