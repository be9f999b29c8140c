"""Where permissions come from."""

from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Model

from portal.core.people import Visitor


class RoleBackend(AuthenticationBackend):
    """Permissions by role; outside of demo mode a person without a second factor has none.

    The middleware sends staff to set one up. This holds on every page, also where staff merely see more than others do.
    """

    def get_all_permissions(self, user_obj: Visitor, obj: Model | None = None) -> set[str]:
        """What the roles give, kept for this request. Only staff roles give anything: for citizens nothing is asked."""
        if not user_obj.is_staff:
            return set()
        permissions = super().get_all_permissions(user_obj, obj)
        if settings.DEMO_MODE or not permissions or _has_second_factor(user_obj):
            return permissions
        return set()

    def get_user_permissions(self, user_obj: Visitor, obj: Model | None = None) -> set[str]:
        """None: a permission comes with a role, never by itself."""
        return set()


def _has_second_factor(user: Visitor) -> bool:
    # The object lives for one request, and so does the answer.
    known = vars(user)
    if "_has_second_factor" not in known:
        known["_has_second_factor"] = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists()
    return known["_has_second_factor"]
