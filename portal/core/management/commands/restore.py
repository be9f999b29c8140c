"""Bring a backup back into an empty database."""

from pathlib import Path
from time import monotonic

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.core.backups import erasures
from portal.core.backups.encryption import CannotDecrypt, UnusableKey, private_key
from portal.core.backups.manifest import Manifest, UnusableBackup
from portal.core.backups.programs import NoProgram
from portal.core.backups.restoring import Restored, RestoreFailed, check, restore

FORESEEN = (CannotDecrypt, UnusableKey, UnusableBackup, NoProgram, RestoreFailed)


class Command(BaseCommand):
    """`restore MANIFEST` refuses a database that is not empty; `--verify` compares all of it with what the backup says."""

    help = "Bring a backup back into an empty database, and erase again whoever was erased since."
    # The database is empty: nothing can be checked against it.
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """The manifest, `--key`, `--ledger` and `--verify`."""
        parser.add_argument("manifest", type=Path, help="the file that ends in .manifest.json")
        parser.add_argument("--key", type=Path, metavar="FILE", help="the private key, if the backup is encrypted")
        parser.add_argument(
            "--ledger",
            type=Path,
            metavar="FILE",
            help=f"the newest ledger of erasures; {erasures.LEDGER} beside the backup if unset",
        )
        parser.add_argument("--verify", action="store_true", help="compare every table, and recompute what must hold")

    def handle(self, *, manifest: Path, key: Path | None, ledger: Path | None, verify: bool, **options: object) -> None:
        """What was restored, and a line for each difference. Raises CommandError where there is one."""
        began = monotonic()
        try:
            restored = _restored(manifest, key, ledger or manifest.parent / erasures.LEDGER, compares=verify)
        except FORESEEN as failure:
            raise CommandError(str(failure)) from failure
        settled = "".join(f", {count:,} {name}" for name, count in restored.settled.items())
        self.stdout.write(
            f"{restored.rows:,} rows and {restored.uploads:,} files restored, {restored.stopped_jobs:,} jobs stopped{settled}, "
            f"{restored.erased_again:,} erased again, {monotonic() - began:.1f} seconds"
        )
        for difference in restored.wrong:
            self.stdout.write(f"  {difference}")
        if restored.wrong:
            raise CommandError(f"{len(restored.wrong)} things are not as the backup says.")
        if verify:
            self.stdout.write("Everything is as the backup says, and everything holds.")


def _restored(path: Path, key_file: Path | None, ledger: Path, *, compares: bool) -> Restored:
    said = Manifest.read(path)
    if not ledger.exists():
        raise RestoreFailed(f"There is no ledger of erasures at {ledger}. Name the newest one: it says who must stay erased.")
    key = private_key(key_file) if key_file else None
    check(said, path.parent, key)
    return restore(manifest=said, directory=path.parent, key=key, ledger=erasures.read(ledger), compares=compares)
