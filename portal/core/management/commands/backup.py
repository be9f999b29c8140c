"""Make a backup of the database and the uploaded files."""

from pathlib import Path
from time import monotonic

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from portal.core.backups.encryption import UnusableKey, make_key, public_key
from portal.core.backups.making import BackupFailed, make, thin_out
from portal.core.backups.manifest import Manifest
from portal.core.backups.programs import NoProgram


class Command(BaseCommand):
    """`backup` writes into BACKUP_DIR, encrypted to BACKUP_PUBLIC_KEY; `--keep N` leaves the N newest."""

    help = "Back up the database and the uploaded files as they are at one moment."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--keep` and `--make-key`."""
        parser.add_argument("--keep", type=int, metavar="N", help="delete all but the N newest backups afterwards")
        parser.add_argument(
            "--make-key", type=Path, metavar="FILE", help="make a pair of keys on a machine that is not the server"
        )

    def handle(self, *, keep: int | None, make_key: Path | None, **options: object) -> None:
        """One line of summary. Raises CommandError where no backup was made."""
        if make_key:
            self._make_key(make_key)
            return
        if keep is not None and keep < 1:
            raise CommandError("--keep takes a number from 1 on.")
        began, directory = monotonic(), settings.BACKUP_DIR
        try:
            key = public_key(settings.BACKUP_PUBLIC_KEY) if settings.BACKUP_PUBLIC_KEY else None
            path = make(directory=directory, key=key, now=timezone.now())
        except (BackupFailed, NoProgram, UnusableKey) as failure:
            raise CommandError(str(failure)) from failure
        gone = thin_out(directory=directory, keep=keep) if keep else []
        manifest = Manifest.read(path)
        rows = sum(rows for rows, _checksum in manifest.tables.values())
        size = sum(said["bytes"] for said in manifest.files.values())
        how = "encrypted" if key else "NOT encrypted: set BACKUP_PUBLIC_KEY"
        self.stdout.write(
            f"{path}: {rows:,} rows, {manifest.uploads['files']:,} files, {size / 1e6:,.1f} MB, {how}, "
            f"{monotonic() - began:.1f} seconds{f', {len(gone)} older ones deleted' if gone else ''}"
        )

    def _make_key(self, path: Path) -> None:
        try:
            made = make_key(path)
        except OSError as error:
            raise CommandError(f"Cannot write a new file {path}: {error.strerror}") from error
        self.stdout.write(f"BACKUP_PUBLIC_KEY={made}\n{path} holds the private key. Without it no backup can be read.")
