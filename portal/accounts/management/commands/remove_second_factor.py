"""Take the second factor from somebody who lost it."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.accounts import services
from portal.accounts.models import User
from portal.core.errors import RuleViolation
from portal.core.text.links import normalise_address


class Command(BaseCommand):
    """`remove_second_factor someone@example.org`, once it is certain that it is really them who ask."""

    help = "Take the second factor and the recovery codes from a person's account, and end its sessions."

    def add_arguments(self, parser: CommandParser) -> None:
        """The address."""
        parser.add_argument("email")

    def handle(self, *, email: str, **options: object) -> None:
        """Remove them. Raises CommandError if nobody has the address, or if there is no factor."""
        person = User.objects.filter(email=normalise_address(email)).first()
        if person is None:
            raise CommandError(f"Nobody has signed up as {email}.")
        try:
            ended = services.remove_second_factor(person=person)
        except RuleViolation as violation:
            raise CommandError(str(violation)) from violation
        self.stdout.write(
            f"{person.email} has no second factor any more; {ended} sessions ended. They set one up at their next visit."
        )
