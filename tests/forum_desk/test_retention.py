"""When the time of keeping is over, nothing says any more who registered; the numbers stay."""

from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone

from portal.core.models import AuditEvent
from portal.forum_desk import jobs, services
from portal.forum_desk.services import retention
from portal.forums.models import Forum
from portal.notifications.models import Notification
from portal.registrations import services as registrations_services
from portal.registrations.links import registration_path
from portal.registrations.models import FormAnswer, Question, Registration, SentForm
from portal.registrations.party import Party
from portal.registrations.states import QuestionKind
from tests.factories import make_citizen, make_forum

pytestmark = pytest.mark.django_db


def held_forum(**fields) -> Forum:
    """A forum with a party of two, somebody who cancelled and somebody who waits."""
    forum = make_forum(capacity=2, companions_limit=1, retention_days=30, **fields)
    registrations_services.register(forum=forum, citizen=make_citizen(), party=Party(2), form_key=uuid4())
    registrations_services.cancel(registration=registrations_services.register(forum=forum, citizen=make_citizen()))
    registrations_services.register(forum=forum, citizen=make_citizen())
    return forum


def test_the_data_goes_to_the_second_and_the_numbers_stay(time_machine, client):
    forum = held_forum()
    path = registration_path(forum.registrations.confirmed().get())
    before = list(forum.registrations.order_by("arrival").values_list("state", "party_size", "seats", "ending"))
    due_at = forum.ends_at + timedelta(days=30)

    time_machine.move_to(due_at - timedelta(microseconds=1), tick=False)
    jobs.erase_attendees(timestamp=0)
    kept = Registration.objects.filter(citizen__isnull=False).count()
    time_machine.move_to(due_at, tick=False)
    jobs.erase_attendees(timestamp=0)

    assert kept == 3
    assert Registration.objects.filter(citizen__isnull=False).count() == 0
    assert list(forum.registrations.order_by("arrival").values_list("state", "party_size", "seats", "ending")) == before
    assert Notification.objects.filter(about__startswith="registration:").count() == 0
    assert SentForm.objects.count() == 0
    assert client.get(path).status_code == 404
    entry = AuditEvent.objects.get(action="forum.anonymised")
    assert entry.details == {"registrations": 3, "reasons_erased": 0}


def test_answers_and_their_files_go(time_machine, settings, tmp_path, django_capture_on_commit_callbacks):
    settings.STORAGES = {**settings.STORAGES, "default": {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path}}}
    forum = held_forum()
    question = Question.objects.create(forum=forum, kind=QuestionKind.FILE, position=1, label="자료")
    answer = FormAnswer(registration=forum.registrations.confirmed().get(), question=question, file_name="a.pdf")
    answer.file.save("a.pdf", ContentFile(b"%PDF-"))
    time_machine.move_to(forum.ends_at + timedelta(days=31), tick=False)

    with django_capture_on_commit_callbacks(execute=True):
        retention.anonymise(forum=forum, now=timezone.now())

    assert FormAnswer.objects.count() == 0
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_what_was_cut_off_goes_on_and_twice_does_no_harm(time_machine, monkeypatch):
    forum = held_forum()
    monkeypatch.setattr(retention, "AT_ONCE", 1)
    time_machine.move_to(forum.ends_at + timedelta(days=31), tick=False)
    retention._erase_some(forum, timezone.now())

    first = retention.anonymise(forum=forum, now=timezone.now())
    second = retention.anonymise(forum=forum, now=timezone.now())

    assert (first, second) == (2, 0)
    assert AuditEvent.objects.filter(action="forum.anonymised").count() == 1


def test_the_command_says_first_what_it_would_do(time_machine):
    forum, out = held_forum(), StringIO()
    make_forum(starts_at=timezone.now() + timedelta(days=90))
    time_machine.move_to(forum.ends_at + timedelta(days=31), tick=False)

    call_command("anonymise_forums", dry_run=True, stdout=out)
    untouched = Registration.objects.filter(citizen__isnull=True).count()
    call_command("anonymise_forums", stdout=out)

    assert untouched == 0
    assert out.getvalue().splitlines() == [
        f"{forum.slug}: 3 registrations",
        "1 forums, 3 registrations would be erased",
        f"{forum.slug}: 3 registrations",
        "1 forums, 3 registrations erased",
    ]


def test_a_forum_that_was_called_off_is_erased_too(time_machine):
    forum = held_forum()
    services.call_off(forum=forum, reason_ko="태풍 예보")
    time_machine.move_to(forum.ends_at + timedelta(days=30), tick=False)

    assert list(retention.due(now=timezone.now())) == [forum]
