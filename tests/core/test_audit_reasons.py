"""The words of a reason stand beside their event: they are erased when their time is over, and in no other way be changed."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from portal.core.audit_log import coverage, record_event, verify
from portal.core.audit_log.reasons import erase_reasons
from portal.core.jobs import forget_old_audit_reasons
from portal.core.models import AuditEvent, AuditReason

pytestmark = pytest.mark.django_db


def tamper(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_auditreason DISABLE TRIGGER USER")
        cursor.execute(statement)
        cursor.execute("ALTER TABLE core_auditreason ENABLE TRIGGER USER")


def test_the_same_words_have_another_digest_each_time_and_none_has_none():
    first, second, silent = (record_event(action="a.b", reason=reason) for reason in ("전화 문의", "전화 문의", ""))

    assert [event.reason for event in AuditEvent.objects.order_by("number")] == ["전화 문의", "전화 문의", ""]
    assert (first.reason_digest == second.reason_digest, silent.reason_digest) == (False, "")
    assert AuditReason.objects.count() == 2


def test_words_are_erased_to_the_second_on_record_and_the_chain_stays_whole(settings, time_machine):
    settings.AUDIT_REASONS_KEPT_DAYS = 30
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    old = record_event(action="a.b", reason="오래된 사유")
    time_machine.move_to(now + timedelta(days=1), tick=False)
    record_event(action="a.b", reason="새 사유")
    time_machine.move_to(now + timedelta(days=30, microseconds=-1), tick=False)
    forget_old_audit_reasons(timestamp=0)
    kept = AuditReason.objects.filter(erased_at=None).count()
    time_machine.move_to(now + timedelta(days=30), tick=False)
    for _again in range(2):
        forget_old_audit_reasons(timestamp=0)

    assert kept == 2
    assert AuditReason.objects.filter(event=old.number).values_list("salt", "text", "erased_at").get() == ("", "", timezone.now())
    assert [event.reason for event in AuditEvent.objects.order_by("number")] == ["", "새 사유", ""]
    assert AuditEvent.objects.get(action="audit.reasons_erased").details == {"reasons_erased": 1}
    assert (verify().broken, verify().erased, list(coverage.breaches())) == (None, 1, [])


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE core_auditreason SET text = 'x'",
        "UPDATE core_auditreason SET text = '', salt = ''",
        "UPDATE core_auditreason SET text = '', erased_at = now()",
        "UPDATE core_auditreason SET erased_at = now()",
        "UPDATE core_auditreason SET event_id = 9, text = '', salt = '', erased_at = now()",
        "DELETE FROM core_auditreason",
    ],
)
def test_nobody_changes_or_deletes_them(change):
    record_event(action="a.b", reason="사유")

    with pytest.raises(DatabaseError, match="is erased, or stays"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)

    assert AuditEvent.objects.get().reason == "사유"


def test_what_is_erased_is_not_written_anew():
    record_event(action="a.b", reason="사유")
    erase_reasons(AuditEvent.objects.all(), now=timezone.now())

    with pytest.raises(DatabaseError, match="is erased, or stays"), transaction.atomic():
        AuditReason.objects.update(text="다른 사유")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("UPDATE core_auditreason SET text = 'x'", "stands beside another reason than was given"),
        ("UPDATE core_auditreason SET salt = 'x'", "stands beside another reason than was given"),
        ("DELETE FROM core_auditreason", "has lost its reason, which was not erased"),
        (
            "INSERT INTO core_auditreason (event_id, salt, text) VALUES (1, '', 'x')",
            "stands beside another reason than was given",
        ),
    ],
)
def test_other_words_and_lost_ones_are_found(change, why):
    for reason in ("", "사유"):
        record_event(action="a.b", reason=reason)
    tamper(change)

    verdict = verify()

    assert (verdict.broken, verdict.why) == (1 if "INSERT" in change else 2, why)


def test_words_erased_past_the_record_are_named():
    record_event(action="a.b", reason="사유")
    tamper("UPDATE core_auditreason SET text = '', salt = '', erased_at = now()")

    assert list(coverage.breaches()) == ["the reason of event 1 was erased, and no event tells of it"]
