"""Writing a mailing on the organisers' pages: seen before it goes, with what was typed kept."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.forum_desk.models import Audience, Mailing
from portal.forum_desk.services import mailings
from portal.registrations import services
from portal.registrations.models import Registration
from tests.factories import make_citizen, make_forum, make_staff
from tests.forum_desk.managing import HOSTILE, english, sign_in_organiser, text_of
from tests.registrations.workers import write_mailings

pytestmark = pytest.mark.django_db
HELLO = {"subject": "오시는 길", "body": "정문 공사로 후문을 이용해 주세요."}


@pytest.fixture
def organiser(client):
    return sign_in_organiser(client)


def register(forum, **person) -> Registration:
    return services.register(forum=forum, citizen=make_citizen(**person))


def test_an_organiser_sees_the_mailing_before_it_goes(client, organiser):
    forum = make_forum(capacity=2)
    for language in ("ko", "en"):
        register(forum, nickname=f"reader-{language}", language=language)
    url = english("forum_desk:write_mailing", forum.slug)
    asked = client.get(url)
    key = asked.context["form"]["form_key"].value()
    typed = {"audience": "confirmed", "subject": "Hello {nickname}", "body": "첫째 줄\n\n{place}", "form_key": str(key)}

    preview = client.post(url, {**typed, "step": "preview"})
    assert not Mailing.objects.exists()
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
    assert "2 recipients" in text_of(client.get(english("forum_desk:mailings", forum.slug)))
    assert Mailing.objects.get().body == "첫째 줄\n\n{place}"


def test_what_is_wrong_is_said_and_what_was_typed_stays(client, organiser):
    forum = make_forum(capacity=1)
    register(forum)
    url, typed = english("forum_desk:write_mailing", forum.slug), {"audience": "confirmed", "form_key": str(uuid4()), **HELLO}

    unknown = client.post(url, {**typed, "body": "{이름} 님", "step": "send"})
    empty = client.post(url, {**typed, "subject": ""})
    nobody = client.post(url, {**typed, "audience": "waiting"})
    odd = client.post(url, {**typed, "audience": "everybody", "step": "change"})

    assert [page.status_code for page in (unknown, empty, nobody, odd)] == [422, 422, 409, 422]
    assert "Nothing is known by this name: {이름}." in text_of(unknown)
    assert HELLO["body"] in text_of(empty)
    assert "nothing was sent" in text_of(nobody)
    assert not Mailing.objects.exists()


def test_hostile_words_come_out_as_text(client, organiser):
    forum = make_forum(capacity=1, title_en=HOSTILE)
    register(forum)
    typed = {"audience": "confirmed", "subject": HOSTILE, "body": HOSTILE, "form_key": str(uuid4())}

    pages = [
        client.post(english("forum_desk:write_mailing", forum.slug), {**typed, "step": step}) for step in ("preview", "change")
    ]
    pages.append(client.post(english("forum_desk:write_mailing", forum.slug), {**typed, "step": "send"}, follow=True))

    assert "{{7*7}}" in Mailing.objects.get().body
    for page in pages:
        assert "&lt;script&gt;" in text_of(page)
        assert "<script>alert" not in text_of(page)


def send(forum, by) -> Mailing:
    return mailings.send(forum=forum, audience=Audience.CONFIRMED, by=by, form_key=uuid4(), **HELLO)


def test_the_page_of_a_mailing_says_how_far_it_is_and_what_came_of_it(client, organiser, monkeypatch):
    monkeypatch.setattr(mailings, "AT_ONCE", 2)
    forum = make_forum(capacity=5)
    leaves = [register(forum) for _ in range(5)][-1]
    mailing = send(forum, organiser)
    page, part = english("forum_desk:mailing", forum.slug, mailing.pk), {"headers": {"HX-Request": "true"}}

    written = []
    for start in (None, 0, 2, 4):
        if start == 4:
            services.cancel(registration=leaves)
        if start is not None:
            mailings.write_some(mailing_id=mailing.pk, start=start)
        written.append(
            [
                text_of(client.get(page)),
                text_of(client.get(page, **part)),
                text_of(client.get(english("forum_desk:mailings", forum.slug))),
            ]
        )

    for number, texts in zip((0, 2, 4), written, strict=False):
        assert [text for text in texts if f"{number} of 5 written" not in text] == []
        assert 'hx-trigger="click, every 2s"' in texts[0]
        assert texts[1] in texts[0]
        assert "<h1" not in texts[1]
    done, done_part, listed = written[-1]
    assert "Done: 4 of 5 written" in done
    assert "1 person gets no e-mail: they left this part of the list" in done_part
    assert "hx-trigger" not in done + done_part
    assert "written" not in listed


def test_a_mailing_to_everybody_says_so(client, organiser):
    forum = make_forum(capacity=2)
    for _ in range(2):
        register(forum)
    mailing = send(forum, organiser)
    write_mailings()

    assert "Written to all 2 people" in text_of(client.get(english("forum_desk:mailing", forum.slug, mailing.pk)))


def test_the_page_of_a_mailing_asks_as_much_for_one_recipient_as_for_three(client, organiser):
    counts = []
    for people in (1, 3):
        forum = make_forum(capacity=people)
        for _ in range(people):
            register(forum)
        mailing = send(forum, organiser)
        write_mailings()
        client.get(english("forum_desk:mailing", forum.slug, mailing.pk))
        with CaptureQueriesContext(connection) as queries:
            client.get(english("forum_desk:mailing", forum.slug, mailing.pk))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_a_mailing_is_found_at_its_own_forum_only(client, organiser):
    forum = make_forum(capacity=1)
    register(forum)
    mailing = send(forum, organiser)

    assert client.get(english("forum_desk:mailing", make_forum().slug, mailing.pk)).status_code == 404
    assert client.get(english("forum_desk:mailing", forum.slug, mailing.pk)).status_code == 200


def test_the_form_sent_twice_leads_to_the_same_mailing(client, organiser):
    forum = make_forum(capacity=1)
    register(forum)
    typed = {"audience": "confirmed", "form_key": str(uuid4()), "step": "send", **HELLO}

    first, second = (client.post(english("forum_desk:write_mailing", forum.slug), typed) for _ in range(2))

    assert first.url == second.url == english("forum_desk:mailing", forum.slug, Mailing.objects.get().pk)


def test_the_list_asks_as_much_for_one_mailing_as_for_three(client, organiser):
    forum, counts = make_forum(capacity=1), []
    register(forum)
    for size in (1, 2):
        for _ in range(size):
            send(forum, organiser)
        with CaptureQueriesContext(connection) as queries:
            client.get(english("forum_desk:mailings", forum.slug))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_mailings_are_for_organisers(client):
    forum = make_forum(capacity=1)
    register(forum)
    client.force_login(make_staff("moderator"))
    typed = {"audience": "confirmed", "form_key": str(uuid4()), "step": "send", **HELLO}

    mailing = send(forum, make_staff("organiser"))

    assert client.get(english("forum_desk:mailings", forum.slug)).status_code == 403
    assert client.get(english("forum_desk:mailing", forum.slug, mailing.pk)).status_code == 403
    assert client.post(english("forum_desk:write_mailing", forum.slug), typed).status_code == 403
    assert Mailing.objects.get() == mailing


def test_whoever_sends_is_asked_again_when_the_list_has_changed_since_the_preview(client, organiser):
    forum = make_forum(capacity=3)
    register(forum)
    url, typed = english("forum_desk:write_mailing", forum.slug), {"audience": "confirmed", "form_key": str(uuid4()), **HELLO}
    preview = client.post(url, {**typed, "step": "preview"})
    typed["previewed"] = preview.context["form"]["previewed"].value()
    register(forum)

    again = client.post(url, {**typed, "step": "send"})

    assert again.status_code == 409
    assert "the mailing would now go to 2 people, not to 1. Nothing was sent." in text_of(again)
    assert "Send it to 2 people?" in text_of(again)
    assert HELLO["body"] in text_of(again)
    assert not Mailing.objects.exists()

    sent = client.post(url, {**typed, "previewed": again.context["form"]["previewed"].value(), "step": "send"})
    twice = client.post(url, {**typed, "step": "send"})

    assert Mailing.objects.get().recipient_count == 2
    assert sent["Location"] == twice["Location"]
