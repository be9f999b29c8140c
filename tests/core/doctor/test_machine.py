"""What the doctor says about disk and backups."""

import os
import shutil

import pytest
from django.utils import timezone

from portal.core.doctor import machine
from tests.core.doctor import OK, WARNING, WRONG, only

HOUR = 3600

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("free", "level"), [(2048, OK), (2047, WARNING), (200, WARNING), (199, WRONG)])
def test_the_disk_has_room(real, monkeypatch, free, level):
    usage = shutil.disk_usage("/")._replace(free=free * machine.MEGABYTE)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)

    assert only(machine.disk)[0] == level


def test_a_directory_that_cannot_be_written_to_is_wrong(real):
    real.DATA_DIR = "/proc"

    assert only(machine.disk)[0] == WRONG


@pytest.mark.parametrize(("hours", "level"), [(1, OK), (25.9, OK), (26.1, WARNING)])
def test_the_newest_backup_counts(real, tmp_path, hours, level):
    folder = tmp_path / "backups"
    folder.mkdir()
    for name, age in (("old", 500), ("new", hours)):
        manifest = folder / f"{name}.manifest.json"
        manifest.touch()
        moment = timezone.now().timestamp() - age * HOUR
        os.utime(manifest, (moment, moment))
    (folder / "unfinished.dump").touch()
    real.BACKUP_DIR = folder

    assert only(machine.backup)[0] == level


def test_no_backup_is_wrong_and_in_a_demo_a_warning(real, tmp_path):
    real.BACKUP_DIR = tmp_path / "backups"
    for_real = only(machine.backup)[0]
    real.DEMO_MODE = True

    assert (for_real, only(machine.backup)[0]) == (WRONG, WARNING)
