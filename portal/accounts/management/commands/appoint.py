"""Give somebody a role, or take it: how a new portal gets its first administrator."""

from django.core.management.base import BaseCommand, CommandError

from portal.accounts.addresses import normalise_address
from portal.accounts.models import User
from portal.accounts.roles import ROLE_NAMES
from portal.accounts.services import roles


class Command(BaseCommand):
    """`appoint someone@example.org administrator`; the person has signed up before."""

    help = "Give a role to a person who has an account, or take it with --withdraw."

    def add_arguments(self, parser) -> None:
        """Address, role, and `--withdraw`."""
        parser.add_argument("email")
        parser.add_argument("role", choices=ROLE_NAMES)
        parser.add_argument("--withdraw", action="store_true")

    def handle(self, *, email: str, role: str, withdraw: bool, **options) -> None:
        """Change one person's role. Raises CommandError if nobody has the address."""
        person = User.objects.filter(email=normalise_address(email)).first()
        if person is None:
            raise CommandError(f"Nobody has signed up as {email}.")
        change = roles.withdraw_role if withdraw else roles.grant_role
        change(person=person, role=role)
        held = ", ".join(person.groups.order_by("name").values_list("name", flat=True))
        self.stdout.write(f"{person.email} now holds: {held or 'no role'}")
