"""What the doctor says about mail, by sending one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.accounts import services as accounts
from portal.core.configuration import mail_settings
from portal.core.doctor import Examination
from portal.notifications.doctor import mail, undelivered
from portal.notifications.models import Announcement, Notification
from portal.notifications.services import suppress_queued
from tests.core.doctor import OK, WARNING, WRONG, found, only
from tests.real_portal import mail_server

SENT = Examination(mail_to="operator@example.org")
SIGN_IN = "madang:p%40ss%3A%2F%23%3F%25"


@pytest.fixture
def server(settings, tmp_path, monkeypatch):
    """A mail server that asks who is there, and a portal that knows it."""
    with mail_server(tmp_path) as running:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
        settings.MAIL_FROM = settings.DEFAULT_FROM_EMAIL = "한밭마당 <no-reply@madang.example.org>"
        use(settings, f"submission://{SIGN_IN}@localhost:{running.port}")
        yield running


def use(settings, url: str) -> None:
    settings.SMTP_URL = url
    for name, value in mail_settings(url).items():
        setattr(settings, name, value)


def test_a_message_arrives_that_says_who_sent_it(server):
    assert only(mail, SENT)[0] == OK

    message = server.next_message()
    assert (message["X-Envelope-To"], message["Subject"]) == ("operator@example.org", "Hanbat Madang: mail from the doctor")
    assert "manage.py doctor" in message.get_content()


def test_without_an_address_nothing_is_sent(server):
    assert only(mail)[0] == WARNING
    assert server.received == []


def test_a_wrong_password_is_named(server, settings):
    use(settings, f"submission://madang:wrong@localhost:{server.port}")

    level, text = only(mail, SENT)

    assert (level, "refuses user or password" in text) == (WRONG, True)


def test_a_certificate_that_nobody_believes_is_named(server, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")

    level, text = only(mail, SENT)

    assert (level, "certificate" in text) == (WRONG, True)


@pytest.mark.parametrize("command", ["handle_RCPT", "handle_MAIL"])
def test_an_address_that_the_server_does_not_take_is_named(server, monkeypatch, command):
    async def refuse(*arguments: object) -> str:
        return "550 nobody here"

    monkeypatch.setattr(server, command, refuse, raising=False)

    level, text = only(mail, SENT)

    assert (level, text.endswith(": 550 nobody here")) == (WRONG, True)


def test_a_server_that_is_away_is_named(server, settings):
    use(settings, f"submission://{SIGN_IN}@localhost:1")

    level, text = only(mail, SENT)

    assert (level, text.startswith("localhost:1 cannot be used")) == (WRONG, True)


def test_a_password_is_never_sent_in_the_clear(server, settings):
    use(settings, f"smtp://{SIGN_IN}@mail.example.org")

    level, text = only(mail, SENT)

    assert (level, "in the clear" in text, server.received) == (WRONG, True, [])


def test_a_sender_that_nobody_takes_is_named(server, settings):
    settings.MAIL_FROM = "한밭마당 <no-reply@localhost>"

    assert [level for level, _text in found(mail)] == [WRONG, WARNING]


def test_a_demo_writes_its_mail_to_files(settings):
    settings.SMTP_URL = ""

    assert only(mail, SENT)[0] == WARNING


def test_what_did_not_arrive_since_yesterday_is_counted(db):
    now = timezone.now()
    before = only(undelivered)[0]
    for failed_at in (now - timedelta(hours=23), now - timedelta(hours=25)):
        code = accounts.send_code(kind="sign_up_code", address="somebody@example.org", code="123456", language="ko")
        Notification.objects.filter(pk=code.pk).update(state="refused", failed_at=failed_at)

    level, text = only(undelivered)[:2]

    assert (before, level) == (OK, WARNING)
    assert text.startswith("1 messages")


def test_news_that_is_not_written_to_everybody_for_an_hour_is_said(db):
    news = {"kind": "registration_forum_cancelled", "about": "forum:1", "recipients": [1, 2], "recipient_count": 2}
    Announcement.objects.create(**news, made_at=timezone.now())
    young = only(undelivered)[0]
    Announcement.objects.update(made_at=timezone.now() - timedelta(hours=2))

    assert (young, only(undelivered)[0]) == (OK, WARNING)


def test_after_a_restore_nothing_that_waited_is_written_or_sent(db):
    code = accounts.send_code(kind="sign_up_code", address="somebody@example.org", code="123456", language="ko")
    news = {"kind": "registration_forum_cancelled", "about": "forum:1", "recipients": [1, 2], "recipient_count": 2}
    Announcement.objects.create(**news, made_at=timezone.now())

    assert suppress_queued() == 1

    code.refresh_from_db()
    assert (code.state, Announcement.objects.unfinished().exists()) == ("suppressed", False)
