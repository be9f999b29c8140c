"""After registering: answers are changed, a ticket is replaced; a session that ended loses nothing that was typed."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from portal.door.services import check_in as door
from portal.door.states import Outcome
from portal.forums.models import Forum
from portal.notifications.models import Notification
from portal.registrations import services
from portal.registrations.links import registration_path
from portal.registrations.models import Question
from portal.registrations.services import refusals
from portal.registrations.services.responses import GivenAnswer
from portal.registrations.states import QuestionKind
from portal.registrations.tickets.codes import spoken
from portal.registrations.tickets.signed import ticket_token
from portal.registrations.views.drafts import KEPT_FOR
from tests.factories import make_citizen, make_forum, make_staff
from tests.forums.reading import page, signed_in, url_of

pytestmark = pytest.mark.django_db


def asking(**fields) -> tuple[Forum, dict[str, Question]]:
    forum = make_forum(capacity=5, **fields)
    kinds = {"text": QuestionKind.TEXT, "one": QuestionKind.ONE_CHOICE, "file": QuestionKind.FILE}
    questions = {
        name: Question.objects.create(forum=forum, position=place, kind=kind, label_ko=name, options_ko="버스\n트램")
        for place, (name, kind) in enumerate(kinds.items(), start=1)
    }
    return forum, questions


def answered(client):
    """Somebody signed in whose registration has a text and a choice."""
    citizen = signed_in(client)
    forum, questions = asking()
    given = [GivenAnswer(questions["text"], text="처음 쓴 글"), GivenAnswer(questions["one"], chosen=(1,))]
    return services.register(forum=forum, citizen=citizen, given=given), questions


def answers_of(registration) -> dict[str, object]:
    return {each.question.label_ko: each.text or each.chosen or each.file_name for each in registration.answers.all()}


def test_the_form_shows_what_was_answered_and_saves_what_is_changed(client):
    registration, questions = answered(client)
    address = url_of("registrations:answers", registration.forum)

    shown = page(client, address)
    pdf = SimpleUploadedFile("자료.pdf", b"%PDF-1.7 x")
    names = {name: f"question_{question.pk}" for name, question in questions.items()}
    answer = client.post(address, {names["text"]: "고쳐 쓴 글", names["one"]: "0", names["file"]: pdf})

    assert "처음 쓴 글" in shown
    assert answer.status_code == 302
    assert answers_of(registration) == {"text": "고쳐 쓴 글", "one": [0], "file": "자료.pdf"}


def test_a_file_stays_when_the_form_is_saved_without_a_new_one(client):
    registration, questions = answered(client)
    address, name = url_of("registrations:answers", registration.forum), f"question_{questions['file'].pk}"
    client.post(address, {name: SimpleUploadedFile("자료.pdf", b"%PDF-1.7 x")})

    shown = page(client, address)
    client.post(address, {f"question_{questions['text'].pk}": "글"})

    assert "자료.pdf" in shown
    assert answers_of(registration) == {"text": "글", "file": "자료.pdf"}


def test_bad_answers_are_explained_and_change_nothing(client):
    registration, questions = answered(client)
    before = answers_of(registration)

    answer = client.post(
        url_of("registrations:answers", registration.forum),
        {f"question_{questions['text'].pk}": "남겨 둘 글", f"question_{questions['one'].pk}": "7"},
    )

    assert (answer.status_code, "남겨 둘 글" in answer.content.decode()) == (422, True)
    assert answers_of(registration) == before


def test_after_the_deadline_answers_stay_as_they_are(client, time_machine):
    registration, questions = answered(client)
    Forum.objects.update(changes_close_at=timezone.now() + timedelta(hours=1))
    time_machine.move_to(timezone.now() + timedelta(hours=1), tick=False)

    answer = client.post(url_of("registrations:answers", registration.forum), {f"question_{questions['text'].pk}": "늦은 글"})

    assert answer.status_code == 409
    assert answers_of(registration)["text"] == "처음 쓴 글"


def test_nobody_reads_the_answers_of_somebody_else(client):
    registration, _questions = answered(client)

    signed_in(client)
    answer = client.get(url_of("registrations:answers", registration.forum))

    assert (answer.status_code, answer.url) == (302, registration.forum.get_absolute_url())


def test_a_replaced_ticket_is_refused_at_the_door_and_the_new_one_enters(client, time_machine):
    citizen, helper = make_citizen(), make_staff("organiser")
    forum = make_forum()
    registration = services.register(forum=forum, citizen=citizen)
    old_ticket, old_code = ticket_token(registration), spoken(registration.ticket_code)

    client.post(reverse("registrations:link_new_ticket", args=[registration_path(registration).split("/")[-2]]))
    registration.refresh_from_db()
    time_machine.move_to(forum.starts_at)
    outcomes = [
        door.check_in(forum=forum, shown=shown, helper=helper).outcome
        for shown in (old_ticket, old_code, ticket_token(registration), spoken(registration.ticket_code))
    ]

    assert outcomes == [Outcome.REPLACED, Outcome.FORGED, Outcome.ENTERED, Outcome.ALREADY]
    assert client.get(reverse("registrations:ticket", args=[old_ticket])).status_code == 410
    assert Notification.objects.filter(kind="registration_ticket_replaced", recipient=citizen).count() == 1


def test_there_is_no_new_ticket_without_a_seat():
    waiting = services.register(forum=make_forum(capacity=0), citizen=make_citizen())

    with pytest.raises(refusals.NotSeated):
        services.replace_ticket(registration=waiting)


def test_what_was_typed_when_the_session_had_ended_is_there_after_signing_in(client):
    forum, questions = asking(companions_limit=3)
    typed = {"party_size": "3", f"question_{questions['text'].pk}": "오래 쓴 글", f"question_{questions['one'].pk}": "1"}

    sent = client.post(url_of("registrations:register", forum), typed)
    signed_in(client)
    shown = page(client, url_of("registrations:register", forum))
    again = page(client, url_of("registrations:register", forum))

    assert sent.status_code == 302
    assert "/register/" in sent.url
    assert "오래 쓴 글" in shown
    assert '<option value="3" selected>' in shown
    assert "오래 쓴 글" not in again


def test_what_was_typed_is_not_kept_for_whoever_comes_later(client, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    forum, questions = asking()
    client.post(url_of("registrations:register", forum), {f"question_{questions['text'].pk}": "오래 쓴 글"})

    time_machine.shift(KEPT_FOR + timedelta(seconds=1))
    signed_in(client)

    assert "오래 쓴 글" not in page(client, url_of("registrations:register", forum))
