"""A message is written with its cause, sent once, and checked again when it is sent."""

import smtplib

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from portal.notifications import kinds, services
from portal.notifications.models import Notification, State
from portal.notifications.services import Attachment, notify
from tests.at_once import at_once
from tests.factories import make_citizen


@pytest.fixture
def kind(tmp_path, settings, monkeypatch):
    """A kind of the tests' own, with its two mails."""
    (tmp_path / "emails").mkdir()
    for language, text in (("ko", "안녕하세요"), ("en", "Hello")):
        content = "Subject: {{ title }}\n\n" + text + ", {{ recipient.nickname }}.\n{{ link }}\n{{ portal_name }}\n"
        (tmp_path / "emails" / f"example.{language}.txt").write_text(content)
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]
    monkeypatch.setattr(kinds, "_kinds", dict(kinds.all_kinds() and {kind.name: kind for kind in kinds.all_kinds()}))
    return kinds.declare("example")


def write(recipient, **options) -> Notification:
    return notify(kind="example", recipient=recipient, context={"title": "소식"}, link="/tasks/", **options)


def test_each_reader_gets_their_language(db, kind, mailbox):
    write(make_citizen(nickname="갑천", language="ko"))
    write(make_citizen(nickname="Gapcheon", language="en"))

    korean, english = mailbox.deliver()

    assert korean.get_content() == "안녕하세요, 갑천.\nhttp://127.0.0.1:8000/tasks/\n한밭마당\n"
    assert english.get_content() == "Hello, Gapcheon.\nhttp://127.0.0.1:8000/tasks/\nHanbat Madang\n"
    assert korean["Subject"] == "소식"


def test_a_title_cannot_smuggle_a_header(db, kind, mailbox):
    notify(kind="example", recipient=make_citizen(), context={"title": "제목\r\nBcc: victim@example.org"})

    (message,) = mailbox.deliver()

    assert message["Bcc"] is None
    assert message["Subject"] == "제목 Bcc: victim@example.org" or "Bcc" not in message["Subject"]


def test_sending_twice_sends_once_with_one_message_id(db, kind, mailbox):
    notification = write(make_citizen())

    services.send(notification_id=notification.pk)
    services.send(notification_id=notification.pk)

    assert [message["Message-ID"] for message in mailbox.received] == [f"<{notification.message_key}@127.0.0.1>"]


def test_what_is_no_longer_due_is_not_sent(db, kind, mailbox):
    kinds.declare("example", is_still_due=lambda notification: notification.about != "comment:7")
    write(make_citizen(), about="comment:7")
    due = write(make_citizen(), about="comment:8")

    messages = mailbox.deliver()

    assert [message["X-Envelope-To"] for message in messages] == [due.address]
    assert set(Notification.objects.values_list("about", "state")) == {("comment:7", "suppressed"), ("comment:8", "sent")}


def test_the_job_of_a_message_that_was_erased_meanwhile_ends_well(db, kind, mailbox):
    notification = write(make_citizen(), about="registration:7")

    services.erase(about=["registration:7"])

    assert services.send(notification_id=notification.pk) is None
    assert mailbox.received == []


def test_a_confidential_text_goes_once_it_is_sent(db, kind, mailbox):
    kinds.declare("example", keeps_body=False)
    notification = write(make_citizen())

    mailbox.deliver()

    notification.refresh_from_db()
    assert (notification.state, notification.body) == (State.SENT, "")


def test_an_attachment_travels_whole(db, kind, mailbox):
    write(make_citizen(), attachment=Attachment("초대.ics", "BEGIN:VCALENDAR\r\n", "text/calendar; method=REQUEST"))

    (message,) = mailbox.deliver()
    (part,) = message.iter_attachments()

    assert (part.get_filename(), part.get_content_type(), part.get_param("method")) == ("초대.ics", "text/calendar", "REQUEST")
    assert part.get_payload(decode=True).replace(b"\r\n", b"\n").strip() == b"BEGIN:VCALENDAR"


def test_a_mail_server_that_is_down_loses_nothing(db, kind, mailbox, settings):
    notification = write(make_citizen())
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1

    with pytest.raises((OSError, smtplib.SMTPException)), transaction.atomic():
        services.send(notification_id=notification.pk)
    settings.EMAIL_PORT = port

    assert len(mailbox.deliver()) == 1


def test_a_message_and_its_job_share_the_fate_of_their_cause(transactional_db, kind):
    person = make_citizen()

    @transaction.atomic
    def fail_after_writing() -> None:
        write(person)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_writing()

    assert Notification.objects.count() == 0
    assert ProcrastinateJob.objects.filter(task_name__endswith="send_notification").count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_send_the_same_message(kind, mailbox):
    notification = write(make_citizen())

    at_once([lambda: services.send(notification_id=notification.pk)] * 8)

    assert len(mailbox.received) == 1
