"""A file whose process died before its row was stored goes a day later; a row without its file is named."""

import logging
import os
from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from portal.core.jobs import sweep_orphaned_files
from portal.registrations import services
from portal.registrations.models import FormAnswer
from tests.factories import make_citizen, make_forum

OLD, YOUNG = timedelta(days=1, seconds=1), timedelta(hours=23, minutes=59)


@pytest.fixture
def storage(settings, tmp_path, db):
    """An empty storage."""
    stored = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": stored}
    return tmp_path


def put(name: str, *, age: timedelta) -> str:
    name = default_storage.save(name, ContentFile(b"%PDF-1.7"))
    at = (timezone.now() - age).timestamp()
    os.utime(default_storage.path(name), (at, at))
    return name


def make_answer(name: str) -> FormAnswer:
    registration = services.register(forum=make_forum(), citizen=make_citizen())
    question = registration.forum.questions.create(position=1, label_ko="신청서", kind="file")
    return FormAnswer.objects.create(registration=registration, question=question, file=name)


def left() -> set[str]:
    return set(default_storage.listdir("forums/answers")[1])


def test_files_that_no_row_names_go_after_a_day_and_others_stay(storage):
    make_answer(put("forums/answers/named", age=OLD))
    put("forums/answers/orphan", age=OLD)
    put("forums/answers/young", age=YOUNG)

    sweep_orphaned_files(timestamp=0)

    assert left() == {"named", "young"}


def test_a_dry_run_says_the_same_and_deletes_nothing(storage):
    put("forums/answers/orphan", age=OLD)
    answer = make_answer("forums/answers/lost")
    said = []

    for options in ({"dry_run": True}, {}):
        out = StringIO()
        call_command("sweep_files", stdout=out, **options)
        said.append(out.getvalue().splitlines())
        if options:
            assert left() == {"orphan"}

    assert (
        said[0][:2]
        == said[1][:2]
        == [
            "without a row: forums/answers/orphan",
            f"without its file: registrations.FormAnswer {answer.pk} (forums/answers/lost)",
        ]
    )
    assert said[0][2] == "1 orphaned files would be deleted, 1 rows without their file"
    assert left() == set()


def test_a_row_without_its_file_is_named_in_the_log(storage, caplog):
    make_answer("forums/answers/lost")

    with caplog.at_level(logging.WARNING):
        sweep_orphaned_files(timestamp=0)

    assert "has lost its file forums/answers/lost" in caplog.text


def test_an_empty_storage_is_no_fault(storage):
    sweep_orphaned_files(timestamp=0)
