"""Say in a page what is right and what is wrong, before the doors open."""

import logging
from collections import Counter

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from environs import ValidationError

from portal.core.configuration.values import mail_address
from portal.core.doctor import Examination, Finding, Level, examine

SECONDS_FOR_A_CONNECTION = 2
STYLES = {Level.OK: "SUCCESS", Level.WARNING: "WARNING", Level.WRONG: "ERROR"}


class Command(BaseCommand):
    """`doctor` asks the real things; exit status 1 on what would hurt, 0 with warnings alone."""

    help = "Say in a page what is right and what is wrong with this installation; sends one mail and changes nothing."
    # What is wrong with the settings is a line of the page.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """`--mail-to` and `--online`."""
        parser.add_argument("--mail-to", default=settings.CONTACT_EMAIL, metavar="ADDRESS", help="CONTACT_EMAIL unless given")
        parser.add_argument("--online", action="store_true", help="visit SITE_URL as anybody would: name, certificate, proxy")

    def handle(self, *, mail_to: str, online: bool, **options: object) -> None:
        """A line for each finding. Raises CommandError if something is wrong."""
        try:
            mail_address(mail_to)
        except ValidationError as error:
            raise CommandError(f"--mail-to: {error.messages[0]}") from error
        # A database that is away is said once, with its reason; nobody waits for half a minute each time it is asked.
        connection.settings_dict["OPTIONS"]["pool"]["timeout"] = SECONDS_FOR_A_CONNECTION
        logging.getLogger("psycopg.pool").setLevel(logging.ERROR)
        self.stdout.write(f"{settings.PORTAL_NAME_EN}, {settings.SITE_URL}, data in {settings.DATA_DIR}")
        counted: Counter[Level] = Counter()
        for finding in examine(Examination(mail_to=mail_to, is_online=online)):
            self._write(finding)
            counted[finding.level] += 1
        summary = f"{counted[Level.OK]} ok, {counted[Level.WARNING]} warnings, {counted[Level.WRONG]} wrong"
        if counted[Level.WRONG]:
            raise CommandError(f"{summary}. What is wrong would hurt people: mend it before the doors open.")
        self.stdout.write(f"{summary}.")

    def _write(self, finding: Finding) -> None:
        level = getattr(self.style, STYLES[finding.level])(f"{finding.level:<8}")
        self.stdout.write(f"{level} {finding.subject:<15} {finding.text}")
        self.stdout.flush()
