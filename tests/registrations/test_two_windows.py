"""One person, two windows: the form of the first says another party than the one whose seats the second keeps."""

import pytest

from portal.registrations import services
from portal.registrations.models import Registration
from portal.registrations.party import OtherParty, Party
from portal.registrations.states import State
from tests.factories import make_citizen, make_forum
from tests.forum_desk.managing import ask, english, text_of

pytestmark = pytest.mark.django_db
TYPED = "I come by bus"
CHANGED = "seats are now reserved for a party of"


@pytest.fixture
def asked(client):
    """A forum with seats kept for two in one window, then for three in another; the name of its question's field."""
    client.force_login(make_citizen())
    forum = make_forum(capacity=9, companions_limit=3)
    question = ask(forum, is_required=True)
    client.post(english("registrations:reserve", forum.slug), {"party_size": "2"})
    client.post(english("registrations:reserve", forum.slug), {"party_size": "3"})
    return forum, f"question_{question.pk}"


def test_the_first_form_is_not_sent_for_a_party_that_it_does_not_show(client, asked):
    forum, field = asked

    response = client.post(english("registrations:register", forum.slug), {"party_size": "2", field: TYPED})

    assert response.status_code == 422
    assert f"{CHANGED} 3 people" in text_of(response)
    assert TYPED in text_of(response)
    assert Registration.objects.live().get().state == State.RESERVED


@pytest.mark.parametrize("answer", ["", TYPED])
def test_sent_again_it_registers_the_party_that_it_shows_now(client, asked, answer):
    forum, field = asked

    again = text_of(
        client.post(english("registrations:register", forum.slug), {"party_size": "2", "least_seats": "1", field: answer})
    )
    shown = {name: again.partition(f'name="{name}" value="')[2].partition('"')[0] for name in ("party_size", "form_key")}
    sent = client.post(english("registrations:register", forum.slug), {**shown, "least_seats": "", field: TYPED})

    assert CHANGED in again
    assert (sent.status_code, shown["party_size"]) == (302, "3")
    assert Registration.objects.live().get().party == Party(3, 3)


@pytest.mark.parametrize("said", [{"party_size": "3", "least_seats": ""}, {"party_size": "3"}, {}])
def test_a_form_that_says_what_is_kept_or_nothing_is_taken(client, asked, said):
    forum, field = asked

    assert client.post(english("registrations:register", forum.slug), {**said, field: TYPED}).status_code == 302
    assert Registration.objects.live().get().party == Party(3, 3)


def test_fewer_seats_that_would_do_are_another_party_too(client, asked):
    forum, field = asked

    response = client.post(english("registrations:register", forum.slug), {"party_size": "3", "least_seats": "1", field: TYPED})

    assert response.status_code == 422


def test_more_time_for_the_first_form_says_what_is_kept_now(client, asked):
    forum, field = asked

    shown = text_of(client.post(english("registrations:extend_reservation", forum.slug), {"party_size": "2", field: TYPED}))
    same = text_of(client.post(english("registrations:extend_reservation", forum.slug), {"party_size": "3", field: TYPED}))

    assert (CHANGED in shown, TYPED in shown) == (True, True)
    assert CHANGED not in same


def test_seats_kept_for_others_register_nobody_whoever_asks():
    forum, citizen = make_forum(capacity=9, companions_limit=3), make_citizen()
    services.reserve(forum=forum, citizen=citizen, party=Party(3))

    with pytest.raises(OtherParty):
        services.register(forum=forum, citizen=citizen, party=Party(2))

    assert Registration.objects.get().state == State.RESERVED
