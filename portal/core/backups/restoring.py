"""The way back: into an empty database, compared with what the backup says, and with nobody back who was erased since."""

import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO

from django.db import connection, transaction
from pyrage.x25519 import Identity

from portal.core import invariants
from portal.core.audit_log import latest_head, record_event, verify
from portal.core.backups import erasures, uploads
from portal.core.backups.encryption import CannotDecrypt, unseal, written_by
from portal.core.backups.manifest import Manifest, applied_migrations, differences, measured_tables
from portal.core.backups.programs import address, environment, program

IS_EMPTY = (
    "SELECT NOT EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'S'))"
)
# What waited or was being done then has happened since, or nobody knows whether it has: a second mail is worse than none.
STOP_JOBS = """
    UPDATE procrastinate_jobs SET status = CASE status WHEN 'todo' THEN 'cancelled' ELSE 'aborted' END::procrastinate_job_status
    WHERE status IN ('todo', 'doing')
"""
# What a package has to settle after a restore; how many things it was.
Settlement = Callable[[], int]
_settlements: dict[str, Settlement] = {}


class RestoreFailed(RuntimeError):
    """Nothing, or not everything, was restored; the text is one line for the person at the terminal."""


@dataclass
class Restored:
    """What was done, and what is not as it should be."""

    rows: int = 0
    uploads: int = 0
    stopped_jobs: int = 0
    settled: dict[str, int] = field(default_factory=dict)
    erased_again: int = 0
    wrong: list[str] = field(default_factory=list)


def on_restore(name: str, settle: Settlement) -> None:
    """Let a package settle what must not go on after a restore. Called in `AppConfig.ready()`."""
    _settlements[name] = settle


def check(manifest: Manifest, directory: Path, key: Identity | None) -> None:
    """Before anything is touched: the files are whole, there is a key if one is needed, and the database is empty.

    Raises UnusableBackup, RestoreFailed.
    """
    manifest.check_files(directory)
    if manifest.encrypted_to and key is None:
        raise RestoreFailed(f"The backup is encrypted to {manifest.encrypted_to}: name the file of its private key with --key.")
    if key and str(key.to_public()) != manifest.encrypted_to:
        raise RestoreFailed(f"This key is not the one that the backup was encrypted to, {manifest.encrypted_to or 'none'}.")
    with connection.cursor() as cursor:
        cursor.execute(IS_EMPTY)
        if cursor.fetchone() != (True,):
            name = connection.settings_dict["NAME"]
            raise RestoreFailed(f"The database {name} is not empty. Make a new one, so that nothing is lost that is there.")


def restore(
    *, manifest: Manifest, directory: Path, key: Identity | None, ledger: list[erasures.Erasure], compares: bool
) -> Restored:
    """Bring a checked backup back. With `compares` every table's content is compared with the manifest's.

    Then whoever was erased since is erased again, and jobs and mails that waited are stopped. Raises RestoreFailed.
    """
    _restore_database(directory / manifest.file("dump"), key)
    restored = Restored(rows=sum(rows for rows, _checksum in manifest.tables.values()))
    if compares:
        restored.wrong += _compared(manifest)
    restored.wrong += _restore_uploads(manifest, directory / manifest.file("tar"), key, restored)
    restored.erased_again = erasures.erase_again(ledger)
    _settle(restored)  # last, since a forum that is locked once more writes mails
    with transaction.atomic():
        details = {"made_at": manifest.made_at, "head": manifest.audit_head, "erased_again": restored.erased_again}
        record_event(action="backup.restored", subject=f"backup:{manifest.name}", details=details)
    if compares:
        restored.wrong += _broken_rules()
    return restored


def _restore_database(path: Path, key: Identity | None) -> None:
    options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", "--dbname", address()]
    command = [program("pg_restore"), *options]
    connection.close()
    with (
        path.open("rb") as sealed,
        subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()) as process,
    ):
        failure = _feed(sealed, process.stdin, key)
        said = process.stderr.read().decode(errors="replace").strip() if process.stderr else ""
    if failure:
        raise RestoreFailed(str(failure))
    if process.returncode:
        raise RestoreFailed(f"pg_restore failed, and the database is as empty as before: {said.splitlines()[-1] if said else ''}")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _feed(sealed: IO[bytes], program_input: IO[bytes] | None, key: Identity | None) -> CannotDecrypt | None:
    """Give the program the decrypted dump; a program that stops reading says itself why."""
    try:
        if program_input:
            with program_input:
                unseal(sealed, program_input, key)
    except CannotDecrypt as failure:
        return failure
    except BrokenPipeError:
        pass
    return None


def _compared(manifest: Manifest) -> list[str]:
    with invariants.snapshot():
        wrong = differences(manifest.tables, measured_tables())
        if applied_migrations() != manifest.migrations:
            wrong.append("The database has other migrations than the backup.")
        if str(latest_head()) != manifest.audit_head:
            wrong.append(f"The audit log ends with {latest_head()}, in the backup with {manifest.audit_head}.")
        verdict = verify()
        if verdict.broken is not None:
            wrong.append(f"Entry {verdict.broken} of the audit log {verdict.why}.")
    return wrong


def _restore_uploads(manifest: Manifest, path: Path, key: Identity | None, restored: Restored) -> list[str]:
    unpacked = uploads.Uploads()
    with path.open("rb") as sealed, written_by(partial(_unsealed, sealed, key)) as reader:
        uploads.unpack(reader, unpacked)
        while reader.read(65_536):  # what follows the tar's end
            pass
    found = unpacked.as_dict()
    restored.uploads = int(found["files"])
    return [] if found == manifest.uploads else [f"The uploads are {found}, in the backup {manifest.uploads}."]


def _unsealed(sealed: IO[bytes], key: Identity | None, writer: IO[bytes]) -> None:
    unseal(sealed, writer, key)


@transaction.atomic
def _settle(restored: Restored) -> None:
    with connection.cursor() as cursor:
        cursor.execute(STOP_JOBS)
        restored.stopped_jobs = cursor.rowcount
        cursor.execute("DELETE FROM procrastinate_workers")
    restored.settled = {name: settle() for name, settle in _settlements.items()}


def _broken_rules() -> list[str]:
    with invariants.snapshot():
        broken = invariants.check(invariants.all_rules(), with_worker=False).broken
    return [f"{each.rule.name}: {each.rule.sentence} {each.count} rows, first {each.breaches[0]}" for each in broken]
