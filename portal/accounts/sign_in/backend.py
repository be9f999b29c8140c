"""Where permissions come from."""

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Model

from portal.accounts.sign_in.second_factor import counts, note_that_it_is_missing
from portal.core.people import Visitor


class RoleBackend(AuthenticationBackend):
    """Permissions by role, and outside of demo mode only together with the second factor.

    Every page, service and template that asks for a permission is answered here, so this is the one place that asks for the
    factor, and there is no list of pages that could forget one.
    """

    def has_perm(self, user_obj: Visitor, perm: str, obj: Model | None = None) -> bool:
        """Whether the roles give it, and the factor was shown. Where only that is missing, the request remembers it."""
        if perm not in self._of_roles(user_obj, obj):
            return False
        if counts(user_obj):
            return True
        note_that_it_is_missing(user_obj)
        return False

    def get_all_permissions(self, user_obj: Visitor, obj: Model | None = None) -> set[str]:
        """What the roles give; nothing before the factor was shown."""
        permissions = self._of_roles(user_obj, obj)
        return permissions if permissions and counts(user_obj) else set()

    def get_user_permissions(self, user_obj: Visitor, obj: Model | None = None) -> set[str]:
        """None: a permission comes with a role, never by itself."""
        return set()

    def _of_roles(self, user_obj: Visitor, obj: Model | None) -> set[str]:
        """Only staff roles give anything: for citizens nothing is asked."""
        return super().get_all_permissions(user_obj, obj) if user_obj.is_staff else set()
