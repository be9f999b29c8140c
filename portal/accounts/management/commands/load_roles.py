"""Bring the roles and their permissions to what the code says."""

from django.core.management.base import BaseCommand, CommandError

from portal.accounts.services import roles


class Command(BaseCommand):
    """Repeatable; what a role should not have is taken from it."""

    help = "Create the roles and give each exactly the permissions that portal/accounts/roles.py names."

    def handle(self, *, verbosity: int, **options: object) -> None:
        """Load them all or none. Raises CommandError for a permission that does not exist."""
        try:
            loaded = roles.load_roles()
        except roles.UnknownPermission as unknown:
            raise CommandError(f"There is no permission {unknown}. Nothing was changed.") from unknown
        if verbosity:
            self.stdout.write(f"{len(loaded.names)} roles, {loaded.given} permissions given, {loaded.taken} taken.")
