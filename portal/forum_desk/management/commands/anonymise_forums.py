"""Erase the attendees' data of forums whose time of keeping is over."""

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from portal.forum_desk.services import retention


class Command(BaseCommand):
    """`anonymise_forums` does by hand what the nightly job does; `--dry-run` says what it would do."""

    help = "Erase who came to the forums whose data was kept as long as was promised."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--dry-run`: erase nothing, list the forums."""
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *, dry_run: bool, **options: object) -> None:
        """A line for each forum and one of summary."""
        now, people, forums = timezone.now(), 0, list(retention.due(now=timezone.now()))
        for forum in forums:
            count = forum.registrations.count() if dry_run else retention.anonymise(forum=forum, now=now)
            people += count
            self.stdout.write(f"{forum.slug}: {count} registrations")
        verb = "would be erased" if dry_run else "erased"
        self.stdout.write(f"{len(forums)} forums, {people} registrations {verb}")
