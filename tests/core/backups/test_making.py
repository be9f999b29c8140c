"""A backup is whole or not there, says nothing to strangers, and beside it lies what was erased."""

import json
import resource
import shutil
import stat
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError
from django.utils import timezone

from portal.core.backups import erasures, making
from portal.core.backups.manifest import Manifest
from portal.core.models import AuditEvent
from portal.forum_desk.services import retention
from portal.registrations import services as registrations
from portal.registrations.models import Registration
from tests.core.backups.city import backup, make_city
from tests.factories import make_citizen, make_comment, make_forum

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long(seconds=10)]


def test_an_encrypted_backup_says_nothing_and_its_files_are_its_owners_alone(backups, key):
    make_comment(body="솔방울등대 이야기를 합니다.")
    default_storage.save("forums/x", ContentFile("솔방울등대".encode()))

    made = backup()

    files = [path for path in backups.iterdir() if path.name != ".lock"]
    assert sorted(path.suffixes[-1] for path in files) == [".age", ".age", ".json", ".jsonl"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in [*files, key]} == {0o600}
    assert stat.S_IMODE(backups.stat().st_mode) == 0o700
    assert not any("솔방울등대".encode() in path.read_bytes() for path in files)
    assert Manifest.read(made).encrypted_to == key.read_text().splitlines()[0].removeprefix("# public key: ")


def test_a_forum_that_only_took_over_the_key_of_an_erased_one_is_left_alone(db):
    forum = make_forum()
    registrations.register(forum=forum, citizen=make_citizen())
    erased_before_it_took_place = erasures.Erasure(
        (forum.ends_at - timedelta(hours=1)).isoformat(), "forum.anonymised", f"forum:{forum.pk}"
    )

    assert erasures.erase_again([erased_before_it_took_place]) == 0
    assert Registration.objects.filter(citizen__isnull=False).count() == 1


def test_the_ledger_grows_only_and_names_nobody(backups):
    forum = make_city()
    retention.anonymise(forum=forum, now=timezone.now())

    written = [erasures.write(backups), erasures.write(backups)]

    (line,) = (backups / erasures.LEDGER).read_text().splitlines()
    at = AuditEvent.objects.get(action="forum.anonymised").happened_at.isoformat()
    assert written == [1, 0]
    assert json.loads(line) == {"at": at, "action": "forum.anonymised", "subject": f"forum:{forum.pk}"}


def test_a_disk_that_is_too_small_is_said_before_anything_is_written(backups, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(10**9, 10**9 - 1_000, 1_000))

    with pytest.raises(CommandError, match=r"has 0 MB free; a backup may need [\d,]+ MB\."):
        backup()
    assert [path.name for path in backups.iterdir()] == [".lock"]


def test_a_disk_that_fills_up_leaves_nothing_behind(backups):
    make_comment()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (16_384, before[1]))
    try:
        with pytest.raises(CommandError, match=r"Cannot write to .*: File too large"):
            backup()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert sorted(path.name for path in backups.iterdir()) == [".lock", erasures.LEDGER]


def test_two_at_once_make_one(backups):
    backups.mkdir()

    with making._alone_in(backups), pytest.raises(CommandError, match="Another backup is being made"):
        backup()


def test_the_newest_are_kept_and_what_a_killed_one_left_goes(backups, time_machine):
    time_machine.move_to("2026-10-05T00:00:00Z", tick=False)
    for _day in range(2):
        backup("--keep=2")
        (backups / "madang-20200101T000000Z.dump.part").touch()
        time_machine.shift(timedelta(days=1))
    backup("--keep=2")

    names = {path.name for path in backups.iterdir()} - {".lock", erasures.LEDGER}
    assert names == {f"madang-2026100{day}T000000Z.{kind}" for day in (6, 7) for kind in ("dump", "manifest.json", "tar")}
