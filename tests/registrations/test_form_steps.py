"""The way through the registration form: seats kept first, nothing that leads nowhere, words that are still true."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from portal.door.services import check_in as door
from portal.forum_desk import services as forum_desk_services
from portal.registrations import services
from portal.registrations.links import registration_path
from portal.registrations.models import Registration
from portal.registrations.party import Party
from portal.registrations.services.reservations import RESERVED_FOR
from portal.registrations.states import QuestionKind
from tests.factories import make_citizen, make_forum, make_staff
from tests.forum_desk.managing import ask, english, text_of

pytestmark = pytest.mark.django_db
QUESTIONS_NEXT = "Continue to the questions"


@pytest.fixture
def citizen(client, time_machine):
    time_machine.move_to(timezone.now().replace(microsecond=0), tick=False)
    person = make_citizen()
    client.force_login(person)
    return person


def asking_forum(**fields):
    forum = make_forum(companions_limit=3, **fields)
    return forum, ask(forum, is_required=True)


def test_whoever_comes_back_from_signing_in_gets_seats_kept_before_the_questions(client, citizen):
    forum, question = asking_forum(capacity=5)

    shown = text_of(client.get(english("registrations:register", forum.slug), {"party_size": "3", "least_seats": "2"}))
    form = text_of(
        client.post(english("registrations:reserve", forum.slug), {"party_size": "3", "least_seats": "2"}, follow=True)
    )

    assert (QUESTIONS_NEXT in shown, question.label_en in shown) == (True, False)
    assert '<option value="3" selected>' in shown
    assert (QUESTIONS_NEXT in form, question.label_en in form) == (False, True)
    assert Registration.objects.get().party == Party(3, 2)


def test_a_party_for_which_no_seats_can_be_kept_goes_on_to_the_questions(client, citizen):
    forum, question = asking_forum(capacity=2)

    shown = text_of(client.get(english("registrations:register", forum.slug), {"party_size": "3"}))

    assert (QUESTIONS_NEXT in shown, question.label_en in shown) == (False, True)


def test_whoever_is_registered_hears_so_when_asking_for_seats_again(client, citizen):
    forum = make_forum(capacity=5, companions_limit=3)
    services.register(forum=forum, citizen=citizen)

    shown = text_of(client.post(english("registrations:reserve", forum.slug), {"party_size": "2"}, follow=True))

    assert "You are already registered for this forum. Nothing was changed." in shown


@pytest.mark.parametrize(
    ("name", "leads_to"),
    [("registrations:reserve", "forums:forum_detail"), ("registrations:extend_reservation", "registrations:register")],
)
def test_the_other_language_of_a_page_that_a_form_had_shown_is_there(client, citizen, name, leads_to):
    forum, _question = asking_forum(capacity=5)

    response = client.get(english(name, forum.slug))

    assert (response.status_code, response["Location"]) == (302, english(leads_to, forum.slug))


def test_the_other_language_of_a_party_that_could_not_be_is_there(client, citizen):
    forum = make_forum(capacity=5, companions_limit=3)
    registration = services.register(forum=forum, citizen=citizen)

    response = client.get(registration_path(registration, "link_change"))

    assert (response.status_code, response["Location"]) == (302, registration_path(registration))


def test_a_faulty_form_is_not_asked_for_again_when_registration_has_closed(client, citizen, time_machine):
    forum, _question = asking_forum(capacity=5)
    time_machine.move_to(forum.registration_closes_at, tick=False)

    shown = client.post(english("registrations:register", forum.slug), {"party_size": "2"}, follow=True)

    assert shown.redirect_chain == [(english("forums:forum_detail", forum.slug), 302)]
    assert "Registration for this forum is closed. You have not been registered." in text_of(shown)


@pytest.mark.parametrize(("after", "is_promised"), [(RESERVED_FOR, False), (RESERVED_FOR + timedelta(seconds=1), True)])
def test_the_page_promises_a_late_form_only_while_registration_stays_open(client, citizen, time_machine, after, is_promised):
    forum, _question = asking_forum(capacity=5)
    time_machine.move_to(forum.registration_closes_at - after, tick=False)

    shown = text_of(client.post(english("registrations:reserve", forum.slug), {"party_size": "2"}, follow=True))

    assert ("You can still send the form" in shown) == is_promised
    assert ("registration is closed by now" in shown) != is_promised
    assert f'data-now="{timezone.localtime():%Y-%m-%dT%H:%M:%S}' in shown


@pytest.mark.parametrize("name", ["registrations:register", "registrations:extend_reservation"])
def test_a_file_that_was_not_kept_is_asked_for_again(client, citizen, name):
    forum, _question = asking_forum(capacity=5)
    file = ask(forum, QuestionKind.FILE, position=2)
    client.post(english("registrations:reserve", forum.slug), {"party_size": "2"})
    sent = {"party_size": "2", f"question_{file.pk}": SimpleUploadedFile("a.pdf", b"%PDF-1.7 ...")}

    shown = text_of(client.post(english(name, forum.slug), sent))

    assert "Please choose your file again" in shown
    assert "PDF, PNG or JPEG, at most 5 MB." in shown
    assert "Please choose your file again" not in text_of(client.get(english("registrations:register", forum.slug)))


def test_whoever_has_entered_reads_that_and_no_deadline(client, citizen):
    starts_at = timezone.now() + timedelta(hours=1)
    forum = make_forum(starts_at=starts_at, registration_closes_at=starts_at)
    registration = services.register(forum=forum, citizen=citizen)
    door.check_in(forum=forum, shown=registration.ticket_code, helper=make_staff("organiser"))

    pages = [
        text_of(client.get(path))
        for path in (english("forums:forum_detail", forum.slug), f"/en{registration_path(registration)}")
    ]

    assert [("Checked in:" in page, "could be changed until" in page) for page in pages] == [(True, False)] * 2


def test_a_session_that_ends_before_more_time_is_asked_for_keeps_what_was_typed(client, citizen):
    forum, question = asking_forum(capacity=5)
    client.post(english("registrations:reserve", forum.slug), {"party_size": "2"})
    client.logout()

    asked = client.post(
        english("registrations:extend_reservation", forum.slug), {"party_size": "2", f"question_{question.pk}": "오래 쓴 글"}
    )
    client.force_login(citizen)

    assert asked["Location"].endswith(f"?next={english('registrations:register', forum.slug)}")
    assert "오래 쓴 글" in text_of(client.get(english("registrations:register", forum.slug)))


def test_a_reserved_party_stays_what_it_is_when_fewer_companions_are_allowed(client, citizen):
    forum, question = asking_forum(capacity=5)
    client.post(english("registrations:reserve", forum.slug), {"party_size": "3"})
    forum_desk_services.edit(forum=forum, values={"companions_limit": 1})

    sent = client.post(english("registrations:register", forum.slug), {"party_size": "3", f"question_{question.pk}": "버스"})

    registration = Registration.objects.get()
    shown = text_of(client.get(registration_path(registration)))
    assert (sent.status_code, registration.is_confirmed, registration.seats) == (302, True, 3)
    assert '<option value="3" selected>' in shown
