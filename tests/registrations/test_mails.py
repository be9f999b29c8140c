"""What people are told by mail, in their language, with which calendar file; read from a real mail server."""

from email.message import EmailMessage

import pytest
from icalendar import Calendar

from portal.forum_desk import services as forum_desk_services
from portal.forums.states import ForumState
from portal.registrations import services
from portal.registrations.links import registration_path
from tests.factories import make_citizen, make_forum

pytestmark = pytest.mark.django_db


def calendar_of(mail: EmailMessage) -> Calendar:
    (attachment,) = mail.iter_attachments()
    assert attachment.get_content_type() == "text/calendar"
    calendar = Calendar.from_ical(attachment.get_payload(decode=True))
    assert attachment.get_param("method") == calendar["METHOD"]
    return calendar


def event_of(mail: EmailMessage):
    (event,) = calendar_of(mail).walk("VEVENT")
    return event


def subject_of(mail: EmailMessage) -> str:
    """Without the space that folding leaves before the first encoded word (RFC 5322, 2.2.3)."""
    return mail["Subject"].strip()


def text_of(mail: EmailMessage) -> str:
    return mail.get_body(("plain",)).get_content()


def test_a_confirmation_carries_the_invitation(mailbox, settings):
    settings.SITE_URL = "https://madang.example"
    forum = make_forum(title_ko="트램 정거장, 어디에 둘까", title_en="Where to put the tram stops")
    citizen = make_citizen()

    registration = services.register(forum=forum, citizen=citizen)

    (mail,) = mailbox.deliver()
    assert (mail["To"], subject_of(mail)) == (citizen.email, "참가 신청이 확정되었습니다: 트램 정거장, 어디에 둘까")
    assert f"https://madang.example{registration_path(registration)}" in text_of(mail)
    event = event_of(mail)
    assert calendar_of(mail)["METHOD"] == "REQUEST"
    assert (event["UID"], event["SEQUENCE"], event["SUMMARY"]) == (f"{registration.uid}@madang.example", 0, forum.title_ko)
    assert event["ATTENDEE"] == f"mailto:{citizen.email}"


def test_whoever_reads_english_gets_english_with_english_addresses(mailbox, settings):
    settings.SITE_URL = "https://madang.example"
    forum = make_forum(title_ko="트램", title_en="Where to put the tram stops")

    registration = services.register(forum=forum, citizen=make_citizen(language="en"))

    (mail,) = mailbox.deliver()
    assert subject_of(mail) == "You have a seat: Where to put the tram stops"
    assert f"https://madang.example/en{registration_path(registration)}" in text_of(mail)
    assert event_of(mail)["SUMMARY"] == forum.title_en
    assert event_of(mail)["URL"] == f"https://madang.example/en/forums/{forum.slug}/"


@pytest.mark.parametrize(("language", "words"), [("ko", "2번입니다"), ("en", "number 2 on the waiting list")])
def test_whoever_waits_is_told_their_number_and_gets_no_invitation(mailbox, language, words):
    forum = make_forum(capacity=0)
    services.register(forum=forum, citizen=make_citizen())

    services.register(forum=forum, citizen=make_citizen(language=language))

    mail = mailbox.deliver()[-1]
    assert words in subject_of(mail)
    assert words in text_of(mail)
    assert list(mail.iter_attachments()) == []


@pytest.mark.parametrize(
    ("language", "cancelled", "promoted"),
    [
        ("ko", "참가 신청이 취소되었습니다", "자리가 생겨 참가가 확정되었습니다"),
        ("en", "Your registration was cancelled", "A seat became free and is yours"),
    ],
)
def test_a_cancellation_takes_the_entry_back_and_gives_it_to_the_next(mailbox, language, cancelled, promoted):
    forum = make_forum(capacity=1)
    seated, waiting = [services.register(forum=forum, citizen=make_citizen(language=language)) for _ in range(2)]
    first = mailbox.deliver()[0]

    services.cancel(registration=seated)

    leaving, moving_up = mailbox.deliver()[2:]
    assert (leaving["To"], moving_up["To"]) == (seated.citizen.email, waiting.citizen.email)
    assert subject_of(leaving).startswith(cancelled)
    assert subject_of(moving_up).startswith(promoted)
    assert (calendar_of(leaving)["METHOD"], calendar_of(moving_up)["METHOD"]) == ("CANCEL", "REQUEST")
    assert event_of(leaving)["UID"] == event_of(first)["UID"] != event_of(moving_up)["UID"]
    assert event_of(leaving)["SEQUENCE"] > event_of(first)["SEQUENCE"]
    assert event_of(leaving)["STATUS"] == "CANCELLED"


