"""The audit log is held against its rows: emptied or wholly rewritten, with a chain that fits again, it is found out."""

# ruff: noqa: S608 (the statements are written here)

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone

from portal.appeals.services import appeals, suspensions
from portal.core.audit_log import coverage, verify
from portal.core.audit_log.heads import note_head
from portal.core.audit_log.reasons import erase_reasons
from portal.core.models import AuditEvent
from portal.discussion import services as discussion
from portal.discussion.models import Discussion
from portal.door.services import check_in, helping
from portal.forum_desk import services as forum_desk
from portal.forum_desk.models import Audience
from portal.forum_desk.services import exports, mailings, retention
from portal.forums.models import Forum
from portal.moderation import services as moderation
from portal.registrations import services as registrations
from portal.takedowns.services import blocks, requester_data, requests
from tests.factories import (
    make_administrator,
    make_appeal,
    make_block,
    make_citizen,
    make_comment,
    make_decision,
    make_forum,
    make_helper,
    make_milestone,
    make_moderator,
    make_staff,
    make_suspension,
    make_takedown,
)

pytestmark = pytest.mark.django_db
EMPTIED = (
    "DELETE FROM core_auditevent",
    "UPDATE core_auditloghead SET number = 0, hash = repeat('0', 64)",
)
# What a superuser does to one kind of event: it goes, and numbers and hashes are computed anew as if it had never been there.
RECHAIN = """
DO $$
DECLARE event core_auditevent; last text := repeat('0', 64); next bigint := 0;
BEGIN
    DELETE FROM core_auditreason WHERE event_id NOT IN (SELECT number FROM core_auditevent);
    FOR event IN SELECT * FROM core_auditevent ORDER BY number LOOP
        next := next + 1;
        UPDATE core_auditreason SET event_id = next WHERE event_id = event.number;
        UPDATE core_auditevent SET number = next, previous_hash = last WHERE number = event.number;
        UPDATE core_auditevent SET hash = core_audit_log_hash(previous_hash, number, happened_at, actor, role, action, subject,
            person, reason_digest, details) WHERE number = next RETURNING hash INTO last;
    END LOOP;
    UPDATE core_auditloghead SET number = next, hash = last;
END $$
"""


