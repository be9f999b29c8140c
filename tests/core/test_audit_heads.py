"""Heads of the audit log that were noted, and those that witnesses kept, are looked up in the log."""

import io
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from portal.core.audit_log import NewEvent, coverage, record_events
from portal.core.audit_log.heads import note_head, read_heads
from portal.core.models import AuditHead
from tests.core.test_audit_log_proof import tamper

pytestmark = pytest.mark.django_db
ZEROS = "0" * 64


@pytest.fixture
def three():
    return record_events(NewEvent(action="upkeep.done", subject=f"note:{number}") for number in range(3))


def verify_heads(path: Path, content: bytes) -> str:
    """What the command prints about a file that a witness kept."""
    path.write_bytes(content)
    out = io.StringIO()
    call_command("verify_audit", heads=path, stdout=out)
    return out.getvalue()


def test_heads_are_read_as_mails_keep_them():
    first, second = "a" * 64, "B" * 64
    text = f"\ufeff> 2026-11-29 7:{first}\r\n>\r\n\r\n>> 2026-11-30   12:{second}  \r\n2026-12-01 0:{ZEROS}"

    assert [str(head) for head in read_heads(text)] == [
        f"2026-11-29 7:{first}",
        f"2026-11-30 12:{second.lower()}",
        f"2026-12-01 0:{ZEROS}",
    ]


def test_every_line_that_is_no_head_is_named(tmp_path, three):
    bad = f"2026-11-31 1:{ZEROS}\n\nDear witness,\n2026-11-30 1:{ZEROS[1:]}\n2026-11-30 1 {ZEROS}\n".encode()

    with pytest.raises(CommandError) as failure:
        verify_heads(tmp_path / "heads.txt", bad)

    assert [line.partition(":")[0].strip() for line in str(failure.value).splitlines()[1:]] == [
        "line 1",
        "line 3",
        "line 4",
        "line 5",
    ]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", None])
def test_what_cannot_be_read_is_said(tmp_path, content):
    path = tmp_path / "heads.txt"

    with pytest.raises(CommandError, match=r"heads\.txt"):
        verify_heads(path, content) if content else call_command("verify_audit", heads=path)


def test_heads_that_the_log_holds_are_counted(tmp_path, three):
    kept = f"2026-11-29 1:{three[0].hash}\n2026-11-30 3:{three[2].hash}\n2026-11-28 0:{ZEROS}\n".encode()

    assert verify_heads(tmp_path / "heads.txt", kept).splitlines()[0] == "3 heads that were kept are in the log"


def test_the_first_head_that_is_not_in_the_log_is_named(tmp_path, three):
    kept = "".join(f"2026-11-{28 + number} {event.number}:{event.hash}\n" for number, event in enumerate(three)).encode()
    tamper(
        "DELETE FROM core_auditevent WHERE number >= 2",
        f"UPDATE core_auditloghead SET number = 1, hash = '{three[0].hash}'",  # noqa: S608 (it is written here)
    )

    with pytest.raises(CommandError, match=f"kept on 2026-11-29, 2:{three[1].hash}, is not in the log") as failure:
        verify_heads(tmp_path / "heads.txt", kept)
    assert failure.value.returncode == 1


def test_a_day_has_one_head_and_says_how_much_is_new(three, time_machine):
    time_machine.move_to("2026-11-29T14:59:59Z")
    first, again = note_head(now=timezone.now()), note_head(now=timezone.now())
    record_events([NewEvent(action="upkeep.done")])
    time_machine.move_to("2026-11-29T15:00:00Z")
    second = note_head(now=timezone.now())

    assert again is None
    assert [(head.day, head.number, head.count) for head in (first, second)] == [
        (date(2026, 11, 29), 3, 3),
        (date(2026, 11, 30), 4, 1),
    ]


@pytest.mark.parametrize("change", ["UPDATE core_audithead SET number = 9", "DELETE FROM core_audithead"])
def test_nobody_changes_a_noted_head(three, change):
    note_head(now=timezone.now())

    with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)

    assert AuditHead.objects.get().number == 3


def test_a_noted_head_that_the_log_lost_is_named(three):
    note_head(now=timezone.now())
    tamper("UPDATE core_auditevent SET hash = repeat('f', 64) WHERE number = 3")

    assert list(coverage.breaches()) == [f"the head noted on {timezone.localdate():%F} (3) is not in the log"]
