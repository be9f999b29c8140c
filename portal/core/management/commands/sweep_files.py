"""Deletes uploaded files that no row names, and names rows whose file is missing."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from portal.core.files.orphans import missing_files, sweep_files


class Command(BaseCommand):
    """One line for each; a worker does the same each night."""

    help = "Delete uploaded files older than a day that no row names, and name rows whose file is missing."

    def add_arguments(self, parser: CommandParser | ArgumentParser) -> None:
        """--dry-run deletes nothing."""
        parser.add_argument("--dry-run", action="store_true", help="say what would be deleted, and delete nothing")

    def handle(self, *args: object, dry_run: bool, **options: object) -> None:
        """Files first, then rows, then how many of each."""
        swept, missing = sweep_files(now=timezone.now(), dry_run=dry_run), list(missing_files())
        for name in swept:
            self.stdout.write(f"without a row: {name}")
        for row, name in missing:
            self.stdout.write(f"without its file: {row} ({name})")
        done = "would be deleted" if dry_run else "deleted"
        self.stdout.write(f"{len(swept)} orphaned files {done}, {len(missing)} rows without their file")
