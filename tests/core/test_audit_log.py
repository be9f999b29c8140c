"""The audit log: numbered, chained, and changed by nobody."""

from datetime import UTC, datetime
from itertools import pairwise

import psycopg
import pytest
import time_machine
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError

from portal.core.audit_log import NO_HASH, Head, NewEvent, latest_head, record_event, record_events, verify
from portal.core.audit_log.recording import reason_digest
from portal.core.models import AuditEvent, AuditLogHead, AuditReason
from tests.at_once import at_once
from tests.factories import make_citizen


def entry(number: int) -> AuditEvent:
    return AuditEvent.objects.get(number=number)


def refusal(sql: str) -> str:
    """What PostgreSQL says to a statement; nothing if it obeys."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    except DatabaseError as error:
        return str(error).splitlines()[0]
    return ""


@time_machine.travel(datetime(2026, 11, 24, 3, 4, 5, tzinfo=UTC), tick=False)
def test_an_entry_says_who_did_what_to_what_about_whom_and_why(db):
    moderator, citizen = make_citizen(), make_citizen()

    written = record_event(
        action="personal_data.viewed",
        actor=moderator,
        role="moderator",
        subject=f"person:{citizen.pk}",
        person=citizen.pk,
        reason="이의신청 답변을 우편으로 보내야 합니다.",
        details={"shown": ["email"]},
    )

    kept = AuditEvent.objects.values().get()
    assert kept == {
        "number": 1,
        "happened_at": datetime(2026, 11, 24, 3, 4, 5, tzinfo=UTC),
        "actor": moderator.pk,
        "role": "moderator",
        "action": "personal_data.viewed",
        "subject": f"person:{citizen.pk}",
        "person": citizen.pk,
        "reason": "이의신청 답변을 우편으로 보내야 합니다.",
        "reason_digest": reason_digest(AuditReason.objects.get().salt, "이의신청 답변을 우편으로 보내야 합니다."),
        "details": {"shown": ["email"]},
        "previous_hash": NO_HASH,
        "hash": latest_head().hash,
    }
    assert (written.number, written.hash) == (1, kept["hash"])


def test_what_nobody_did_was_done_by_the_portal(db):
    written = record_event(action="upkeep.done")

    assert (written.actor, written.role) == (None, "system")


def test_every_entry_follows_the_one_before(db):
    first, second, third = (record_event(action="a.b", subject=f"comment:{number}") for number in (1, 2, 3))

    assert [first.number, second.number, third.number] == [1, 2, 3]
    assert [first.previous_hash, second.previous_hash, third.previous_hash] == [NO_HASH, first.hash, second.hash]
    assert latest_head() == Head(3, third.hash)


def test_an_empty_record_has_a_head_of_zeros(db):
    assert (latest_head(), verify().head, verify().count) == (Head(0, NO_HASH), Head(0, NO_HASH), 0)


def test_many_at_once_are_numbered_in_the_order_given_and_chained(db):
    record_event(action="a.b")

    written = record_events(NewEvent(action="moderation.hide", subject=f"comment:{number}") for number in range(1_500))

    assert [row.number for row in written] == list(range(2, 1_502))
    assert [row.subject for row in AuditEvent.objects.filter(number__gt=1).order_by("number")] == [
        f"comment:{number}" for number in range(1_500)
    ]
    assert all(after.previous_hash == before.hash for before, after in pairwise(written))
    assert (verify().count, verify().broken) == (1_501, None)


def test_no_number_and_no_hash_is_taken_from_whoever_writes(db):
    given = AuditEvent(
        number=77, previous_hash="a" * 64, hash="b" * 64, happened_at=datetime(2026, 1, 1, tzinfo=UTC), action="a.b"
    )

    given.save(force_insert=True)

    assert list(AuditEvent.objects.values_list("number", "previous_hash")) == [(1, NO_HASH)]
    assert verify().broken is None


def test_an_action_has_a_dotted_name(db):
    with pytest.raises(IntegrityError, match="audit_event_action_is_dotted"):
        record_event(action="Hide the comment")


@pytest.mark.django_db(transaction=True)
def test_an_entry_is_written_inside_the_transaction_of_what_it_tells_of():
    with pytest.raises(TransactionManagementError):
        record_event(action="a.b")
    assert not AuditEvent.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_undone_leaves_no_entry_and_no_gap():
    def undone() -> None:
        with transaction.atomic():
            record_event(action="a.b")
            raise ValueError

    def done() -> None:
        with transaction.atomic():
            record_event(action="a.b")

    done()
    with pytest.raises(ValueError):  # noqa: PT011 (raised just above)
        undone()
    done()

    assert list(AuditEvent.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert verify().broken is None


@pytest.mark.django_db(transaction=True)
def test_the_chain_holds_when_twenty_write_at_once_into_an_empty_record():
    def write(actor: int) -> None:
        for _again in range(5):
            with transaction.atomic():
                record_event(action="a.b", actor=actor)

    outcomes = at_once([lambda actor=actor: write(actor) for actor in range(20)])

    assert outcomes == [None] * 20
    assert list(AuditEvent.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 101))
    assert (verify().count, verify().broken) == (100, None)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE core_auditevent SET role = 'x'",
        "UPDATE core_auditevent SET number = 9",
        "DELETE FROM core_auditevent",
        "INSERT INTO core_auditloghead VALUES (2, 0, repeat('0', 64))",
        "UPDATE core_auditloghead SET number = number + 1",
        "DELETE FROM core_auditloghead",
    ],
)
def test_nobody_changes_an_entry_or_moves_the_head(db, statement):
    record_event(action="a.b", reason="why")
    before = list(AuditEvent.objects.values()), latest_head()

    assert "append only" in refusal(statement) or "moves with its events" in refusal(statement)
    assert (list(AuditEvent.objects.values()), latest_head()) == before


def test_an_entry_is_not_saved_or_deleted_from_python_either(db):
    written = record_event(action="a.b", reason="why")
    written.role = "because"

    for change in (written.save, written.delete, AuditEvent.objects.all().delete):
        with pytest.raises(IntegrityError, match="append only"), transaction.atomic():
            change()
    assert entry(1).reason == "why"


def migrations_as_sql(capsys) -> str:
    for name in ("0001_initial", "0002_audit_log_is_append_only"):
        call_command("sqlmigrate", "core", name)
    return capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_outside_of_tests_the_record_cannot_be_emptied(capsys):
    sql, parameters = migrations_as_sql(capsys), connection.get_connection_params()
    address = {name: parameters[name] for name in ("host", "port", "user", "password") if name in parameters}
    name = parameters["dbname"].replace("test_", "record_of_a_city_")
    with psycopg.connect(**address, dbname="postgres", autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name}")
        server.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        try:
            with psycopg.connect(**address, dbname=name, autocommit=True) as city:
                city.execute(sql)
                city.execute(
                    "INSERT INTO core_auditevent (role, action, subject, reason, details) VALUES ('', 'a.b', '', '', '{}')"
                )
                for table in ("core_auditevent", "core_auditloghead", "core_auditevent, core_auditloghead"):
                    with pytest.raises(psycopg.errors.RestrictViolation):
                        city.execute(f"TRUNCATE {table}")
                left = city.execute("SELECT number, role FROM core_auditevent").fetchall()
        finally:
            server.execute(f"DROP DATABASE {name}")

    assert left == [(1, "")]


def test_the_head_comes_back_after_a_test_emptied_the_tables(db):
    record_event(action="a.b")
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE core_auditevent, core_auditloghead")

    record_event(action="a.b")

    assert AuditLogHead.objects.count() == 1
    assert (verify().count, verify().broken) == (1, None)
