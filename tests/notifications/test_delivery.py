"""Mail servers that refuse, stall or break off: codes within seconds and an honest word, other mails for a day."""

import asyncio
import logging
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from portal.accounts import services as accounts
from portal.notifications import jobs, services
from portal.notifications.models import Notification, State
from portal.notifications.services import notify
from tests.factories import make_citizen
from tests.forum_desk.managing import text_of
from tests.registrations.workers import run_worker
from tests.running_portal import free_port

NOT_NOW, NEVER = "451 4.3.0 try again later", "550 5.1.1 no such user somebody@example.org"


class BadServer:
    """Says what it is told to, and counts the Message-IDs that it was given."""

    def __init__(self, *, to_recipient: str = "250 OK", stalls: float = 0, breaks_off: bool = False) -> None:
        self.to_recipient, self.stalls, self.breaks_off = to_recipient, stalls, breaks_off
        self.seen: Counter = Counter()

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        if self.to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(self, server, session, envelope) -> str:
        content = envelope.content.decode(errors="replace")
        self.seen[next(line for line in content.splitlines() if line.startswith("Message-ID"))] += 1
        await asyncio.sleep(self.stalls)
        if self.breaks_off:
            server.transport.abort()
        return "250 OK"


@pytest.fixture
def mail_server(mailbox, settings):
    """Puts a bad server in the place of the good one."""
    settings.EMAIL_TIMEOUT = 1

    @contextmanager
    def running(**behaviour):
        server = BadServer(**behaviour)
        controller = Controller(server, hostname="127.0.0.1", port=free_port())
        controller.start()
        good, settings.EMAIL_PORT = settings.EMAIL_PORT, controller.port
        try:
            yield server
        finally:
            settings.EMAIL_PORT = good
            controller.stop()

    return running


def write_code() -> Notification:
    return accounts.send_code(kind="sign_up_code", address="somebody@example.org", code="123456", language="ko")


def write_mail() -> Notification:
    return notify(kind="moderation_daily", recipient=make_citizen(), context={"counts": {}}, about="example:1")


def sending_jobs():
    return ProcrastinateJob.objects.filter(queue_name__in=["codes", "mail"])


def seconds_until_next_try() -> float:
    return (sending_jobs().get().scheduled_at - timezone.now()).total_seconds()


def let_it_be_tried_now() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'")


def fresh(message: Notification) -> Notification:
    message.refresh_from_db()
    return message


@pytest.mark.django_db(transaction=True)
def test_a_code_is_tried_after_two_ten_and_thirty_seconds_then_given_up_with_a_warning(mail_server, caplog):
    code, waits = write_code(), []

    with mail_server(to_recipient=NOT_NOW):
        for _try in range(3):
            run_worker()
            waits.append(round(seconds_until_next_try()))
            assert fresh(code).state == State.QUEUED
            let_it_be_tried_now()
        run_worker()

    assert [wait in range(most - 1, most + 1) for wait, most in zip(waits, (2, 10, 30), strict=True)] == [True] * 3
    assert (fresh(code).state, code.body) == (State.FAILED, "")
    assert "try again later" in code.failure
    assert sending_jobs().get().status == "succeeded"
    words = [record.getMessage() for record in caplog.records if record.name.startswith("portal.notifications")]
    assert [record.levelno for record in caplog.records if record.name.startswith("portal.notifications")] == [
        logging.WARNING
    ] * 4
    assert not any("example.org" in each for each in words)


@pytest.mark.django_db(transaction=True)
def test_a_code_comes_as_soon_as_the_server_is_back(mail_server, mailbox):
    code = write_code()

    with mail_server(to_recipient=NOT_NOW):
        run_worker()
    let_it_be_tried_now()
    run_worker()

    assert (fresh(code).state, len(mailbox.received)) == (State.SENT, 1)


def test_codes_go_before_everything_else(db):
    write_mail()
    write_code()

    assert list(ProcrastinateJob.objects.order_by("-priority").values_list("queue_name", "priority")) == [
        ("codes", 100),
        ("mail", 0),
    ]


