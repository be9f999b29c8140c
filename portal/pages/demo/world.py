"""Builds the demo world from `world.yaml`, through the services, so that it obeys every rule of the portal.

Forums and their programme are reference data, written as the admin writes them; publishing them and everything after is a
service's. Some things reach around the services, since a service always acts now: people, comments and one forum are moved back
in time.
"""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation

from portal.accounts import services as accounts
from portal.accounts.identity.provider import IdentityProof
from portal.accounts.models import IdentityVerification, User
from portal.core import rate_limits
from portal.core.audit_log import recorded_together
from portal.forum_desk import services as forum_desk
from portal.forums.models import AgendaItem, Forum
from portal.forums.states import Handover
from portal.notifications.models import Announcement, Notification, State
from portal.notifications.services import write_some
from portal.pages.demo.progress import DemoProgress
from portal.pages.demo.talk import REQUESTER, DemoTalk
from portal.pages.search import vocabulary
from portal.plan.models import Department, Task
from portal.registrations import services as registrations
from portal.registrations.models import Question

WORLD: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "world.yaml").read_text())
CONSENTS = {"terms": "demo", "privacy": "demo", "age": "demo"}
ACCESS = {"wheelchair": "is_wheelchair_accessible", "sign_language": "has_sign_language", "captions": "has_captions"}
SIGN_INS = {
    "citizen": "citizen@example.org",
    "neighbour": "neighbour@example.org",
    "moderator": "moderator@example.org",
    "organiser": "organiser@example.org",
    "officer": "officer@example.org",
    "administrator": "admin@example.org",
}


@dataclass
class DemoWorld:
    """Who and what was made, by the keys of the file."""

    now: datetime
    people: dict[str, User] = field(default_factory=dict)
    comments: int = 0
    forums: int = 0

    def build(self) -> None:
        """People first, then what they say, then where they meet."""
        for number, row in enumerate([*WORLD["sign_ins"], *WORLD["people"]]):
            self._add_person(number, row)
        talk = DemoTalk(now=self.now, people=self.people)
        for row in WORLD["comments"]:
            talk.add(row, Task.objects.get(slug=row["task"]))
        for row in WORLD["suspended"]:
            talk.suspend(row)
        self.comments = talk.comments
        progress = DemoProgress(now=self.now, people=self.people)
        for row in WORLD["progress"]:
            progress.add(row)
        for row in WORLD["forums"]:
            self._add_forum(row)

    def _add_person(self, number: int, row: dict[str, Any]) -> None:
        address = row.get("address", f"{row.get('key')}@example.org")
        language = row.get("language", "ko")
        person = accounts.create_account(email=address, nickname=row["nickname"], language=language, consents=CONSENTS)
        proof = IdentityProof(
            connecting_information=f"demo-world-{number}",
            birth_year=row["birth_year"],
            district=row["district"],
            provider="local-test",
        )
        person = accounts.verify(user=person, proof=proof)
        if row.get("role", "citizen") != "citizen":
            person = self._appoint(person, row["role"])
        # They have been here for a while: new accounts are held shorter, and reports by new faces weigh less.
        User.objects.filter(pk=person.pk).update(joined_at=self.now - timedelta(days=60))
        IdentityVerification.objects.filter(pk=person.identity_id).update(verified_at=self.now - timedelta(days=60))
        self.people[row.get("key", address.partition("@")[0])] = User.objects.get(pk=person.pk)

    def _appoint(self, person: User, role: str) -> User:
        person = accounts.grant_role(person=person, role=role)
        if role == "moderator":
            accounts.set_moderation_scope(moderator=person, is_everywhere=True)
        if role == "officer":
            department, _created = Department.objects.get_or_create(**WORLD["department"])
            accounts.assign_department(officer=person, department=department)
        return person

    def _add_forum(self, row: dict[str, Any]) -> None:
        starts_at = self._at(row["starts_in_days"], row["hour"])
        forum = Forum.objects.create(
            slug=row["slug"],
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=row["minutes"]),
            registration_opens_at=self._at(row["opens_in_days"], hour=9),
            registration_closes_at=self._at(row["closes_in_days"], hour=18),
            capacity=row["capacity"],
            companions_limit=row.get("companions", 0),
            handover=row.get("handover", Handover.AT_ONCE),
            **{ACCESS[service]: True for service in row["access"]},
            **_two_languages(row, "title", "summary", "venue"),
        )
        forum.tasks.set(Task.objects.filter(slug__in=row["tasks"]))
        self._add_agenda(forum, row.get("agenda", []))
        forum_desk.publish(forum=forum)
        self.forums += 1
        for key in row["registered"]:
            registrations.register(forum=forum, citizen=self.people[key])
        # Asked last: these people have registered without answering.
        self._add_questions(forum, row.get("questions", []))
        if reason := row.get("called_off"):
            forum_desk.call_off(forum=forum, reason_ko=reason["ko"], reason_en=reason["en"])
        if days := row.get("moved_back_days"):
            self._move_back(forum, timedelta(days=days))

    def _add_agenda(self, forum: Forum, rows: list[dict[str, Any]]) -> None:
        for position, row in enumerate(rows, start=1):
            starts_at = forum.starts_at + timedelta(minutes=row["minute"])
            AgendaItem.objects.create(
                forum=forum, position=position, starts_at=starts_at, **_two_languages(row, "title", "speaker")
            )

    def _add_questions(self, forum: Forum, rows: list[dict[str, Any]]) -> None:
        for position, row in enumerate(rows, start=1):
            texts = _two_languages(row, "label", "options")
            is_required = row.get("is_required", False)
            Question.objects.create(forum=forum, position=position, kind=row["kind"], is_required=is_required, **texts)

    def _move_back(self, forum: Forum, span: timedelta) -> None:
        names = ("starts_at", "ends_at", "registration_opens_at", "registration_closes_at")
        forum.refresh_from_db()
        Forum.objects.filter(pk=forum.pk).update(**{name: getattr(forum, name) - span for name in names})

    def _at(self, days: int, hour: int) -> datetime:
        day = timezone.localdate(self.now) + timedelta(days=days)
        return timezone.make_aware(datetime.combine(day, time(hour)))


def _two_languages(row: dict[str, Any], *names: str) -> dict[str, str]:
    return {f"{name}_{language}": row[name][language] for name in names if name in row for language in ("ko", "en")}


@transaction.atomic
def seed_demo() -> DemoWorld | None:
    """Make the demo world once; None if it is there already. Its mails are recorded, not sent.

    It tells of weeks in one moment. Limits hold while it is made; whoever signs in afterwards finds none of them spent.
    """
    if User.objects.filter(email=SIGN_INS["citizen"]).exists():
        return None
    world = DemoWorld(timezone.now())
    with recorded_together():
        with translation.override("ko"), rate_limits.given_back():
            world.build()
        while (news := Announcement.objects.unfinished().first()) is not None:
            write_some(announcement_id=news.pk, start=news.handled_count)
        theirs = Q(recipient__in=world.people.values()) | Q(address=REQUESTER["email"])
        Notification.objects.queued().filter(theirs).update(state=State.SUPPRESSED)
        vocabulary.learn(now=timezone.now())
    return world
