"""Everything that must hold does, in a city full of life; and whoever breaks a rule past the services is named."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from string import Template
from uuid import uuid4

import pytest
import time_machine
import yaml
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone

from portal.answers.services.answering import Promise
from portal.core.invariants import all_rules, check
from portal.discussion import services as discussion
from portal.door.services import check_in as door
from portal.forum_desk.models import Audience
from portal.forum_desk.services import mailings, retention
from portal.moderation import services as moderation
from portal.plan.models import Fact, Task
from portal.plan.services import changes
from portal.progress.services import follows, status
from portal.registrations import services as registrations
from portal.registrations.models import FormAnswer, Question
from portal.registrations.services import reservations
from portal.registrations.services.registering import ALONE
from tests.factories import (
    make_answer,
    make_citizen,
    make_comment,
    make_forum,
    make_officer,
    make_source,
    make_staff,
    make_takedown,
    make_task,
)
from tests.planted import World, plant

MONDAY = datetime(2026, 10, 5, 0, 0, tzinfo=UTC)
TABLE = yaml.safe_load((Path(__file__).parent / "broken_rules.yaml").read_text())
BREAKING = {name: Template(sql).substitute(TABLE["rows"]) for name, sql in TABLE["breaking"].items()}


def broken() -> list[str]:
    return [f"{each.rule.name} {breach}" for each in check(all_rules()).broken for breach in each.breaches]


def build_city(clock: time_machine.Traveller) -> World:
    """The planted world, and beside it a past forum, a busy one, votes, an answer with a promise, a task with a history."""
    _make_past_forum(clock)
    world = plant(clock)
    _make_forums()
    task = make_task()
    officer = make_officer()
    decision = moderation.hide(
        comment=(undone := make_comment(task=world.here)), moderator=world.people["decider"], rule="spam", reason="광고입니다."
    )
    moderation.undo(decision=decision, moderator=world.people["decider"])
    discussion.vote(comment=undone, voter=make_citizen(), value="agree")
    make_answer(comment=make_comment(task=task), promises=[Promise("내년에 합니다.", timezone.localdate() + timedelta(days=90))])
    make_takedown()
    for stated in ("planned", "under_way"):
        status.set_status(task=task, status=stated, officer=officer)
    before = changes.snapshot(task.pk)
    Fact.objects.create(task=task, text_ko="버스가 다닙니다.", text_en="Buses run.", source=make_source())
    _add_budget(task)
    changes.note_differences(task=task, before=before, by=officer)
    follows.follow(task=task, person=make_citizen(), level="all")
    return world


def _add_budget(task: Task) -> None:
    line = {"year": 2026, "payer": "city", "stage": "planned", "amount_krw": 5_000, "as_of": timezone.localdate()}
    task.budget_lines.create(source=make_source(), **line)


def _make_past_forum(clock: time_machine.Traveller) -> None:
    past = make_forum(capacity=1)
    registrations.register(forum=past, citizen=make_citizen())
    clock.shift(timedelta(days=50))
    retention.anonymise(forum=past, now=timezone.now())


def _make_forums() -> None:
    busy = make_forum(capacity=3)
    question = Question.objects.create(forum=busy, kind="file", position=1, label_ko="파일", label_en="A file")
    seated = [registrations.register(forum=busy, citizen=make_citizen(), form_key=uuid4()) for _number in range(2)]
    FormAnswer.objects.create(registration=seated[0], question=question, file=ContentFile(b"x", name="x"))
    reservations.reserve(forum=busy, citizen=make_citizen(), party=ALONE)
    registrations.register(forum=busy, citizen=make_citizen())
    organiser = make_staff("organiser")
    words = {"audience": Audience.CONFIRMED, "subject": "알립니다", "body": "준비물이 있습니다."}
    mailing = mailings.send(forum=busy, by=organiser, form_key=uuid4(), **words)
    mailings.write_some(mailing_id=mailing.pk, start=0)
    mailings.send(forum=busy, by=organiser, form_key=uuid4(), **words)
    soon = timezone.now() + timedelta(hours=1)
    open_now = make_forum(capacity=1, starts_at=soon, registration_closes_at=soon)
    guest = registrations.register(forum=open_now, citizen=make_citizen())
    door.check_in(forum=open_now, shown=guest.ticket_code, helper=organiser)
    door.check_in(forum=open_now, shown="no ticket", helper=organiser)


@pytest.fixture(scope="module")
def city(world_of_module) -> Iterator[World]:
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield world_of_module(lambda: build_city(clock))


def test_everything_holds_in_a_city_full_of_life(city, db):
    assert broken() == []


def test_there_is_a_way_to_break_each_rule():
    assert sorted(BREAKING) == [rule.name for rule in all_rules()]


@pytest.mark.parametrize("name", sorted(BREAKING))
def test_whoever_breaks_a_rule_is_named(city, db, name):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(BREAKING[name])
        cursor.execute("SET LOCAL session_replication_role = origin")

    assert [each.rule.name for each in check(all_rules()).broken] == [name]