def tamper(*statements: str) -> None:
    """What a superuser can do, with the chain whole again at the end."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("core_auditevent", "core_auditloghead", "core_auditreason"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)
        for table in ("core_auditevent", "core_auditloghead", "core_auditreason"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    assert verify().broken is None


def _at_the_desks() -> None:
    """Everything moderators and administrators do."""
    moderator, administrator = make_moderator(), make_administrator()
    appeals.rule(appeal=make_appeal(), moderator=moderator, reverses=False, reason="결정이 맞습니다.")
    make_suspension(moderator=administrator)
    lifted = make_suspension(moderator=administrator)
    suspensions.lift(suspension=lifted, moderator=administrator, reason="오해가 풀렸습니다.")
    task = make_milestone().task
    discussion.set_screening(task=task, screening=Discussion.Screening.ALL, by=moderator)
    discussion.close_discussion(task=task, by=administrator)
    blocks.refuse(takedown=make_takedown(), moderator=moderator, reason="침해로 보기 어렵습니다.")
    blocks.lift(takedown=make_block(), moderator=moderator, reason="차단 사유가 없어졌습니다.")
    blocks.remove(takedown=make_block(), moderator=moderator, rule="abuse", reason="개인정보가 있습니다.")
    requests.retract(takedown=make_takedown())
    withdrawn = make_takedown()
    discussion.withdraw(comment=withdrawn.comment, author=withdrawn.comment.author)
    blocks.close_withdrawn()


def _by_the_clock(time_machine) -> None:
    """A block that lapses, and a requester who is forgotten."""
    block = make_block(days=1)
    time_machine.shift(timedelta(days=2))
    blocks.end_blocks()
    time_machine.shift(requester_data.KEPT_AFTER_THE_END)
    requester_data.forget_requesters()
    block.refresh_from_db()
    assert (block.state, block.requester_email) == ("lapsed", "")


def _at_a_forum(time_machine) -> None:
    """A forum from its draft to the day when its people are erased."""
    organiser = make_staff("organiser")
    forum = make_forum(capacity=5, state="draft")
    forum = forum_desk.publish(forum=forum, by=organiser)
    registration = registrations.register(forum=forum, citizen=make_citizen())
    registrations.register(forum=forum, citizen=make_citizen())
    registrations.cancel(registration=registration, by=organiser)
    prepared = exports.prepare(forum=forum, owner=organiser, reason="다과를 준비합니다.", file_format="csv")
    exports.fetch(uid=prepared.uid, owner=organiser)
    words = {"subject": "안내", "body": "오시는 길을 안내합니다."}
    mailings.send(forum=forum, audience=Audience.CONFIRMED, by=organiser, form_key=uuid4(), **words)
    helper = make_helper(forum=forum, person=make_citizen())
    time_machine.move_to(forum.starts_at)
    check_in.take_back(scan=check_in.walk_in(forum=forum, people=1, helper=helper.person), helper=helper.person)
    helping.revoke(helper=helper, organiser=organiser)
    called_off = make_forum(state="draft")
    forum_desk.call_off(forum=called_off, reason_ko="태풍 예보", by=organiser)


def _erase(time_machine) -> None:
    time_machine.shift(timedelta(days=400))
    for forum in retention.due(now=timezone.now()):
        retention.anonymise(forum=forum, now=timezone.now())


@pytest.fixture
def world(time_machine) -> None:
    """Whatever by rule leaves an event."""
    _at_the_desks()
    note_head(now=timezone.now())
    _at_a_forum(time_machine)
    _by_the_clock(time_machine)


def test_a_log_that_tells_of_everything_breaks_no_rule_also_after_people_were_erased(world, time_machine):
    assert list(coverage.breaches()) == []

    _erase(time_machine)

    assert list(coverage.breaches()) == []


def test_an_emptied_log_is_named_by_every_kind_of_row_that_it_does_not_tell_of(world):
    Forum.objects.filter(state="published").update(anonymised_at=timezone.now())
    erase_reasons(AuditEvent.objects.all(), now=timezone.now())
    tamper(*EMPTIED)

    silent = [name for name, check in coverage._checks.items() if check.rows.model is not AuditEvent and not check.breach()]

    assert silent == []
    with pytest.raises(CommandError, match=r"no event tells of moderation decision \d+ \(and \d more\)") as failure:
        call_command("verify_audit")
    assert failure.value.returncode == 1


def test_an_event_cut_out_of_a_chain_that_fits_again_is_named():
    comment, moderator = make_comment(), make_moderator()

    first = moderation.hide(comment=comment, moderator=moderator, rule="abuse", reason="욕설이 있습니다.")
    moderation.restore(comment=comment, moderator=moderator, reason="다시 살펴보았습니다.")
    tamper("DELETE FROM core_auditevent WHERE action = 'moderation.hide'", RECHAIN)

    assert list(coverage.breaches()) == [f"no event tells of moderation decision {first.pk}"]


@pytest.mark.parametrize(
    "change",
    [
        "action = 'moderation.keep'",
        "subject = 'comment:0'",
        "actor = 0",
        "actor = NULL",
        "happened_at = happened_at - interval '11 minutes'",
        """details = details || '{"rule": "spam"}'""",
        """details = details || '{"decision": 0}'""",
    ],
)
def test_an_event_that_says_something_else_of_a_decision_is_named(change):
    decision = make_decision()
    tamper(f"UPDATE core_auditevent SET {change} WHERE action = 'moderation.hide'", RECHAIN)

    assert f"no event tells of moderation decision {decision.pk}" in list(coverage.breaches())


def test_an_event_about_something_that_is_not_there_is_named():
    make_moderator()
    tamper(
        "UPDATE core_auditevent SET subject = 'comment:77' WHERE number = 1",
        """UPDATE core_auditevent SET details = '{"mailing": 9}' WHERE number = 2""",
        RECHAIN,
    )

    found = list(coverage.breaches())

    assert "event 1 tells of comment:77, which does not exist" in found
    assert "event 2 tells of mailing 9, which does not exist" in found


def test_a_role_that_the_log_does_not_tell_of_is_named_and_so_is_one_that_it_invents():
    moderator, citizen = make_moderator(), make_citizen()
    tamper(f"UPDATE core_auditevent SET subject = 'person:{citizen.pk}' WHERE action = 'role.granted'", RECHAIN)

    assert list(coverage.breaches()) == [
        f"person {moderator.pk} holds the role moderator, which no event gave",
        f"event 1 gave person:{citizen.pk} the role moderator, which no event took and nobody holds",
    ]


def test_what_was_deleted_on_record_is_no_gap():
    organiser = make_staff("organiser")
    forum = make_forum(state="draft")
    forum_desk.publish(forum=make_forum(state="draft"), by=organiser)
    forum_desk.edit(forum=forum, values={"title_ko": "새 제목"}, by=organiser)
    forum_desk.discard(forum=forum, by=organiser)

    assert list(coverage.breaches()) == []


def test_every_kind_of_thing_that_events_are_about_is_declared():
    sources = [path.read_text() for path in (settings.BASE_DIR / "portal").rglob("*.py") if "migrations" not in path.parts]
    used = {kind for text in sources for kind in re.findall(r'subject=f"([a-z_]+):\{', text)}

    # A backup is no row: it is a file elsewhere.
    assert used - set(coverage.declared()) == {"backup"}
    assert {"person", "comment", "forum"} <= used
