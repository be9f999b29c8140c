"""People who read, register, vote, comment and sign in, at a steady pace, and note what they were told."""

import http.client
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, product
from threading import Event, Lock, Thread
from urllib.parse import urlencode
from uuid import uuid4

TOKEN = "t" * 32
SYLLABLES = "가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허고노도로모보소오조초코토포호"
PAUSE = 0.15
LONGEST = 30
SEE_OTHER, GONE_AWAY = 302, 503
READERS, NO_ANSWER = 3, 0


@dataclass(frozen=True)
class Answer:
    """One request and what came of it; `took` in seconds, `at` is when it ended on the clock of the ledger."""

    asked: str
    status: int
    took: float
    at: float
    location: str = ""
    is_kind: bool = True

    @property
    def is_well(self) -> bool:
        """Served, or refused for a reason of the portal's rules."""
        return self.status not in {NO_ANSWER, GONE_AWAY} and self.status < 500


@dataclass
class Ledger:
    """Who was told what. A write is known by a key; acknowledged ones must be there once, others at most once."""

    answers: list[Answer] = field(default_factory=list)
    acknowledged: dict[str, set] = field(default_factory=lambda: {kind: set() for kind in KINDS})
    tried: dict[str, set] = field(default_factory=lambda: {kind: set() for kind in KINDS})
    lock: Lock = field(default_factory=Lock)


KINDS = ("registrations", "votes", "comments", "codes")


class People:
    """All of them; `work` runs for the length of a measurement."""

    def __init__(
        self, port: int, sessions: dict[int, str], forums: dict[int, str], comments: list[int], tasks: list[str]
    ) -> None:
        self.port, self.sessions, self.ledger = port, sessions, Ledger()
        self.forums, self.comments, self.tasks = forums, comments, tasks
        self.is_over = Event()
        self.numbers = count(1)
        pairs = list(product(sessions, forums)), list(product(sessions, comments))
        for each in pairs:
            random.shuffle(each)
        self.places, self.votes = iter(pairs[0]), iter(pairs[1])
        activities = [self.read] * READERS + [self.register, self.vote, self.comment, self.sign_in]
        self.threads = [Thread(target=self._again_and_again, args=[activity()], daemon=True) for activity in activities]

    def start(self) -> None:
        """They begin."""
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        """They come to an end."""
        self.is_over.set()
        for thread in self.threads:
            thread.join(LONGEST + 5)

    def _again_and_again(self, steps: Iterator[None]) -> None:
        """Until it is over, or everybody has voted about everything and registered everywhere."""
        for _step in steps:
            if self.is_over.wait(PAUSE):
                return

    def read(self) -> Iterator[None]:
        """Signed out."""
        while True:
            self._ask("GET", random.choice(["/", "/tasks/", "/forums/", "/en/forums/", f"/tasks/{self.tasks[0]}/"]))
            yield

    def register(self) -> Iterator[None]:
        """One person at one forum; the same form again until it is answered."""
        for person, forum in self.places:
            form, path = {"form_key": str(uuid4()), "party_size": 1}, self.forums[forum]
            yield from self._write("registrations", (person, forum), f"{path}register/", person, form, leads_to=path)

    def vote(self) -> Iterator[None]:
        """One person about one comment."""
        for person, comment in self.votes:
            form = {"value": "agree", "seen": ""}
            path = f"/comments/{comment}/vote/"
            yield from self._write("votes", (person, comment), path, person, form, leads_to="/tasks/")

    def comment(self) -> Iterator[None]:
        """Words that nobody else wrote."""
        for person in _shuffled_for_ever(list(self.sessions)):
            stop, chair = ("".join(random.choices(SYLLABLES, k=6)) for _ in range(2))
            body = f"{stop} 정류장에 {chair} 의자를 놓아 주세요."
            path = f"/tasks/{random.choice(self.tasks)}/comments/post/"
            form = {"body": body, "form_key": str(uuid4())}
            yield from self._write("comments", body, path, person, form, leads_to="#comment-")

    def sign_in(self) -> Iterator[None]:
        """Somebody new asks for a code."""
        while True:
            address = f"newcomer{next(self.numbers)}@example.org"
            yield from self._write("codes", address, "/accounts/login/", 0, {"email": address}, leads_to="login")
            for _ in range(8):
                yield

    def _write(self, kind: str, key: object, path: str, person: int, form: dict, *, leads_to: str) -> Iterator[None]:
        """Send a form until somebody says yes or no."""
        self.ledger.tried[kind].add(key)
        while True:
            answer = self._ask("POST", path, person, urlencode({"csrfmiddlewaretoken": TOKEN, **form}))
            if answer.status == SEE_OTHER and leads_to in answer.location:
                self.ledger.acknowledged[kind].add(key)
            yield
            if answer.is_well and answer.status != http.client.CONFLICT:
                return

    def _ask(self, method: str, path: str, person: int = 0, body: str = "") -> Answer:
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"csrftoken={TOKEN}"}
        if person:
            headers["Cookie"] += f"; sessionid={self.sessions[person]}"
        # People come from many networks; each has an address of its own.
        network = (f"127.0.{person // 250 + 1}.{person % 250 + 1}", 0)
        started = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONGEST, source_address=network)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read()
        except (OSError, http.client.HTTPException):
            answer = _noted(f"{method} {path}", NO_ANSWER, started)
        else:
            is_kind = response.status != GONE_AWAY or (
                response.getheader("Retry-After", "").isdigit() and "잠시".encode() in text
            )
            answer = _noted(
                f"{method} {path}", response.status, started, location=response.getheader("Location", ""), is_kind=is_kind
            )
        finally:
            connection.close()
        with self.ledger.lock:
            self.ledger.answers.append(answer)
        return answer


def _noted(asked: str, status: int, started: float, **more) -> Answer:
    now = time.monotonic()
    return Answer(asked, status, now - started, now, **more)


def _shuffled_for_ever(people: list[int]) -> Iterator[int]:
    while True:
        yield from random.sample(people, len(people))


def statuses(answers: list[Answer]) -> Counter:
    """How many there were of each."""
    return Counter(answer.status for answer in answers)
