"""The accounts package as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Names the package, its mails and its checks."""

    name = "portal.accounts"
    label = "accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        """Declare the mails; register the system check."""
        # Both need the models, which exist only now.
        from portal.accounts import checks  # noqa: F401
        from portal.accounts.services.accounts import code_still_works
        from portal.notifications.kinds import declare

        declare("sign_in_code", is_still_due=code_still_works, keeps_body=False)
        declare("sign_up_code", is_still_due=code_still_works, keeps_body=False)
