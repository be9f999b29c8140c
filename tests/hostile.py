"""What somebody with bad intentions types, and a world to type it into."""

from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

from django.apps import apps
from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse

from portal.door.helper_links import helping_token
from portal.moderation import services as moderation
from portal.progress.following import unfollow_token
from portal.registrations import services as registrations
from portal.registrations.links import registration_token
from portal.registrations.tickets.signed import ticket_token
from tests.factories import (
    PICTURE,
    make_answer,
    make_citizen,
    make_comment,
    make_forum,
    make_helper,
    make_milestone,
    make_moderator,
    make_report,
    make_task,
    make_update,
    put,
)

TYPED = "둔산동에 그늘이 더 있으면 좋겠어요"
SCRIPT = "<script>alert(7)</script>"
PEOPLE = ("anonymous", "citizen", "moderator")
TEN_MEGABYTES = 10 * 1024 * 1024
ENDLESS_NUMBER = "9" * 20
# Each is nothing that a list of choices offers, no number of a page and no key of a row.
NOTHING_OFFERED = {
    "NUL": "new\x00est",
    "zero-width": "\u200b\u200d\ufeff",
    "script": SCRIPT,
    "unknown": "no-such-thing",
    "endless number": ENDLESS_NUMBER,
    "a billion": "1000000000",
    "negative": "-1",
    "other digits": "٣",
    "long": "a" * 3_000,
}
# No text either: it is empty to the eye, or no keyboard makes it.
NO_TEXT = {
    "empty": "",
    "blank": " \n\t ",
    "zero-width": "\u200b\u200d\ufeff",
    "tag characters": "\U000e0041\U000e0042",
    "NUL": f"{TYPED}\x00",
    "no character": f"{TYPED}\ufffe",
}
ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "javascript:alert(7)",
    "https:evil.example",
    "\x00/",
    "/\r\nX: y",
)
WATCHED = (
    "notifications", "plan", "accounts", "progress", "forums", "discussion", "registrations", "moderation", "door", "answers",
    "appeals", "takedowns", "forum_desk",
)  # fmt: skip


def mail_in_files(folder: Path) -> override_settings:
    """For the length of the block mail is written to files, so that the demo's mail page has something to read."""
    return override_settings(EMAIL_BACKEND="django.core.mail.backends.filebased.EmailBackend", EMAIL_FILE_PATH=folder)


@dataclass(frozen=True)
class World:
    """A browser for each kind of person, and an example of each part of an address."""

    clients: dict[str, Client]
    examples: dict[str, object]

    def address(self, name: str, part: str = "") -> str:
        """The address of a page, with the example that it needs."""
        return reverse(name, args=[self.examples[part]] if part else [])

    def afresh(self) -> "World":
        """The same with browsers that nobody has used yet."""
        return replace(self, clients={name: again(client) for name, client in self.clients.items()})


def again(client: Client) -> Client:
    """A browser with the cookies of another one: signed in as the same person, and free to go where it likes."""
    own = Client(raise_request_exception=client.raise_request_exception)
    own.cookies = deepcopy(client.cookies)
    return own


def make_world() -> World:
    """A citizen's comment that was reported, one that was hidden, a forum; the citizen is in the middle of everything."""
    people = {"citizen": make_citizen(), "moderator": make_moderator()}
    task = make_task()
    theirs, own, hidden = (make_comment(task=task, author=who) for who in (make_citizen(), people["citizen"], make_citizen()))
    make_report(comment=theirs)
    moderation.hide(comment=hidden, moderator=make_moderator(), rule="spam", reason="광고입니다.")
    clients = {name: Client(raise_request_exception=False) for name in PEOPLE}
    for name, person in people.items():
        clients[name].force_login(person)
    pending = put(make_comment(task=task, body="가로등이 어두워요"), "pending")
    update = make_update(task=task, files=[PICTURE])
    parts = {
        "reported_task": task.slug,
        "update": update.pk,
        "update_file": update.files.get().pk,
        "milestone": make_milestone(task=task).pk,
        "unfollowing": unfollow_token(people["citizen"], task),
        "pending": pending.pk,
        "task": task.slug,
        "comment": theirs.pk,
        "own": own.pk,
        "hidden": hidden.pk,
        "forum": make_forum(tasks=[task]).slug,
        "ticket": ticket_token(registrations.register(forum=make_forum(), citizen=make_citizen())),
        "scan": 1,
        "kind": "speakers",
        "part": 1,
        "registration": 1,
        "given_answer": 1,
        "export": uuid4(),
        "mailing": 1,
        "passkey": 1,
        "helper": 1,
        "helping": helping_token(make_helper(forum=make_forum())),
        "feed": "no-such-secret",
        "answer": make_answer(comment=theirs).pk,
        "commitment": 1,
        "text": 1,
        "registration_link": registration_token(registrations.register(forum=make_forum(), citizen=make_citizen())),
    }
    return World(clients, parts)


def stored() -> dict[str, list]:
    """Every row that a form could make or change."""
    tables = [model._meta.db_table for label in WATCHED for model in apps.get_app_config(label).get_models()]
    with connection.cursor() as cursor:
        return {table: cursor.execute(f'SELECT row::text FROM "{table}" row ORDER BY 1').fetchall() for table in tables}  # noqa: S608
