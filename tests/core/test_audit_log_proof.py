"""Whoever changes the audit log by going around its triggers is found out, and the entry is named."""

# ruff: noqa: S608 (the statements are written here)

import hashlib
import io
import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from portal.core.audit_log import Head, NewEvent, latest_head, record_event, record_events, still_holds, verify
from portal.core.audit_log.coverage import declared
from portal.core.models import AuditEvent, AuditReason

pytestmark = pytest.mark.django_db
RULES = f"{len(declared())} rules hold, 0 reasons erased"
REHASH = """
    hash = core_audit_log_hash(previous_hash, number, happened_at, actor, role, action, subject, person, reason_digest, details)
"""


@pytest.fixture
def five() -> list[AuditEvent]:
    """Five entries."""
    deeds = (
        NewEvent(
            action="moderation.hide",
            actor=7,
            role="moderator",
            subject=f"note:{number}",
            person=9,
            reason="욕설",
            details={"a": 1},
        )
        for number in range(5)
    )
    return record_events(deeds)


def tamper(*statements: str) -> None:
    """What a superuser can do."""
    with connection.cursor() as cursor:
        for table in ("core_auditevent", "core_auditloghead"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)
        for table in ("core_auditevent", "core_auditloghead"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def output(*arguments: str) -> str:
    """What the command prints."""
    out = io.StringIO()
    call_command("verify_audit", *arguments, stdout=out)
    return out.getvalue()


def finding(start: int = 1) -> tuple[int | None, str]:
    verdict = verify(start)
    return verdict.broken, verdict.why


@pytest.mark.parametrize(
    "change",
    [
        "happened_at = happened_at + interval '1 microsecond'",
        "happened_at = 'infinity'",
        "actor = 8",
        "actor = NULL",
        "role = 'officer'",
        "action = 'moderation.keep'",
        "subject = 'comment:22'",
        "person = NULL",
        "reason_digest = repeat('a', 64)",
        "reason_digest = ''",
        "details = '{\"a\": 2}'",
        "previous_hash = repeat('f', 64)",
        "hash = repeat('f', 64)",
        # What one column loses the next one gains.
        "role = 'moderatorm', action = 'oderation.hide'",
    ],
)
def test_a_change_in_any_column_is_found(five, change):
    tamper(f"UPDATE core_auditevent SET {change} WHERE number = 3")

    assert finding() == (3, "was changed after it was written")


def test_a_missing_entry_is_found(five):
    tamper("DELETE FROM core_auditevent WHERE number = 3")

    assert finding() == (3, "is missing")


def test_the_first_entry_missing_is_found(five):
    tamper("DELETE FROM core_auditevent WHERE number = 1")

    assert finding() == (1, "is missing")


def test_entries_missing_at_the_end_are_found(five):
    tamper("DELETE FROM core_auditevent WHERE number >= 4")

    assert finding() == (4, "is missing: the head says that there are 5")


def test_a_record_without_any_entry_is_found_by_its_head(five):
    tamper("DELETE FROM core_auditevent")

    assert finding() == (1, "is missing: the head says that there are 5")


def test_entries_that_changed_places_are_found(five):
    tamper(
        "UPDATE core_auditevent SET number = 99 WHERE number = 2",
        "UPDATE core_auditevent SET number = 2 WHERE number = 4",
        "UPDATE core_auditevent SET number = 4 WHERE number = 99",
    )

    assert finding() == (2, "was changed after it was written")


def test_an_entry_rewritten_with_a_fitting_hash_is_found_by_the_next_one(five):
    tamper("UPDATE core_auditevent SET role = 'x' WHERE number = 3", f"UPDATE core_auditevent SET {REHASH} WHERE number = 3")

    assert finding() == (4, "does not follow entry 3: one of the two was rewritten")


def test_the_last_entry_rewritten_with_a_fitting_hash_is_found_by_the_head(five):
    tamper("UPDATE core_auditevent SET role = 'x' WHERE number = 5", f"UPDATE core_auditevent SET {REHASH} WHERE number = 5")

    assert finding() == (5, "is not what the head says: one of the two was rewritten")


@pytest.mark.parametrize(
    ("number", "found"),
    [(6, (6, "was put in: the head says that there are 5")), (0, (0, "was put in: the first entry is number 1"))],
)
def test_an_entry_put_in_is_found(five, number, found):
    tamper(
        "INSERT INTO core_auditevent (number, happened_at, actor, role, action, subject, person, details, previous_hash, hash,"
        " reason_digest)"
        f" SELECT {number}, happened_at, actor, role, action, subject, person, details, hash, hash, ''"
        " FROM core_auditevent WHERE number = 5",
        f"UPDATE core_auditevent SET {REHASH} WHERE number = {number}",
    )

    assert finding() == found


def test_a_head_that_was_moved_back_together_with_the_last_entries_is_found_by_the_published_one(five):
    published = latest_head()
    tamper(
        "DELETE FROM core_auditevent WHERE number >= 4",
        "UPDATE core_auditloghead SET number = 3, hash = (SELECT hash FROM core_auditevent WHERE number = 3)",
    )

    assert finding() == (None, "")
    assert not still_holds(published)
    with pytest.raises(CommandError, match="Entry 5 is not the one that was published: the record was rewritten"):
        output("--expect", str(published))


def test_the_databases_own_function_is_not_believed(five):
    tamper("UPDATE core_auditevent SET role = 'x' WHERE number = 3")
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION core_audit_log_field(value text) RETURNS text LANGUAGE sql AS $$ SELECT value $$"
        )

    assert finding() == (3, "was changed after it was written")


