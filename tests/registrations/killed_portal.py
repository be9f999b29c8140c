"""A real web server and worker that are killed at random, and people who send their forms to it until they are answered."""

import http.client
import os
import random
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic, sleep
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from portal.forums.models import Forum
from portal.launch.children import web_command, worker_command
from tests.running_portal import ROOT, address_of, free_port

TOKEN, NO_ANSWER = "t" * 32, 0
PEOPLE_BETWEEN_KILLS = 40, 55
SECONDS_TO_START, SECONDS_TO_ANSWER = 180, 60
# The served portal holds this number in the database while it stands between what a registration writes first and last.
IN_THE_MIDDLE = 20_260_705
HELD = """
SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database
WHERE locktype = 'advisory' AND objid = %s AND datname = current_database()
"""


class Portal:
    """Web server and worker on the tests' database; what is killed is started again, as a service manager would."""

    def __init__(self) -> None:
        self.port, self.kills, self.is_over = free_port(), 0, Event()
        self.answered: list[str] = []
        *web, _application = web_command("127.0.0.1", self.port, is_dev=False)
        web += ["tests.registrations.paused_portal:application"]
        self.commands = {"web": web, "worker": worker_command(is_dev=False)}
        self.processes = {name: self._start(name) for name in self.commands}

    def _start(self, name: str) -> subprocess.Popen:
        environment = os.environ | {
            "DATABASE_URL": address_of(settings.DATABASES["default"]),
            "DEBUG": "false",
        }
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True}
        return subprocess.Popen(self.commands[name], cwd=ROOT, env=environment, **quiet)

    def wait_until_ready(self) -> None:
        """Until it answers."""
        until = monotonic() + SECONDS_TO_START
        while monotonic() < until:
            if answer_of(self.port, "GET", "/healthz")[0] == http.client.OK:
                return
            sleep(0.1)
        raise TimeoutError("The web server did not start.")

    def kill_at_random(self) -> None:
        """Web server or worker, with everything it started, whenever some more people have got their answer.

        The web server dies in the middle of a registration.
        """
        limit = self._some_more()
        while not self.is_over.wait(random.uniform(0, 0.1)):
            if len(self.answered) < limit:
                continue
            name = ["web", "web", "worker"][self.kills % 3]
            if name == "web" and not self._comes_to_the_middle():
                continue
            self._kill(name)
            self.kills += 1
            self.processes[name], limit = self._start(name), self._some_more()

        connection.close()

    def _comes_to_the_middle(self) -> bool:
        with connection.cursor() as cursor:
            while not self.is_over.is_set():
                cursor.execute(HELD, [IN_THE_MIDDLE])
                if cursor.fetchone()[0]:
                    return True
                sleep(0.001)
        return False

    def stop(self) -> None:
        """Both, at once."""
        for name in self.processes:
            self._kill(name)

    def _some_more(self) -> int:
        return len(self.answered) + random.randint(*PEOPLE_BETWEEN_KILLS)

    def _kill(self, name: str) -> None:
        os.killpg(self.processes[name].pid, signal.SIGKILL)
        self.processes[name].wait()

    @contextmanager
    def killed_at_random(self) -> Iterator[None]:
        """For the length of the block."""
        self.is_over.clear()
        killer = Thread(target=self.kill_at_random)
        killer.start()
        try:
            yield
        finally:
            self.is_over.set()
            killer.join()
            self.wait_until_ready()


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


def answer_of(port: int, method: str, path: str, body: str = "", cookie: str = "") -> tuple[int, str]:
    """Status and where it leads, or nothing where no answer came."""
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    server = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS_TO_ANSWER)
    try:
        server.request(method, path, body, headers)
        answer = server.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException):
        return NO_ANSWER, ""
    finally:
        server.close()
    return answer.status, urlsplit(answer.getheader("Location", "")).path


class Client:
    """One person who sends one form until it is answered."""

    def __init__(self, person, forum: Forum, portal: Portal) -> None:
        self.cookie = f"sessionid={session_of(person)}; csrftoken={TOKEN}"
        self.forum_path, self.portal, self.key, self.statuses = forum.get_absolute_url(), portal, str(uuid4()), []

    def post(self, party_size: int = 1) -> tuple[int, str]:
        """Send the form once."""
        body = urlencode({"csrfmiddlewaretoken": TOKEN, "form_key": self.key, "party_size": party_size})
        return answer_of(self.portal.port, "POST", f"{self.forum_path}register/", body, self.cookie)

    def cancel(self) -> tuple[int, str]:
        """Give the place back."""
        body = urlencode({"csrfmiddlewaretoken": TOKEN})
        return answer_of(self.portal.port, "POST", f"{self.forum_path}cancel/", body, self.cookie)

    def register(self, until: float) -> bool:
        """Whether it was acknowledged: sent on to the forum's page. Whoever gets another answer than "wait" gives up."""
        while monotonic() < until:
            status, location = self.post()
            self.statuses.append(status)
            if status not in {NO_ANSWER, http.client.CONFLICT}:
                self.portal.answered.append(self.key)
                return (status, location) == (http.client.FOUND, self.forum_path)
            sleep(random.uniform(0.05, 0.5))
        return False
