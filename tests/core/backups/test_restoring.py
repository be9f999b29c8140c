"""A backup comes back whole, but for whoever was erased since; what is not whole is refused before anything is touched."""

import json
from collections.abc import Callable
from datetime import timedelta
from hashlib import file_digest
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from portal.core import jobs
from portal.core.backups import erasures, making
from portal.core.backups.manifest import Manifest
from portal.core.models import AuditEvent
from portal.discussion.models import Comment, Vote
from portal.forum_desk.services import retention
from portal.notifications.models import Notification, State
from portal.registrations.models import FormAnswer, Registration
from portal.takedowns.models import Takedown
from portal.takedowns.services import requester_data
from tests.core.backups.city import backup, make_city, restore
from tests.factories import make_comment

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long(seconds=30)]


@pytest.mark.parametrize("is_encrypted", [False, True])
def test_everything_comes_back_but_what_must_not_go_on(backups, empty_database, request, is_encrypted):
    keys = ["--key", str(request.getfixturevalue("key"))] if is_encrypted else []
    make_city()
    comments, file = Comment.objects.count(), FormAnswer.objects.get().file.name
    waiting, head = Notification.objects.queued().count(), AuditEvent.objects.latest("number").hash
    made = backup()

    with empty_database():
        first, last = restore(made, "--verify", *keys)

        assert first.startswith(
            f"{sum(rows for rows, _sum in Manifest.read(made).tables.values()):,} rows and 1 files restored, "
        )
        assert last == "Everything is as the backup says, and everything holds."
        assert (Comment.objects.count(), Vote.objects.count()) == (comments, 1)
        assert default_storage.open(file).read() == b"a photo"
        assert waiting > 0 == Notification.objects.queued().count()
        assert Notification.objects.filter(state=State.SUPPRESSED).count() == waiting
        assert not ProcrastinateJob.objects.filter(status__in=["todo", "doing"]).exists()
        assert Session.objects.count() == 0
        assert make_comment().pk > comments  # the sequences are where they were
        restored = AuditEvent.objects.get(action="backup.restored")
        assert (restored.previous_hash, restored.subject) == (head, f"backup:{Manifest.read(made).name}")


def test_whoever_was_erased_since_stays_erased(backups, empty_database, time_machine):
    forum = make_city()
    made = backup()
    time_machine.move_to(forum.ends_at + timedelta(days=31), tick=False)
    retention.anonymise(forum=forum, now=timezone.now())
    time_machine.shift(timedelta(days=366))
    requester_data.forget_requesters()
    jobs.write_erasures(timestamp=0)

    with empty_database():
        first, last = restore(made, "--verify")

        assert ", 2 erased again, " in first
        assert last == "Everything is as the backup says, and everything holds."
        assert list(Registration.objects.values_list("citizen", flat=True)) == [None]
        assert not FormAnswer.objects.exists()
        assert default_storage.listdir("forums/answers") == ([], [])
        assert Takedown.objects.get().requester_email == ""


def test_what_is_written_while_the_backup_is_made_is_in_all_of_it_or_in_nothing(backups, empty_database, monkeypatch):
    make_city()
    dump = making._dump

    def written_meanwhile(*arguments):
        with psycopg.connect(**connection.get_connection_params()) as somebody_else:
            somebody_else.execute("UPDATE discussion_comment SET agree_count = agree_count + 1")
        return dump(*arguments)

    monkeypatch.setattr(making, "_dump", written_meanwhile)
    made = backup()

    with empty_database():
        assert restore(made, "--verify")[-1] == "Everything is as the backup says, and everything holds."


def _change(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def _shorten(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


SPOILED: dict[str, tuple[Callable[[Path], None], str]] = {
    "changed": (_change, "was changed: it has another SHA-256 than the manifest says"),
    "truncated": (_shorten, "it is not whole"),
    "missing": (Path.unlink, "is missing"),
}


@pytest.mark.parametrize("how", SPOILED)
@pytest.mark.parametrize("kind", ["dump", "tar"])
def test_a_spoiled_backup_is_refused_before_anything_is_touched(backups, empty_database, how, kind):
    spoil, why = SPOILED[how]
    make_comment()
    made = backup()
    spoil(backups / Manifest.read(made).file(kind))

    with empty_database():
        with pytest.raises(CommandError, match=why):
            restore(made, "--verify")
        assert connection.introspection.table_names() == []


def test_a_shortened_file_with_a_manifest_that_agrees_is_refused_by_its_encryption(backups, empty_database, key):
    make_comment()
    made = backup()
    said = json.loads(made.read_text())
    name = Manifest.read(made).file("dump")
    _shorten(backups / name)
    said["files"][name] = {"bytes": (backups / name).stat().st_size, "sha256": _sha256(backups / name)}
    made.write_text(json.dumps(said))

    with empty_database():
        with pytest.raises(CommandError, match="The backup is not whole"):
            restore(made, "--verify", "--key", key)
        assert connection.introspection.table_names() == []


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def test_without_the_right_key_nothing_is_touched(backups, empty_database, key, tmp_path):
    made, other, nonsense = backup(), tmp_path / "other.key", tmp_path / "nonsense.key"
    call_command("backup", "--make-key", other, stdout=StringIO())
    nonsense.write_text("hunter2\n")

    with empty_database():
        for arguments, why in (
            ([], "name the file of its private key with --key"),
            (["--key", other], "This key is not the one"),
            (["--key", nonsense], "holds no private key"),
        ):
            with pytest.raises(CommandError, match=why):
                restore(made, *arguments)
        assert connection.introspection.table_names() == []


def test_a_database_that_is_not_empty_is_left_alone(backups):
    comment = make_comment()
    made = backup()

    with pytest.raises(CommandError, match=r"The database test_\S+ is not empty\."):
        restore(made)
    assert Comment.objects.get() == comment


def test_without_a_ledger_nothing_comes_back(backups, empty_database):
    made = backup()
    (backups / erasures.LEDGER).unlink()

    with empty_database(), pytest.raises(CommandError, match="There is no ledger of erasures"):
        restore(made)


def test_what_differs_is_named(backups, empty_database):
    make_comment()
    made = backup()
    said = json.loads(made.read_text())
    said["tables"]["discussion_comment"][0] += 1
    said["tables"]["accounts_user"][1] = "0"
    said["migrations"].pop()
    made.write_text(json.dumps(said))
    output = StringIO()

    with empty_database(), pytest.raises(CommandError, match=r"^3 things are not as the backup says\.$"):
        call_command("restore", made, "--verify", stdout=output)

    assert output.getvalue().splitlines()[1:] == [
        "  accounts_user has as many rows as the backup, 1, with another content.",
        "  discussion_comment has 1 rows, the backup had 2.",
        "  The database has other migrations than the backup.",
    ]
