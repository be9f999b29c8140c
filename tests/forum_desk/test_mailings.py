"""Mailings to some of a forum's people: each gets their own, once, and nothing in it is a program. Read from a mail server."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from portal.accounts.models import User
from portal.core.errors import TooManyRequests
from portal.core.models import AuditEvent
from portal.core.text.cleaning import UnusableText
from portal.door.services import check_in as door
from portal.forum_desk import services
from portal.forum_desk.mailings.text import UnknownPlaceholder, Words, filled
from portal.forum_desk.models import Audience, Mailing
from portal.forum_desk.services import mailings, retention
from portal.forums.models import Forum
from portal.notifications.models import Notification
from portal.registrations import services as registrations_services
from portal.registrations.links import registration_path
from portal.registrations.models import Registration
from portal.registrations.services import refusals
from tests.at_once import at_once
from tests.factories import make_citizen, make_forum, make_staff
from tests.registrations.workers import write_mailings

pytestmark = pytest.mark.django_db
HELLO = {"subject": "오시는 길", "body": "정문 공사로 후문을 이용해 주세요."}


@pytest.fixture
def organiser():
    return make_staff("organiser")


@pytest.fixture
def letterbox(mailbox):
    """What the mail server gets when mailings are sent, and nothing else."""

    def letters_only():
        write_mailings()
        Notification.objects.exclude(kind="registration_letter").update(state="suppressed")
        return mailbox.deliver()

    return letters_only


def register(forum, **person) -> Registration:
    return registrations_services.register(forum=forum, citizen=make_citizen(**person))


def send(forum, audience: str = Audience.CONFIRMED, *, by=None, **words) -> Mailing:
    by = by or make_staff("organiser")
    return mailings.send(forum=forum, audience=Audience(audience), by=by, **{"form_key": uuid4(), **HELLO, **words})


def body_of(mail) -> str:
    return mail.get_body(("plain",)).get_content()


def make_forum_of_today(**fields) -> Forum:
    starts_at = timezone.now() + timedelta(minutes=30)
    return make_forum(starts_at=starts_at, registration_closes_at=starts_at, **fields)


def test_each_part_reaches_its_people_only(letterbox, organiser, time_machine):
    forum = make_forum_of_today(capacity=2)
    came, absent, waiting, gone = (register(forum) for _ in range(4))
    registrations_services.cancel(registration=gone)
    door.check_in(forum=forum, shown=came.ticket_code, helper=organiser)
    time_machine.move_to(forum.starts_at)

    counts = {audience.value: send(forum, audience, subject=audience.value).recipient_count for audience in Audience}

    mails = letterbox()
    addresses = {each: [mail["To"] for mail in mails if mail["Subject"].strip() == each] for each in Audience.values}
    assert addresses == {
        "confirmed": [came.citizen.email, absent.citizen.email],
        "waiting": [waiting.citizen.email],
        "checked_in": [came.citizen.email],
        "absent": [absent.citizen.email],
    }
    assert counts == {audience: len(found) for audience, found in addresses.items()}


def test_whoever_was_offered_a_seat_hears_what_those_who_wait_hear(letterbox):
    forum = make_forum(capacity=1, handover="offer")
    seated, offered = register(forum), register(forum)
    registrations_services.cancel(registration=seated)

    send(forum, Audience.WAITING)

    assert [mail["To"] for mail in letterbox()] == [offered.citizen.email]


def test_everybody_reads_their_own_mailing_in_their_own_language(letterbox, settings):
    settings.SITE_URL = "https://madang.example"
    forum = make_forum(capacity=2, title_ko="트램 포럼", title_en="Tram forum", contact="042-000-0000")
    minji, maria = register(forum, nickname="민지"), register(forum, nickname="Maria", language="en")

    send(forum, subject="{nickname} · {forum}", body="{nickname} / {forum} / {when} / {place} / {link}")

    korean, foreign = letterbox()
    assert (korean["Subject"].strip(), foreign["Subject"].strip()) == ("민지 · 트램 포럼", "Maria · Tram forum")
    assert f"민지 / 트램 포럼 / {forum.starts_at.astimezone():%Y}년" in body_of(korean)
    assert f"시청 대강당 / https://madang.example{registration_path(minji)}" in body_of(korean)
    assert f"City Hall auditorium / https://madang.example/en{registration_path(maria)}" in body_of(foreign)
    assert "“트램 포럼” 포럼의 운영자가" in body_of(korean)
    assert "The organisers of the forum “Tram forum” write to you." in body_of(foreign)
    assert "042-000-0000" in body_of(foreign)


def test_nobody_sees_another_person(letterbox):
    forum = make_forum(capacity=3)
    people = [register(forum).citizen for _ in range(3)]

    send(forum, body="{nickname} 님께")

    for mail in letterbox():
        others = [person for person in people if person.email != mail["To"]]
        assert len(others) == 2
        assert not any(other.email in mail.as_string() or other.nickname in body_of(mail) for other in others)
        assert (mail["X-Envelope-To"], mail["Cc"], mail["Bcc"]) == (mail["To"], None, None)


def test_placeholders_are_no_template_language(letterbox):
    forum = make_forum(capacity=1)
    registration = register(forum)
    User.objects.filter(pk=registration.citizen_id).update(nickname="{link}{{7*7}}%s")
    harmless = "{0.__class__} {nickname.email} {{forum.pk}} {% load x %} %(nickname)s ${link!r} {} { }"

    send(forum, body=f"{{nickname}} {harmless}")

    assert "{link}{{7*7}}%s " + harmless in body_of(letterbox()[0])


@pytest.mark.parametrize("text", ["{name}", "{이름} 님", "{ Nickname }", "{nickname} {email}", "{0}", "{{password}}"])
def test_an_unknown_placeholder_is_named_and_nothing_is_sent(text):
    forum = make_forum(capacity=1)
    register(forum)

    for words in ({"body": text}, {"subject": text}):
        with pytest.raises(UnknownPlaceholder, match=r"\{nickname\}, \{forum\}") as refused:
            send(forum, **words)
        assert next(mark for mark in ("{name}", "{이름}", "{ Nickname }", "{email}", "{0}", "{password}") if mark in text) in str(
            refused.value
        )

    assert not Mailing.objects.exists()


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\u2028", "\x85", "\x0b", "\r\n\r\n"])
def test_a_subject_cannot_carry_headers(letterbox, end):
    forum = make_forum(capacity=1, title_ko=f"제목{end}X-Evil: 1", venue_ko=f"시청{end}X-Evil: 1")
    registration = register(forum)
    User.objects.filter(pk=registration.citizen_id).update(nickname=f"나{end}Bcc: all@e.kr")

    try:
        send(
            forum, subject=f"안내{end}Bcc: all@example.org {{nickname}} {{forum}} {{place}}", body=f"글{end}Bcc: all@example.org"
        )
    except UnusableText:
        assert end in {"\x85", "\x0b"}
        return

    (mail,) = letterbox()
    assert (mail["Bcc"], mail["X-Evil"], mail["X-Envelope-To"]) == (None, None, registration.citizen.email)
    assert mail["Subject"].strip() == ("안내 Bcc: all@example.org 나 Bcc: all@e.kr 제목 X-Evil: 1 시청 X-Evil: 1")


@pytest.mark.parametrize("end", ["\x85", "\x0b", "\x1f", "\x00"])
def test_control_characters_in_names_do_not_reach_the_subject(end):
    forum = Forum(title_ko=f"제목{end}X", venue_ko="시청", starts_at=timezone.now())

    words = filled(Words("{nickname} {forum}", ""), forum=forum, nickname=f"나{end}B", path="/")

    assert end not in words.subject


def test_the_same_form_sent_twice_is_one_mailing(letterbox, organiser):
    forum, key = make_forum(capacity=2), uuid4()
    register(forum)
    first = send(forum, by=organiser, form_key=key)
    register(forum)

    second = send(forum, by=organiser, form_key=key)
    with pytest.raises(refusals.FormChanged):
        send(forum, by=organiser, form_key=key, body="다른 글입니다.")
    with pytest.raises(refusals.FormChanged):
        send(forum, form_key=key)

    assert (first, second.recipient_count, len(letterbox())) == (second, 1, 1)
    assert AuditEvent.objects.filter(action="mailing.sent").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_form_from_five_devices_at_once_is_one_mailing():
    forum, by, key = make_forum(capacity=3), make_staff("organiser"), uuid4()
    for _ in range(3):
        register(forum)

    sent = at_once([lambda: send(forum, by=by, form_key=key)] * 5)

    assert {getattr(mailing, "pk", mailing) for mailing in sent} == {Mailing.objects.get().pk}
    write_mailings()
    assert Notification.objects.filter(kind="registration_letter").count() == 3


def test_a_mailing_is_not_sent_to_whoever_left_the_part_meanwhile(letterbox, organiser):
    forum = make_forum_of_today(capacity=2)
    stays, cancels = register(forum), register(forum)
    send(forum)
    write_mailings()
    registrations_services.cancel(registration=cancels)

    assert [mail["To"] for mail in letterbox()] == [stays.citizen.email]


def test_people_of_a_cancelled_forum_can_still_be_written_to(letterbox, settings):
    settings.SITE_URL = "https://madang.example"
    forum = make_forum(capacity=1)
    register(forum)
    services.call_off(forum=forum, reason_ko="사정")
    forum.refresh_from_db()

    send(forum, body="자세히: {link}")

    (mail,) = letterbox()
    assert f"자세히: https://madang.example{forum.get_absolute_url()}" in body_of(mail)
    assert "place" not in body_of(mail)


def test_a_mailing_goes_with_the_data_of_its_reader():
    forum = make_forum(capacity=1)
    register(forum)
    mailing = send(forum)
    write_mailings()
    assert Notification.objects.filter(kind="registration_letter").count() == 1

    retention.anonymise(forum=forum, now=timezone.now())

    assert not Notification.objects.filter(kind="registration_letter").exists()
    mailing.refresh_from_db()
    assert (mailing.copies.count(), mailing.written_count) == (0, 1)


def test_what_makes_no_sense_is_refused():
    draft, empty, early = make_forum(state="draft"), make_forum(), make_forum(capacity=1)
    closed = register(empty).citizen
    User.objects.filter(pk=closed.pk).update(is_active=False)
    register(early)

    with pytest.raises(refusals.ForumNotPublished):
        send(draft)
    with pytest.raises(mailings.NobodyToWriteTo):
        send(empty)
    with pytest.raises(mailings.NotYetKnown):
        send(early, Audience.ABSENT)
    for words in ({"subject": " "}, {"body": "\u200b"}, {"body": "가" * 5_001}, {"subject": "가" * 151}):
        with pytest.raises(UnusableText):
            send(early, **words)

    assert not Mailing.objects.exists()


def test_more_than_ten_mailings_an_hour_are_too_many(organiser):
    forum = make_forum(capacity=1)
    register(forum)
    for _ in range(mailings.MAILINGS_AN_HOUR):
        send(forum, by=organiser)

    with pytest.raises(TooManyRequests):
        send(forum, by=organiser)


def test_a_mailing_is_on_record_with_its_numbers(organiser):
    forum = make_forum(capacity=2)
    register(forum)

    mailing = send(forum, by=organiser)

    entry = AuditEvent.objects.get(action="mailing.sent")
    assert (entry.actor, entry.subject) == (organiser.pk, f"forum:{forum.pk}")
    assert entry.details == {"mailing": mailing.pk, "audience": "confirmed", "recipients": 1}