def test_leaving_the_waiting_list_sends_no_calendar_file(mailbox):
    forum = make_forum(capacity=0)
    registration = services.register(forum=forum, citizen=make_citizen())
    mailbox.deliver()

    services.cancel(registration=registration)

    mail = mailbox.deliver()[-1]
    assert "대기 신청이 취소되었습니다" in text_of(mail)
    assert list(mail.iter_attachments()) == []


def test_a_promotion_is_not_announced_to_whoever_cancelled_meanwhile(mailbox):
    forum = make_forum(capacity=1)
    seated, waiting = [services.register(forum=forum, citizen=make_citizen()) for _ in range(2)]
    mailbox.deliver().clear()
    services.cancel(registration=seated)
    waiting.refresh_from_db()
    services.cancel(registration=waiting)

    subjects = [subject_of(mail) for mail in mailbox.deliver()]

    assert [subject.partition(":")[0] for subject in subjects] == ["참가 신청이 취소되었습니다"] * 2


def test_a_number_is_not_sent_to_whoever_has_a_seat_by_then(mailbox):
    forum = make_forum(capacity=0)
    services.register(forum=forum, citizen=make_citizen())
    forum_desk_services.change_capacity(forum=forum, capacity=1)

    (mail,) = mailbox.deliver()

    assert subject_of(mail).startswith("자리가 생겨")


def test_nobody_is_invited_to_a_forum_that_was_cancelled_meanwhile(mailbox):
    forum = make_forum()
    services.register(forum=forum, citizen=make_citizen())
    forum_desk_services.call_off(forum=forum, reason_ko="사정")

    (mail,) = mailbox.deliver()

    assert subject_of(mail).startswith("포럼이 취소되었습니다")
    assert calendar_of(mail)["METHOD"] == "CANCEL"


def test_registering_twice_sends_one_mail(mailbox):
    forum, citizen = make_forum(), make_citizen()
    services.register(forum=forum, citizen=citizen)

    services.register(forum=forum, citizen=citizen)

    assert len(mailbox.deliver()) == 1


def test_a_hostile_title_stays_in_its_place(mailbox):
    title = '평범한 제목\r\nBcc: everybody@example.org\r\n\r\n<b>"; ATTENDEE:x'
    forum = make_forum(title_ko=title, venue_ko="시청\r\nX-Evil: 1", state=ForumState.PUBLISHED)

    services.register(forum=forum, citizen=make_citizen())

    (mail,) = mailbox.deliver()
    assert mail["Bcc"] is None
    assert mail["X-Evil"] is None
    assert subject_of(mail) == '참가 신청이 확정되었습니다: 평범한 제목 Bcc: everybody@example.org <b>"; ATTENDEE:x'
    assert event_of(mail)["SUMMARY"] == '평범한 제목 Bcc: everybody@example.org <b>"; ATTENDEE:x'
    assert isinstance(event_of(mail)["ATTENDEE"], str)


def test_nobody_sees_another_ones_address(mailbox):
    forum = make_forum(capacity=1)
    people = [services.register(forum=forum, citizen=make_citizen()).citizen for _ in range(3)]
    forum_desk_services.call_off(forum=forum, reason_ko="사정")

    mails = mailbox.deliver()

    for mail in mails:
        others = {person.email for person in people} - {mail["To"]}
        assert not any(other in mail.as_string() for other in others)
        assert mail["X-Envelope-To"] == mail["To"]
