"""What every test may ask for."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.db import transaction
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from portal.notifications import services
from portal.notifications.models import Announcement, Notification
from tests.database import TestDatabase, database_of_this_process
from tests.effort import IS_SOAK, often
from tests.order_of_writing import writing_in_order
from tests.running_portal import free_port
from tests.watches import watches

__all__ = ["watches"]
# How long something takes is measured in `bench/`, not on a machine that may be busy.
hypothesis_settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.register_profile("soak", hypothesis_settings.get_profile("untimed"), max_examples=often(100))
hypothesis_settings.load_profile("soak" if IS_SOAK else "untimed")


class Mailbox:
    """A real SMTP server on this machine and what it received."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []

    async def handle_DATA(self, server, session, envelope) -> str:
        """Take one message (aiosmtpd calls this)."""
        message = message_from_bytes(envelope.original_content.replace(b"\r\n", b"\n"), policy=policy.default)
        message["X-Envelope-To"] = ", ".join(envelope.rcpt_tos)
        self.received.append(message)
        return "250 OK"

    def deliver(self) -> list[EmailMessage]:
        """Write and send all that is queued, as the worker would; everything received so far."""
        while (announcement := Announcement.objects.unfinished().first()) is not None:
            services.write_some(announcement_id=announcement.pk, start=announcement.handled_count)
        for notification in Notification.objects.queued():
            services.send(notification_id=notification.pk)
        return self.received


@pytest.fixture(scope="session")
def smtp_server() -> Iterator[tuple[Controller, Mailbox]]:
    """One SMTP server for the whole run."""
    mailbox = Mailbox()
    # The controller calls its own port when it starts, so it must know the number beforehand.
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield controller, mailbox
    controller.stop()


@pytest.fixture
def mailbox(smtp_server, settings) -> Mailbox:
    """The mail server, emptied, with the portal told to use it."""
    controller, mailbox = smtp_server
    mailbox.received.clear()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.server.sockets[0].getsockname()[1]
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    return mailbox


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker) -> Iterator[TestDatabase]:
    """The database of this process. After each test that commits it is as it was before."""
    with pytest.MonkeyPatch.context() as patch, ExitStack() as stack:
        with django_db_blocker.unblock():
            database = stack.enter_context(database_of_this_process())
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _test: database.restore())
        yield database
        with django_db_blocker.unblock():
            stack.close()


@pytest.fixture(scope="module")
def world_of_module(django_db_setup, django_db_blocker) -> Iterator[Callable[[Callable[[], Any]], Any]]:
    """Makes a world for all tests of a module, which is dear: `world_of_module(make)` is what `make` returned.

    Its rows lie in a transaction around the module. Each test that asks for `db` begins from them in a savepoint of its own; a
    test that commits does not fit into such a module.
    """
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around._from_testcase = True  # as Django's own tests tell it, so that `atomic(durable=True)` stays possible
        around.__enter__()

    def made(make: Callable[[], Any]) -> Any:
        with django_db_blocker.unblock():
            return make()

    yield made
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture(autouse=True)
def _in_korean() -> Iterator[None]:
    """No test inherits another one's language."""
    translation.activate("ko")
    yield
    translation.activate("ko")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """No service keeps the head of the audit log longer than it must, and none locks a person's key."""
    with writing_in_order():
        return (yield)
