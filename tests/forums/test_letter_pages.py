"""Writing a letter on the organisers' pages: seen before it goes, with what was typed kept."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.forums import services
from portal.forums.models import Letter, Registration
from portal.forums.services import letters
from portal.forums.states import Segment
from tests.factories import make_citizen, make_forum, make_staff
from tests.forums.managing import HOSTILE, english, sign_in_organiser, text_of

pytestmark = pytest.mark.django_db
HELLO = {"subject": "오시는 길", "body": "정문 공사로 후문을 이용해 주세요."}


@pytest.fixture
def organiser(client):
    return sign_in_organiser(client)


def register(forum, **person) -> Registration:
    return services.register(forum=forum, citizen=make_citizen(**person))


def test_an_organiser_sees_the_letter_before_it_goes(client, organiser):
    forum = make_forum(capacity=2)
    for language in ("ko", "en"):
        register(forum, nickname=f"reader-{language}", language=language)
    url = english("write_letter", forum.slug)
    asked = client.get(url)
    key = asked.context["form"]["form_key"].value()
    typed = {"segment": "confirmed", "subject": "Hello {nickname}", "body": "첫째 줄\n\n{place}", "form_key": str(key)}

    preview = client.post(url, {**typed, "step": "preview"})
    assert not Letter.objects.exists()
    changing = client.post(url, {**typed, "step": "change"})
    sent = client.post(url, {**typed, "step": "send"}, follow=True)

    assert "Send it to 2 people?" in text_of(preview)
    assert "Hello Sample Reader" in text_of(preview)
    assert "City Hall auditorium" in text_of(preview)
    assert "시청 대강당" in text_of(preview)
    assert "reader-" not in text_of(preview)
    assert "Hello {nickname}</" not in text_of(preview)
    assert "첫째 줄 {place}" in text_of(changing)
    assert "Your letter goes to 2 people." in text_of(sent)
    assert "2 recipients" in text_of(sent)
    assert Letter.objects.get().body == "첫째 줄\n\n{place}"


def test_what_is_wrong_is_said_and_what_was_typed_stays(client, organiser):
    forum = make_forum(capacity=1)
    register(forum)
    url, typed = english("write_letter", forum.slug), {"segment": "confirmed", "form_key": str(uuid4()), **HELLO}

    unknown = client.post(url, {**typed, "body": "{이름} 님", "step": "send"})
    empty = client.post(url, {**typed, "subject": ""})
    nobody = client.post(url, {**typed, "segment": "waiting"})
    odd = client.post(url, {**typed, "segment": "everybody", "step": "change"})

    assert [page.status_code for page in (unknown, empty, nobody, odd)] == [422, 422, 409, 422]
    assert "Nothing is known by this name: {이름}." in text_of(unknown)
    assert HELLO["body"] in text_of(empty)
    assert "nothing was sent" in text_of(nobody)
    assert not Letter.objects.exists()


def test_hostile_words_come_out_as_text(client, organiser):
    forum = make_forum(capacity=1, title_en=HOSTILE)
    register(forum)
    typed = {"segment": "confirmed", "subject": HOSTILE, "body": HOSTILE, "form_key": str(uuid4())}

    pages = [client.post(english("write_letter", forum.slug), {**typed, "step": step}) for step in ("preview", "change")]
    pages.append(client.post(english("write_letter", forum.slug), {**typed, "step": "send"}, follow=True))

    assert "{{7*7}}" in Letter.objects.get().body
    for page in pages:
        assert "&lt;script&gt;" in text_of(page)
        assert "<script>alert" not in text_of(page)


def test_the_list_asks_as_much_for_one_letter_as_for_three(client, organiser):
    forum, counts = make_forum(capacity=1), []
    register(forum)
    for size in (1, 2):
        for _ in range(size):
            letters.send(forum=forum, segment=Segment.CONFIRMED, by=organiser, form_key=uuid4(), **HELLO)
        with CaptureQueriesContext(connection) as queries:
            client.get(english("letters", forum.slug))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_letters_are_for_organisers(client):
    forum = make_forum(capacity=1)
    register(forum)
    client.force_login(make_staff("moderator"))
    typed = {"segment": "confirmed", "form_key": str(uuid4()), "step": "send", **HELLO}

    assert client.get(english("letters", forum.slug)).status_code == 403
    assert client.post(english("write_letter", forum.slug), typed).status_code == 403
    assert not Letter.objects.exists()
