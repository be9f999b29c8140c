"""A few rows of each kind, and the two commands."""

import os
from datetime import timedelta
from io import StringIO
from pathlib import Path

from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone

from portal.discussion import services as discussion
from portal.forums.models import Forum
from portal.registrations import services as registrations
from portal.registrations.models import FormAnswer, Question
from portal.takedowns.services import blocks
from tests.factories import make_citizen, make_comment, make_forum, make_moderator, make_takedown

TARGET = f"test_restored_{os.getpid()}"


def backup(*arguments: str) -> Path:
    """The manifest of a backup made now."""
    said = StringIO()
    call_command("backup", *arguments, stdout=said)
    return Path(said.getvalue().partition(": ")[0])


def restore(*arguments: object) -> list[str]:
    said = StringIO()
    call_command("restore", *arguments, stdout=said)
    return said.getvalue().splitlines()


def make_city() -> Forum:
    """Some rows of each kind, a mail that waits, an uploaded file, somebody signed in."""
    comment = make_comment()
    discussion.vote(comment=comment, voter=make_citizen(), value="agree")
    forum = make_forum(capacity=1)
    question = Question.objects.create(forum=forum, kind="file", position=1, label_ko="파일", label_en="A file")
    registration = registrations.register(forum=forum, citizen=make_citizen())
    FormAnswer.objects.create(registration=registration, question=question, file=ContentFile(b"a photo", name="x"))
    blocks.refuse(takedown=make_takedown(comment=comment), moderator=make_moderator(), reason="침해가 아닙니다.")
    Session.objects.create(session_key="k", session_data="d", expire_date=timezone.now() + timedelta(days=1))
    return forum
