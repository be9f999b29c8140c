"""The form of a forum that asks how many come, or has questions: holds, answers, kept input, and answers that are given twice."""

from datetime import timedelta
from threading import Event
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from portal.forum_desk import services as forum_desk_services
from portal.registrations import services
from portal.registrations.models import FormAnswer, Question, Registration
from portal.registrations.party import Party
from portal.registrations.states import QuestionKind, State
from tests.at_once import at_once
from tests.factories import make_citizen, make_forum

pytestmark = pytest.mark.django_db
SECONDS_FOR_A_COPY = 20
SCRIPT = "<script>alert(7)</script>"


@pytest.fixture
def citizen(client):
    person = make_citizen()
    client.force_login(person)
    return person


def url_of(name: str, forum) -> str:
    return reverse(name, args=[forum.slug])


def ask(forum, kind: str, position: int = 1, **fields) -> Question:
    values = {
        "label_ko": f"질문 {position}",
        "label_en": f"Question {position}",
        "options_ko": "버스\n트램",
        "options_en": "Bus\nTram",
    }
    return Question.objects.create(forum=forum, kind=kind, position=position, **{**values, **fields})


def page_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_a_party_of_three_registers_with_one_form(client, citizen):
    forum = make_forum(capacity=5, companions_limit=3)

    asked = client.get(url_of("registrations:register", forum))
    response = client.post(url_of("registrations:register", forum), {"party_size": "3", "least_seats": ""})

    assert "본인을 포함해 모두 몇 명이 참석하시나요?" in page_of(asked)
    assert (response.status_code, response["Location"]) == (302, forum.get_absolute_url())
    assert (Registration.objects.get().seats, Registration.objects.get().party_size) == (3, 3)
    assert "3명" in page_of(client.get(forum.get_absolute_url()))


@pytest.mark.parametrize(
    "sent", [{"party_size": "9"}, {"party_size": "0"}, {"party_size": "x"}, {}, {"party_size": "2", "least_seats": "3"}]
)
def test_a_party_that_cannot_be_is_said_beside_the_field(client, citizen, sent):
    forum = make_forum(capacity=5, companions_limit=3)

    response = client.post(url_of("registrations:register", forum), sent)

    assert response.status_code == 422
    assert "입력한 내용을 확인해 주세요" in page_of(response)
    assert not Registration.objects.exists()


def test_questions_keep_the_seats_for_fifteen_minutes_and_are_answered(client, citizen, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    forum = make_forum(capacity=2, companions_limit=1)
    line, one, several, access = [
        ask(forum, kind, position)
        for position, kind in enumerate(
            [QuestionKind.LINE, QuestionKind.ONE_CHOICE, QuestionKind.CHOICES, QuestionKind.ACCESS], 1
        )
    ]

    reserved = client.post(url_of("registrations:reserve", forum), {"party_size": "2"}, follow=True)
    sent = {
        f"question_{line.pk}": "자전거",
        f"question_{one.pk}": "1",
        f"question_{several.pk}": ["0", "1"],
        f"question_{access.pk}": ["0"],
    }
    response = client.post(url_of("registrations:register", forum), sent)

    until = timezone.localtime(timezone.now() + timedelta(minutes=15))
    assert f"{until:%H:%M}까지 2명분의 자리를 비워 둡니다." in page_of(reserved)
    assert '<select name="party_size"' not in page_of(reserved)
    assert response.status_code == 302
    registration = Registration.objects.get()
    assert (registration.state, registration.seats) == (State.CONFIRMED, 2)
    rows = FormAnswer.objects.order_by("question__position").values_list("text", "chosen")
    assert list(rows) == [("자전거", []), ("", [1]), ("", [0, 1]), ("", [0])]


def test_what_was_typed_is_kept_when_an_answer_is_missing(client, citizen):
    forum = make_forum(capacity=2)
    ask(forum, QuestionKind.LINE, 1, is_required=True)
    text = ask(forum, QuestionKind.TEXT, 2)

    response = client.post(url_of("registrations:register", forum), {f"question_{text.pk}": f"질문이 있습니다 {SCRIPT}"})

    assert response.status_code == 422
    assert "질문이 있습니다 &lt;script&gt;" in page_of(response)
    assert SCRIPT not in page_of(response)
    assert not Registration.objects.exists()


def test_a_choice_that_is_not_offered_is_refused(client, citizen):
    forum = make_forum(capacity=2)
    one = ask(forum, QuestionKind.ONE_CHOICE)

    assert client.post(url_of("registrations:register", forum), {f"question_{one.pk}": "7"}).status_code == 422
    assert not FormAnswer.objects.exists()


def test_a_file_is_what_its_first_bytes_say_and_has_a_harmless_name(client, citizen, settings, tmp_path):
    settings.STORAGES = {**settings.STORAGES, "default": {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path}}}
    forum = make_forum(capacity=2)
    question = ask(forum, QuestionKind.FILE)
    field = f"question_{question.pk}"

    wrong = client.post(url_of("registrations:register", forum), {field: SimpleUploadedFile("a.pdf", b"MZ\x90")})
    right = client.post(url_of("registrations:register", forum), {field: SimpleUploadedFile("../<b>발표.pdf", b"%PDF-1.7 ...")})

    assert (wrong.status_code, right.status_code) == (422, 302)
    answer = FormAnswer.objects.get()
    assert (answer.file_name, answer.file_type) == ("b발표.pdf", "application/pdf")
    assert answer.file.name.startswith("forums/answers/")


