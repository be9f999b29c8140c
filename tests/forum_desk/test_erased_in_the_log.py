"""After retention the audit log leads to nobody who was at a forum: not by number, not by pseudonym, not by a reason's words."""

import json

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.core.audit_log import coverage, verify
from portal.core.audit_log.pseudonyms import destroy_key, pseudonyms
from portal.core.models import AuditEvent, AuditReason, PseudonymKey, concerns
from portal.door.services import helping
from portal.forum_desk import services as forum_desk
from portal.forum_desk.models import AttendeeExport
from portal.forum_desk.services import exports, retention
from portal.forum_desk.services.access_log import log_access, log_list_access
from portal.registrations import services as registrations
from tests.factories import make_citizen, make_forum, make_helper, make_staff

pytestmark = pytest.mark.django_db
# A number that stands nowhere by chance.
ATTENDEE, HELPER = 987_654_321, 876_543_219
REASON = "김철수 님의 보호자가 전화로 물었습니다."


def looked_at_forum():
    """A forum whose one attendee was looked at in every way, and whose helper was sent away."""
    organiser = make_staff("organiser")
    forum = forum_desk.publish(forum=make_forum(capacity=3, state="draft"), by=organiser)
    registration = registrations.register(forum=forum, citizen=make_citizen(pk=ATTENDEE))
    log_access(registration=registration, organiser=organiser, reason=REASON)
    log_list_access(forum=forum, organiser=organiser, reason=REASON, how="printed", people=[ATTENDEE])
    prepared = exports.prepare(forum=forum, owner=organiser, reason=REASON, file_format="csv")
    exports.fetch(uid=prepared.uid, owner=organiser)
    helping.revoke(helper=make_helper(forum=forum, person=make_citizen(pk=HELPER)), organiser=organiser)
    return forum


def kept_in_the_log() -> str:
    """Everything that the log and what stands beside it say about people, as one text."""
    about_people = AuditEvent.objects.exclude(action="helper.accepted")
    rows = [
        *about_people.values(),
        *AuditReason.objects.values(),
        *AttendeeExport.objects.values(),
        *PseudonymKey.objects.values(),
    ]
    return json.dumps(rows, default=str, ensure_ascii=False)


def test_before_retention_the_person_is_found_and_no_number_stands_there():
    forum = looked_at_forum()

    assert AuditEvent.objects.filter(concerns(ATTENDEE)).views().count() == 3
    assert AuditEvent.objects.filter(concerns(HELPER), action="helper.revoked").exists()
    assert [number for number in (ATTENDEE, HELPER) if str(number) in kept_in_the_log()] == []
    assert pseudonyms(scope=f"forum:{forum.pk}", people=[ATTENDEE])[0] in kept_in_the_log()


def test_after_retention_nothing_leads_to_the_person_and_the_chain_is_whole():
    forum = looked_at_forum()
    events = AuditEvent.objects.count()

    retention.anonymise(forum=forum, now=timezone.now())

    assert not AuditEvent.objects.filter(concerns(ATTENDEE) | concerns(HELPER)).exists()
    assert [word for word in (str(ATTENDEE), str(HELPER), REASON, "김철수") if word in kept_in_the_log()] == []
    assert AuditEvent.objects.get(action="forum.anonymised").details == {"registrations": 1, "reasons_erased": 4}
    # What was done, when and by whom stays.
    assert (AuditEvent.objects.filter(number__lte=events).count(), AuditEvent.objects.views().count()) == (events, 3)
    verdict = verify()
    assert (verdict.broken, verdict.erased, list(coverage.breaches())) == (None, 4, [])


def test_each_forum_calls_the_same_person_by_another_name():
    first, second = make_forum(), make_forum()
    names = [pseudonyms(scope=f"forum:{forum.pk}", people=[ATTENDEE, None, ATTENDEE]) for forum in (first, second, first)]

    assert names[0] == names[2] != names[1]
    assert [len(each) for each in names] == [1, 1, 1]


def test_another_forum_stays_findable():
    erased, other = looked_at_forum(), make_forum()
    citizen = make_citizen()
    registration = registrations.register(forum=other, citizen=citizen)
    log_access(registration=registration, organiser=make_staff("organiser"), reason=REASON)

    retention.anonymise(forum=erased, now=timezone.now())

    assert [event.reason for event in AuditEvent.objects.views().about(citizen)] == [REASON]


def test_no_second_key_is_made_after_the_first_is_destroyed():
    """Also where somebody had read who registered before, and looks after the erasure."""
    forum = looked_at_forum()
    retention.anonymise(forum=forum, now=timezone.now())

    log_list_access(forum=forum, organiser=make_staff("organiser"), reason="늦은 열람입니다.", how="printed", people=[ATTENDEE])

    assert AuditEvent.objects.views().latest("number").details["people"] == []
    assert list(PseudonymKey.objects.values_list("scope", "key")) == [(f"forum:{forum.pk}", None)]


def test_a_key_is_destroyed_together_with_the_data_or_not_at_all(monkeypatch):
    forum = looked_at_forum()

    def fail(*_arguments: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(retention, "record_events", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        retention.anonymise(forum=forum, now=timezone.now())

    assert PseudonymKey.objects.living().exists()
    assert AuditReason.objects.filter(text=REASON).count() == 4


def test_a_destroyed_key_is_gone_from_its_row():
    destroy_key(scope="forum:1", now=timezone.now())

    assert (pseudonyms(scope="forum:1", people=[1]), PseudonymKey.objects.living().count()) == ([], 0)
    with pytest.raises(IntegrityError, match="pseudonym_key_lives_or_is_destroyed"):
        PseudonymKey.objects.update(key=b"again")