def test_other_mails_are_tried_for_a_day(db):
    waits, ladder = [], jobs.MAIL_LADDER
    while decision := ladder.get_retry_decision(exception=OSError(), job=SimpleNamespace(attempts=len(waits))):
        waits.append(decision.retry_at - timezone.now())

    assert (len(waits), waits[0] < timedelta(minutes=1)) == (24, True)
    assert timedelta(hours=22) < sum(waits, timedelta()) < timedelta(hours=25)


@pytest.mark.django_db(transaction=True)
def test_a_refusal_for_good_ends_at_once(mail_server):
    mail, code = write_mail(), write_code()

    with mail_server(to_recipient=NEVER):
        run_worker()

    assert {fresh(mail).state, fresh(code).state} == {State.REFUSED}
    assert list(Notification.objects.undeliverable()) == sorted([mail, code], key=lambda each: each.failed_at, reverse=True)
    assert "550" in mail.failure
    assert "example.org" not in mail.failure
    assert set(sending_jobs().values_list("status", flat=True)) == {"succeeded"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("behaviour", [{"stalls": 3}, {"breaks_off": True}])
def test_a_server_that_stalls_or_breaks_off_is_left_and_tried_again_under_the_same_message_id(mail_server, mailbox, behaviour):
    mail = write_mail()
    began = timezone.now()

    with mail_server(**behaviour) as server:
        run_worker()
    took = timezone.now() - began
    let_it_be_tried_now()
    run_worker()

    assert fresh(mail).state == State.SENT
    assert list(server.seen.values()) == [1]
    assert server.seen.keys() == {f"Message-ID: {mailbox.received[0]['Message-ID']}"}
    assert took < timedelta(seconds=6)


def test_a_message_that_a_dead_worker_claimed_is_free_again_after_a_while(db, mailbox):
    mail = write_mail()
    Notification.objects.update(claimed_at=timezone.now())

    with pytest.raises(services.BeingSent):
        services.send(notification_id=mail.pk)
    with time_machine.travel(timezone.now() + timedelta(minutes=2), tick=False):
        services.send(notification_id=mail.pk)

    assert (fresh(mail).state, len(mailbox.received)) == (State.SENT, 1)


def test_a_message_that_is_on_its_way_counts_as_sent_when_its_cause_is_taken_back(db):
    mail = write_mail()
    waiting = notify(kind="moderation_daily", recipient=mail.recipient, context={"counts": {}}, about="example:1")
    Notification.objects.filter(pk=mail.pk).update(claimed_at=timezone.now())

    assert services.drop(about="example:1", recipients=[mail.recipient]) == [mail]
    assert (fresh(mail).state, fresh(waiting).state) == (State.QUEUED, State.SUPPRESSED)


@pytest.mark.parametrize(
    ("state", "failure", "words"),
    [
        (State.QUEUED, "", ""),
        (State.QUEUED, "451", "has not accepted our message yet"),
        (State.FAILED, "451", "is not accepting our messages at the moment"),
        (State.REFUSED, "550", "refuses messages to somebody@example.org"),
    ],
)
def test_the_page_where_the_code_is_typed_says_what_became_of_it(client, db, state, failure, words):
    client.post("/en/accounts/login/", {"email": "somebody@example.org"})
    failed_at = timezone.now() if state in {State.FAILED, State.REFUSED} else None
    Notification.objects.update(state=state, failure=failure, failed_at=failed_at)

    page = text_of(client.get("/en/accounts/login/code/"))

    assert ('id="code-delivery"' in page) is bool(words)
    assert words in page


def test_another_code_takes_the_word_back(client, db):
    client.post("/en/accounts/login/", {"email": "somebody@example.org"})
    Notification.objects.update(state=State.FAILED, failed_at=timezone.now(), failure="451")

    client.post("/en/accounts/login/code/", {"action": "resend"})

    assert 'id="code-delivery"' not in client.get("/en/accounts/login/code/").content.decode()
