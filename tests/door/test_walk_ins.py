"""People who came to the door unregistered have no address: nothing that is said to everybody may stumble over them."""

from uuid import uuid4

import pytest
from django.urls import reverse

from portal.door.models import Scan
from portal.door.services import check_in as door
from portal.forum_desk import services
from portal.forums.states import ForumState
from portal.notifications.models import Notification
from portal.registrations import services as registrations_services
from portal.registrations.models import Registration
from portal.registrations.services import refusals
from tests.door.test_door import make_open_forum
from tests.factories import make_citizen, make_staff
from tests.forum_desk.managing import english, sign_in_organiser, text_of
from tests.forum_desk.test_desk import form_of

pytestmark = pytest.mark.django_db


def forum_with_a_walk_in():
    """Open for an hour, one person registered, three came unregistered."""
    forum = make_open_forum(capacity=5)
    registrations_services.register(forum=forum, citizen=make_citizen())
    door.walk_in(forum=forum, people=3, helper=make_staff("organiser"))
    return forum


def mails(kind: str) -> int:
    return Notification.objects.filter(kind=kind).count()


def test_a_forum_is_called_off_after_people_came_unregistered(client):
    forum = forum_with_a_walk_in()
    sign_in_organiser(client)
    url = english("forum_desk:call_off", forum.slug)

    asked = text_of(client.get(url))
    answer = client.post(url, {"reason_ko": "정전", "is_meant": "on"})

    forum.refresh_from_db()
    assert "Registrations with a seat: 1. On the waiting list: 0." in asked
    assert (answer.status_code, forum.state, mails("registration_forum_cancelled")) == (302, ForumState.CANCELLED, 1)


def test_another_room_is_announced_after_people_came_unregistered(client):
    forum = forum_with_a_walk_in()
    sign_in_organiser(client)
    data = form_of(client, forum, venue_ko="2층 소강당")

    asked = text_of(client.post(english("forum_desk:edit", forum.slug), data))
    client.post(english("forum_desk:edit", forum.slug), {**data, "confirmed": "1"})

    forum.refresh_from_db()
    assert "1 person with a seat gets an e-mail" in asked
    assert (forum.venue_ko, mails("registration_forum_changed")) == ("2층 소강당", 1)


def test_the_same_people_are_let_in_once_however_often_the_form_is_sent():
    forum, helper, key = make_open_forum(capacity=5), make_staff("organiser"), uuid4()

    first = door.walk_in(forum=forum, people=2, helper=helper, key=key)
    again = door.walk_in(forum=forum, people=2, helper=helper, key=key)
    with pytest.raises(refusals.FormChanged):
        door.walk_in(forum=forum, people=3, helper=helper, key=key)

    forum.refresh_from_db()
    assert (again, forum.seats_taken, Registration.objects.count()) == (first, 2, 1)


def test_two_clicks_count_once_and_the_next_people_get_a_form_of_their_own(client):
    forum = make_open_forum(capacity=9)
    sign_in_organiser(client)
    url = reverse("door:walk_in", args=[forum.slug])
    key = client.get(reverse("door:door", args=[forum.slug])).context["walk_in_form"]["form_key"].value()
    sent = {"walk-in-people": "2", "walk-in-form_key": str(key)}

    answers = [client.post(url, sent) for _ in range(2)]
    other = client.post(url, {**sent, "walk-in-people": "4"})
    fresh = other.context["walk_in_form"]["form_key"].value()
    client.post(url, {**sent, "walk-in-people": "4", "walk-in-form_key": str(fresh)})

    assert answers[0]["Location"] == answers[1]["Location"]
    assert (other.status_code, fresh != str(key)) == (422, True)
    assert sorted(Scan.objects.values_list("people", flat=True)) == [2, 4]


def test_no_free_seat_is_said_in_words(client):
    forum = make_open_forum(capacity=0)
    sign_in_organiser(client)

    full = client.post(english("door:walk_in", forum.slug), {"walk-in-people": "2"})

    assert "No seat is free." in text_of(full)


def test_the_door_of_a_forum_that_was_called_off_says_so(client):
    forum = forum_with_a_walk_in()
    services.call_off(forum=forum, reason_ko="정전")
    sign_in_organiser(client)

    page = text_of(client.get(english("door:door", forum.slug)))
    refused = client.post(english("door:walk_in", forum.slug), {"walk-in-people": "1"})

    words = "This forum was cancelled and does not take place."
    assert (words in page, "two hours before" in page, refused.status_code, words in text_of(refused)) == (True, False, 409, True)
