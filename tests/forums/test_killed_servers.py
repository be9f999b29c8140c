"""Web server and worker killed at random while 500 people register over HTTP and try again until they are answered."""

import http.client
import os
import random
import signal
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic, sleep
from urllib.parse import quote, urlencode, urlsplit
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.db.models import Count, Sum

from portal.forums.models import Forum, SentForm
from portal.launch.children import _web_command, _worker_command
from portal.notifications.models import Notification
from tests.factories import make_crowd, make_forum
from tests.running_portal import ROOT, free_port

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE, SEATS, AT_A_TIME, SECONDS = 500, 300, 16, 240
TOKEN = "t" * 32


class Portal:
    """Web server and worker on the tests' database; what is killed is started again, as a service manager would."""

    def __init__(self) -> None:
        self.port, self.kills, self.is_over = free_port(), 0, Event()
        self.commands = {"web": _web_command("127.0.0.1", self.port, is_dev=False), "worker": _worker_command(is_dev=False)}
        self.processes = {name: self._start(name) for name in self.commands}

    def _start(self, name: str) -> subprocess.Popen:
        database = settings.DATABASES["default"]
        address = f"postgresql://{database['USER']}@{quote(database['HOST'], safe='')}:{database['PORT']}/{database['NAME']}"
        environment = os.environ | {"DATABASE_URL": address, "DEBUG": "false"}
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True}
        return subprocess.Popen(self.commands[name], cwd=ROOT, env=environment, **quiet)

    def kill_at_random(self) -> None:
        """Every few seconds one of the two, with everything it started."""
        while not self.is_over.wait(random.uniform(3, 6)):
            name = random.choice(["web", "web", "worker"])
            os.killpg(self.processes[name].pid, signal.SIGKILL)
            self.processes[name].wait()
            self.kills += 1
            self.processes[name] = self._start(name)

    def stop(self) -> None:
        """Both, at once."""
        for process in self.processes.values():
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@contextmanager
def portal_that_is_killed() -> Iterator[Portal]:
    """For the length of the block."""
    portal = Portal()
    killer = Thread(target=portal.kill_at_random)
    killer.start()
    try:
        yield portal
    finally:
        portal.is_over.set()
        killer.join()
        portal.stop()


def session_of(person) -> str:
    """Signed in, without the mail."""
    session = SessionStore()
    session.update(
        {
            SESSION_KEY: str(person.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: person.get_session_auth_hash(),
        }
    )
    session.create()
    return session.session_key


class Client:
    """One person who sends one form until it is answered."""

    def __init__(self, person, forum: Forum, port: int) -> None:
        self.cookie = f"sessionid={session_of(person)}; csrftoken={TOKEN}"
        self.path, self.port, self.key, self.statuses = f"{forum.get_absolute_url()}register/", port, str(uuid4()), []

    def post(self, party_size: int) -> tuple[int, str]:
        """The answer, or nothing (0) where there was none."""
        body = urlencode({"csrfmiddlewaretoken": TOKEN, "form_key": self.key, "party_size": party_size})
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        server = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
        try:
            server.request("POST", self.path, body, headers)
            answer = server.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            return 0, ""
        finally:
            server.close()
        return answer.status, urlsplit(answer.getheader("Location", "")).path

    def register(self, until: float) -> bool:
        """Whether it was acknowledged: sent on to the forum's page."""
        while monotonic() < until:
            status, location = self.post(party_size=1)
            self.statuses.append(status)
            if status == 302:
                return f"{location}register/" == self.path
            sleep(random.uniform(0.05, 0.5))
        return False


def assert_nothing_was_lost(forum: Forum) -> None:
    """One live place for each, arrivals without gap, seats in their order, counters that equal the rows, one key and mail each."""
    forum.refresh_from_db()
    rows = list(forum.registrations.order_by("arrival").values_list("arrival", "state"))
    expected = ["confirmed"] * SEATS + ["waitlisted"] * (PEOPLE - SEATS)
    assert rows == list(enumerate(expected, start=1))
    assert not forum.registrations.live().order_by().values("citizen").annotate(places=Count("pk")).filter(places__gt=1)
    assert (forum.seats_taken, forum.last_arrival) == (SEATS, PEOPLE)
    assert forum.registrations.aggregate(all=Sum("seats"))["all"] == SEATS
    assert (SentForm.objects.filter(forum=forum).count(), Notification.objects.count()) == (PEOPLE, PEOPLE)


def test_nothing_acknowledged_is_lost_when_servers_are_killed():
    forum, people = make_forum(capacity=SEATS, companions_limit=1), make_crowd(PEOPLE)
    connection.close()
    with portal_that_is_killed() as portal:
        clients = [Client(person, forum, portal.port) for person in people]
        until = monotonic() + SECONDS
        with ThreadPoolExecutor(AT_A_TIME) as crowd:
            acknowledged = list(crowd.map(lambda client: client.register(until), clients))
            repeated = list(crowd.map(lambda client: client.register(until), clients[::25]))

    assert (acknowledged.count(True), portal.kills > 2) == (PEOPLE, True)
    assert all(repeated)
    assert set().union(*(client.statuses for client in clients)) <= {0, 302, 409, 500, 502, 503}
    assert_nothing_was_lost(forum)