def test_reading_may_start_later_and_believes_what_is_before(five):
    tamper("UPDATE core_auditevent SET role = 'x' WHERE number = 2")

    assert (finding(3), finding(2)[0]) == ((None, ""), 2)
    assert verify(3).count == 3
    assert finding(9) == (8, "is missing")


def test_more_entries_than_are_read_at_once(monkeypatch, five):
    monkeypatch.setattr("portal.core.audit_log.verifying.ROWS_AT_ONCE", 2)
    seen = []

    verdict = verify(progress=seen.append)

    assert (verdict.count, verdict.broken, seen) == (5, None, [2, 4, 5])


def documented_digest(salt: str, reason: str) -> str:
    """The digest of a reason as the documentation tells it."""
    return hashlib.sha256((salt + reason).encode()).hexdigest()


def documented_hash(*fields: object) -> str:
    """The hash as somebody outside computes it, with the very lines of the documentation."""
    text = (settings.BASE_DIR / "docs" / "operations.md").read_text()
    [lines] = [block for block in re.findall(r"```python\n(.*?)```", text, re.DOTALL) if "def entry_hash" in block]
    documented: dict = {}
    exec(lines, documented)  # noqa: S102 (our own documentation)
    return documented["entry_hash"](*(None if field is None else str(field) for field in fields))


def test_the_hash_is_what_the_documentation_says():
    with time_machine.travel(datetime(2026, 11, 24, 3, 4, 5, 678901, tzinfo=UTC), tick=False):
        first = record_event(action="upkeep.done")
        second = record_event(
            action="personal_data.viewed",
            actor=7,
            role="administrator",
            subject="person:9",
            person=9,
            reason="확인",
            details={"b": [1, 2.50], "aa": "가"},
        )

    time, zeros = 1795489445678901, "0" * 64
    framed = f"record/2,64:{zeros},1:1,16:{time},-,6:system,11:upkeep.done,0:,-,0:,2:{{}},"
    assert first.hash == hashlib.sha256(framed.encode()).hexdigest()
    assert first.hash == documented_hash(zeros, 1, time, None, "system", "upkeep.done", "", None, "", "{}")
    details, kept = '{"b": [1, 2.5], "aa": "가"}', AuditReason.objects.get(event=second)
    assert second.hash == documented_hash(
        first.hash,
        2,
        time,
        7,
        "administrator",
        "personal_data.viewed",
        "person:9",
        9,
        documented_digest(kept.salt, "확인"),
        details,
    )


@pytest.mark.parametrize(
    "setting",
    [
        "TimeZone = 'Asia/Kathmandu'",
        "DateStyle = 'SQL, DMY'",
        "extra_float_digits = -15",
        "bytea_output = 'escape'",
        "lc_numeric = 'C'",
    ],
)
def test_no_setting_of_the_session_changes_a_hash(five, setting):
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL {setting}")
        cursor.execute("INSERT INTO core_auditevent (role, action, subject, details) VALUES ('', 'a.b', '', '{\"share\": 0.10}')")

        assert finding() == (None, "")
        cursor.execute(f"SELECT bool_and({REHASH.strip()}) FROM core_auditevent")
        assert cursor.fetchone() == (True,)


def test_the_command_says_in_one_line_that_all_is_well(five):
    assert output() == f"5 entries, chain intact, {RULES}, head 5:{five[4].hash}\n"
    assert output("--expect", f"2:{five[1].hash}") == output()
    assert output("--from", "4") == f"2 entries, chain intact, {RULES}, head 5:{five[4].hash}\n"


def test_the_command_shows_how_far_it_is_where_somebody_watches(five):
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    out = Terminal()
    call_command("verify_audit", stdout=out)

    assert out.getvalue() == f"\rentry 5\n5 entries, chain intact, {RULES}, head 5:{five[4].hash}\n"


def test_the_command_names_the_broken_entry_and_fails(five):
    tamper("UPDATE core_auditevent SET role = 'x' WHERE number = 3")

    with pytest.raises(CommandError) as failure:
        output()

    assert str(failure.value) == "Entry 3 was changed after it was written. Sound before it: 2 entries."
    assert failure.value.returncode == 1


@pytest.mark.parametrize("arguments", [("--expect", "12"), ("--expect", "x:y"), ("--expect", f"0:{'0' * 64}"), ("--from", "0")])
def test_the_command_refuses_what_it_does_not_understand(arguments):
    with pytest.raises(CommandError, match="takes"):
        output(*arguments)


def test_a_head_reads_as_it_is_published(five):
    assert str(latest_head()) == f"5:{five[4].hash}"
    assert str(Head(0, "0" * 64)) == f"0:{'0' * 64}"
