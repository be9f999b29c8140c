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
from tests.forums.workers import write_letters

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
    assert "0 of 2 written" in text_of(sent)
    assert "2 recipients" in text_of(client.get(english("letters", forum.slug)))
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


def send(forum, by) -> Letter:
    return letters.send(forum=forum, segment=Segment.CONFIRMED, by=by, form_key=uuid4(), **HELLO)


def test_the_page_of_a_letter_says_how_far_it_is_and_what_came_of_it(client, organiser, monkeypatch):
    monkeypatch.setattr(letters, "AT_ONCE", 2)
    forum = make_forum(capacity=5)
    leaves = [register(forum) for _ in range(5)][-1]
    letter = send(forum, organiser)
    page, part = english("letter", forum.slug, letter.pk), {"headers": {"HX-Request": "true"}}

    written = []
    for start in (None, 0, 2, 4):
        if start == 4:
            services.cancel(registration=leaves)
        if start is not None:
            letters.write_some(letter_id=letter.pk, start=start)
        written.append(
            [text_of(client.get(page)), text_of(client.get(page, **part)), text_of(client.get(english("letters", forum.slug)))]
        )

    for number, texts in zip((0, 2, 4), written, strict=False):
        assert [text for text in texts if f"{number} of 5 written" not in text] == []
        assert 'hx-trigger="click, every 2s"' in texts[0]
        assert texts[1] in texts[0]
        assert "<h1" not in texts[1]
    done, done_part, listed = written[-1]
    assert "Done: 4 of 5 written" in done
    assert "1 person gets none: they had left this part of the list" in done_part
    assert "hx-trigger" not in done + done_part
    assert "written" not in listed


def test_a_letter_to_everybody_says_so(client, organiser):
    forum = make_forum(capacity=2)
    for _ in range(2):
        register(forum)
    letter = send(forum, organiser)
    write_letters()

    assert "Written to all 2 people" in text_of(client.get(english("letter", forum.slug, letter.pk)))


def test_the_page_of_a_letter_asks_as_much_for_one_recipient_as_for_three(client, organiser):
    counts = []
    for people in (1, 3):
        forum = make_forum(capacity=people)
        for _ in range(people):
            register(forum)
        letter = send(forum, organiser)
        write_letters()
        client.get(english("letter", forum.slug, letter.pk))
        with CaptureQueriesContext(connection) as queries:
            client.get(english("letter", forum.slug, letter.pk))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_a_letter_is_found_at_its_own_forum_only(client, organiser):
    forum = make_forum(capacity=1)
    register(forum)
    letter = send(forum, organiser)

    assert client.get(english("letter", make_forum().slug, letter.pk)).status_code == 404
    assert client.get(english("letter", forum.slug, letter.pk)).status_code == 200


def test_the_form_sent_twice_leads_to_the_same_letter(client, organiser):
    forum = make_forum(capacity=1)
    register(forum)
    typed = {"segment": "confirmed", "form_key": str(uuid4()), "step": "send", **HELLO}

    first, second = (client.post(english("write_letter", forum.slug), typed) for _ in range(2))

    assert first.url == second.url == english("letter", forum.slug, Letter.objects.get().pk)


def test_the_list_asks_as_much_for_one_letter_as_for_three(client, organiser):
    forum, counts = make_forum(capacity=1), []
    register(forum)
    for size in (1, 2):
        for _ in range(size):
            send(forum, organiser)
        with CaptureQueriesContext(connection) as queries:
            client.get(english("letters", forum.slug))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_letters_are_for_organisers(client):
    forum = make_forum(capacity=1)
    register(forum)
    client.force_login(make_staff("moderator"))
    typed = {"segment": "confirmed", "form_key": str(uuid4()), "step": "send", **HELLO}

    letter = send(forum, make_staff("organiser"))

    assert client.get(english("letters", forum.slug)).status_code == 403
    assert client.get(english("letter", forum.slug, letter.pk)).status_code == 403
    assert client.post(english("write_letter", forum.slug), typed).status_code == 403
    assert Letter.objects.get() == letter


def test_whoever_sends_is_asked_again_when_the_list_has_changed_since_the_preview(client, organiser):
    forum = make_forum(capacity=3)
    register(forum)
    url, typed = english("write_letter", forum.slug), {"segment": "confirmed", "form_key": str(uuid4()), **HELLO}
    preview = client.post(url, {**typed, "step": "preview"})
    typed["previewed"] = preview.context["form"]["previewed"].value()
    register(forum)

    again = client.post(url, {**typed, "step": "send"})

    assert again.status_code == 409
    assert "the letter would go to 2 people now, not to 1. Nothing was sent." in text_of(again)
    assert "Send it to 2 people?" in text_of(again)
    assert HELLO["body"] in text_of(again)
    assert not Letter.objects.exists()

    sent = client.post(url, {**typed, "previewed": again.context["form"]["previewed"].value(), "step": "send"})
    twice = client.post(url, {**typed, "step": "send"})

    assert Letter.objects.get().recipient_count == 2
    assert sent["Location"] == twice["Location"]
