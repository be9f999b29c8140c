"""What every test may ask for."""

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from socket import socket

import pytest
from aiosmtpd.controller import Controller
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from portal.notifications import services
from portal.notifications.models import Notification
from tests.unlocked import in_any_order, without_lock_on
from tests.watches import watches

__all__ = ["in_any_order", "watches", "without_lock_on"]
JOURNEYS = Path(__file__).parent / "journeys"
# How long something takes is measured in `bench/`, not on a machine that may be busy.
hypothesis_settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("untimed")


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
        """Send all that is queued, as the worker would; everything received so far."""
        for notification in Notification.objects.queued():
            services.send(notification_id=notification.pk)
        return self.received


@pytest.fixture(scope="session")
def smtp_server() -> Iterator[tuple[Controller, Mailbox]]:
    """One SMTP server for the whole run."""
    mailbox = Mailbox()
    with socket() as probe:  # the controller calls its own port when it starts, so it must know the number beforehand
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
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
def django_db_setup(django_db_setup, django_db_blocker) -> None:
    """The test database with the portal's cache table and its roles."""
    with django_db_blocker.unblock():
        call_command("createcachetable", verbosity=0)
        call_command("load_roles", verbosity=0)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys come last, wherever pytest moved them for the sake of their browser.

    They empty the tables behind them, and the browser keeps an event loop in this thread: neither may meet a test of another kind.
    """
    items.sort(key=lambda item: JOURNEYS in item.path.parents)


@pytest.fixture(autouse=True)
def _start_afresh(request) -> Iterator[None]:
    """No test inherits another one's language, cache or emptied tables."""
    translation.activate("ko")
    if empties_tables(request.node):
        request.getfixturevalue("transactional_db")
        # The flush after the test before took the roles with it, and left the cache and the jobs, which are no models of ours.
        call_command("load_roles", verbosity=0)
        cache.clear()
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
    yield
    translation.activate("ko")


def empties_tables(test: pytest.Item) -> bool:
    """Whether a test commits what it writes, so that every table is emptied behind it."""
    marker = test.get_closest_marker("django_db")
    return bool({"transactional_db", "live_server"} & set(test.fixturenames) or (marker and marker.kwargs.get("transaction")))
