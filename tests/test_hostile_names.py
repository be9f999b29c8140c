"""Names are hostile: markup planted in every text that people or staff write comes out as text on every page."""

import pytest
from django.db import models
from django.test import Client

from portal.accounts.models import User
from portal.discussion import services as discussion
from portal.discussion.models import Comment
from portal.forums.models import AgendaItem, Forum
from portal.moderation import services as moderation
from portal.moderation.models import Report
from portal.plan.models import Fact, Plan, Source, Strategy, Task
from portal.registrations import services as registrations
from tests.access_policies import POLICIES, addresses_of_examples
from tests.factories import make_citizen, make_comment, make_forum, make_moderator
from tests.policy import POST

PAYLOAD = "\"'><script>alert(7)</script>{{7*7}}\u202e"
PLANTED = (User, Source, Strategy, Task, Fact, Plan, Forum, AgendaItem, Comment, Report)
# Chosen from lists, checked by shape, or not text for people.
LEFT_ALONE = {
    "slug",
    "key",
    "email",
    "password",
    "language",
    "url",
    "nickname_skeleton",
    "path",
    "ancestry",
    "person_key",
    "form_key",
}


def plant() -> None:
    """Write the payload into every free text of every row, past all services."""
    for model in PLANTED:
        names = [
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField)
            and not field.choices
            and not field.primary_key
            and field.name not in LEFT_ALONE
        ]
        values = {name: PAYLOAD[: model._meta.get_field(name).max_length or len(PAYLOAD)] for name in names}
        for row in model.objects.all():
            model.objects.filter(pk=row.pk).update(**values)


@pytest.fixture
def hostile_world(db, settings, tmp_path):
    """The addresses of a world in which something happened to everything, and all of it has hostile words."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    addresses = addresses_of_examples()
    author, moderator = make_citizen(), make_moderator()
    task = Task.objects.order_by("pk").last()
    Fact.objects.create(task=task, position=1, text="내용", source=Source.objects.first())
    comment = make_comment(task=task, author=author)
    make_comment(task=task, parent=comment)
    moderation.report(comment=comment, reporter=make_citizen(), reason="spam", text="글")
    hidden = make_comment(task=task, author=author, body="가려질 글")
    moderation.hide(comment=hidden, moderator=moderator, rule="spam", reason=PAYLOAD.removesuffix("\u202e"))
    forum = make_forum(capacity=2)
    forum.tasks.add(task)
    AgendaItem.objects.create(forum=forum, position=1, title="순서")
    registrations.register(forum=forum, citizen=author)
    discussion.vote(comment=comment, voter=make_citizen(), value="agree")
    plant()
    clients = {"anonymous": Client(), "author": Client(), "moderator": Client()}
    clients["author"].force_login(User.objects.get(pk=author.pk))
    clients["moderator"].force_login(User.objects.get(pk=moderator.pk))
    return addresses, clients


def test_hostile_words_come_out_as_words_on_every_page(hostile_world):
    addresses, clients = hostile_world
    pages = [name for name, policy in POLICIES.items() if policy.how != POST]
    broken, shown = [], 0
    for name in pages:
        for who, client in clients.items():
            for language in ("", "/en"):
                response = client.get(language + addresses[name])
                if not response.get("Content-Type", "").startswith("text/html"):
                    continue
                body = response.content.decode()
                shown += "&lt;script&gt;alert(7)" in body
                broken += [f"{name} as {who}"] if "<script>alert(7)" in body or "49\u202e" in body else []

    assert broken == []
    # The test is worth nothing if the words are shown nowhere.
    assert shown > len(pages)


def test_hostile_words_do_not_break_the_calendar(hostile_world):
    addresses, clients = hostile_world
    lines = clients["anonymous"].get(addresses["forums:calendar"]).content.decode().split("\r\n")

    assert [line for line in lines if line.startswith(("BEGIN:", "END:"))].count("BEGIN:VEVENT") == 1
