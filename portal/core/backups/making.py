"""Making a backup: everything in it is of one moment of the database."""

import fcntl
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import IO

from django.db import connection
from pyrage.x25519 import Recipient

from portal.core import invariants
from portal.core.audit_log import latest_head
from portal.core.backups import erasures, uploads
from portal.core.backups.encryption import HashingWriter, seal, written_by
from portal.core.backups.manifest import LEFT_OUT, SUFFIX, Manifest, applied_migrations, measured_tables
from portal.core.backups.programs import address, environment, program

NAME = "madang-{:%Y%m%dT%H%M%SZ}"
UNFINISHED = ".part"


class BackupFailed(RuntimeError):
    """No backup was made; the text is one line for the person at the terminal."""


def make(*, directory: Path, key: Recipient | None, now: datetime) -> Path:
    """Back up the database and the uploads into a directory; the path of the manifest. Raises BackupFailed and leaves nothing.

    Dump, rows and checksums are of the same snapshot. The uploads are packed first within it, so that hardly anything can be
    erased between. Nothing unencrypted touches the disk where there is a key.
    """
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = NAME.format(now.astimezone(UTC))
    try:
        with _alone_in(directory), _all_or_nothing(directory, name):
            _check_space(directory)
            erasures.write(directory)
            manifest = _write_files(directory, name, key, now)
            return _publish(directory, manifest)
    except OSError as error:
        raise BackupFailed(f"Cannot write to {directory}: {error.strerror or error}") from error


def thin_out(*, directory: Path, keep: int) -> list[str]:
    """Delete all but the newest backups; the names of those that went. The manifest goes first: what is left is no backup."""
    manifests = sorted(directory.glob(f"*{SUFFIX}"))
    gone = [path.name.removesuffix(SUFFIX) for path in manifests[: max(0, len(manifests) - keep)]]
    for name in gone:
        (directory / f"{name}{SUFFIX}").unlink()
        for path in directory.glob(f"{name}.*"):
            path.unlink()
    return gone


def _write_files(directory: Path, name: str, key: Recipient | None, now: datetime) -> Manifest:
    ending, packed = (".age" if key else ""), uploads.Uploads()
    with invariants.snapshot():
        snapshot, server = _one_value("SELECT pg_export_snapshot()"), _one_value("SHOW server_version")
        files = {}
        with written_by(partial(uploads.pack, uploads=packed)) as reader:
            files[f"{name}.tar{ending}"] = _written(directory / f"{name}.tar{ending}", reader, key)
        files[f"{name}.dump{ending}"] = _dump(directory / f"{name}.dump{ending}", snapshot, key)
        return Manifest(
            name=name,
            made_at=now.isoformat(),
            portal=version_of_the_portal(),
            postgresql=server,
            encrypted_to=str(key or ""),
            audit_head=str(latest_head()),
            migrations=applied_migrations(),
            tables=measured_tables(),
            uploads=packed.as_dict(),
            files=files,
        )


def version_of_the_portal() -> str:
    """The version, as far as it is known: a checkout is not installed as a package."""
    with suppress(Exception):
        return version("hanbat-madang")
    return ""


def _dump(path: Path, snapshot: str, key: Recipient | None) -> dict[str, object]:
    left_out = [f"--exclude-table-data={table}" for table in LEFT_OUT]
    # Compressed lightly: at the highest level a dump takes four times as long and is a fifth smaller.
    command = [program("pg_dump"), "--format=custom", "--compress=1", f"--snapshot={snapshot}", *left_out, "--dbname", address()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()) as process:
        try:
            written = _written(path, process.stdout, key)
        except BaseException:
            process.kill()
            raise
        said = process.stderr.read().decode(errors="replace") if process.stderr else ""
    if process.returncode:
        raise BackupFailed(f"pg_dump failed: {said.strip().splitlines()[-1] if said.strip() else 'no message'}")
    return written


def _written(path: Path, reader: IO[bytes] | None, key: Recipient | None) -> dict[str, object]:
    writer = HashingWriter(path.with_name(path.name + UNFINISHED))
    try:
        if reader:
            seal(reader, writer, key)
    finally:
        writer.close()
    return {"bytes": writer.size, "sha256": writer.sha256}


def _publish(directory: Path, manifest: Manifest) -> Path:
    """Give the files their names, the manifest last."""
    for name in manifest.files:
        (directory / f"{name}{UNFINISHED}").rename(directory / name)
    path = directory / f"{manifest.name}{SUFFIX}"
    writer = HashingWriter(path.with_name(path.name + UNFINISHED))
    writer.write(manifest.text().encode())
    writer.close()
    path.with_name(path.name + UNFINISHED).rename(path)
    return path


def _check_space(directory: Path) -> None:
    """A dump is compressed, so what the database and the uploads take now is more than enough."""
    needed = int(_one_value("SELECT pg_database_size(current_database())")) + uploads.size()
    free = shutil.disk_usage(directory).free
    if free < needed:
        raise BackupFailed(f"{directory} has {free / 1e6:,.0f} MB free; a backup may need {needed / 1e6:,.0f} MB.")


def _one_value(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return str(cursor.fetchone()[0])


@contextmanager
def _alone_in(directory: Path) -> Iterator[None]:
    with (directory / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupFailed("Another backup is being made.") from error
        yield


@contextmanager
def _all_or_nothing(directory: Path, name: str) -> Iterator[None]:
    """What a killed backup left goes at the next one; what a failed one wrote goes at once."""
    for left in directory.glob(f"madang-*{UNFINISHED}"):
        left.unlink()
    if (directory / f"{name}{SUFFIX}").exists():
        raise BackupFailed("There is a backup of this very second.")
    try:
        yield
    except BaseException:
        for path in directory.glob(f"{name}.*"):
            with suppress(OSError):
                path.unlink()
        raise