def test_labels_and_help_of_questions_are_escaped(client, citizen):
    forum = make_forum(capacity=2)
    ask(forum, QuestionKind.ONE_CHOICE, label_ko=SCRIPT, help_ko=SCRIPT, options_ko=f"{SCRIPT}\n둘")

    assert SCRIPT not in page_of(client.get(url_of("registrations:register", forum)))


def test_more_time_once_and_seats_given_back(client, citizen):
    forum = make_forum(capacity=1)
    ask(forum, QuestionKind.LINE)
    client.post(url_of("registrations:reserve", forum))

    more = page_of(client.post(url_of("registrations:extend_reservation", forum), follow=True))
    again = page_of(client.post(url_of("registrations:extend_reservation", forum), follow=True))
    gone = client.post(url_of("registrations:release", forum), follow=True)

    assert "15분을 연장했습니다." in more
    assert "한 번만 연장할 수 있습니다" in again
    assert "신청은 접수되지 않았습니다" in page_of(gone)
    forum.refresh_from_db()
    assert forum.seats_taken == 0
    assert "작성 중" not in page_of(client.get(reverse("registrations:my_forums")))


def test_the_form_says_beforehand_that_it_leads_to_the_waiting_list(client, citizen):
    forum = make_forum(capacity=0, companions_limit=1)

    assert "대기자 명단에 등록되며" in page_of(client.get(url_of("registrations:register", forum)))


def test_the_same_form_gives_the_same_answer_and_other_content_is_refused(client, citizen):
    forum, key = make_forum(capacity=3, companions_limit=2), str(uuid4())

    first = client.post(url_of("registrations:register", forum), {"party_size": "1", "form_key": key})
    second = client.post(url_of("registrations:register", forum), {"party_size": "1", "form_key": key})
    other = client.post(url_of("registrations:register", forum), {"party_size": "2", "form_key": key})

    assert (first.status_code, second.status_code, other.status_code) == (302, 302, 422)
    assert Registration.objects.get().seats == 1


@pytest.mark.django_db(transaction=True)
def test_a_copy_that_arrives_meanwhile_is_told_to_wait(client):
    forum, citizen, key = make_forum(), make_citizen(), uuid4()
    client.force_login(citizen)
    is_working, is_answered = Event(), Event()

    def work():
        with transaction.atomic():
            registration = services.register(forum=forum, citizen=citizen, form_key=key)
            is_working.set()
            is_answered.wait(timeout=SECONDS_FOR_A_COPY)
        return registration

    def copy():
        is_working.wait(timeout=20)
        try:
            return client.post(url_of("registrations:register", forum), {"form_key": str(key)}).status_code
        finally:
            is_answered.set()
            connection.close()

    registration, status = at_once([work, copy])

    assert status == 409
    assert client.post(url_of("registrations:register", forum), {"form_key": str(key)}).status_code == 302
    assert Registration.objects.get() == registration


@pytest.mark.django_db(transaction=True)
def test_one_form_from_twenty_devices_is_one_registration():
    forum, citizen, key = make_forum(capacity=5, companions_limit=1), make_citizen(), uuid4()

    outcomes = at_once([lambda: services.register(forum=forum, citizen=citizen, party=Party(2), form_key=key)] * 20)

    registration = Registration.objects.get()
    assert {str(outcome.__class__.__name__) for outcome in outcomes} <= {"Registration", "StillWorking"}
    assert registration in outcomes
    assert registration.seats == 2


def test_strangers_to_the_city_are_told_from_when_on_they_may_register(client):
    client.force_login(make_citizen(verified=False))
    forum = make_forum(residents_first_until=timezone.now() + timedelta(days=1))

    shown = page_of(client.get(forum.get_absolute_url()))

    assert "거주가 확인된 시민만 신청할 수 있습니다" in shown
    assert url_of("registrations:register", forum) not in shown


def test_the_online_link_is_shown_to_confirmed_people_only(client, citizen):
    link = "https://zoom.us/j/5551234"
    forum = make_forum(capacity=1, online_url=link)
    services.register(forum=forum, citizen=make_citizen())
    waiting = services.register(forum=forum, citizen=citizen)

    before = [page_of(client.get(path)) for path in (forum.get_absolute_url(), url_of("forums:calendar", forum))]
    forum_desk_services.change_capacity(forum=forum, capacity=2)

    assert [link in page for page in before] == [False, False]
    assert link in page_of(client.get(forum.get_absolute_url()))
    waiting.refresh_from_db()
    assert waiting.state == State.CONFIRMED
