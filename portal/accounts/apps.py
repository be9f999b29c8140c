"""The accounts package as Django sees it."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.core.checks import CheckMessage, Critical, register
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Names the package, its mails and its checks."""

    name = "portal.accounts"
    label = "accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        """Declare the mails, what the audit log says of roles, what must hold, and listen to sign-ins and second factors."""
        # They need the models, which exist only now.
        from django.contrib.auth.signals import user_logged_in

        from portal.accounts.audit_rules import declare_rules
        from portal.accounts.doctor import CHECKS
        from portal.accounts.invariants import INVARIANTS
        from portal.accounts.services.accounts import code_still_works
        from portal.accounts.sign_in.algorithms import ALGORITHMS
        from portal.accounts.sign_in.factor_events import connect
        from portal.accounts.sign_in.staff_sessions import begin
        from portal.core import doctor
        from portal.core.algorithms import declare as declare_algorithms
        from portal.core.invariants import declare as declare_invariants
        from portal.notifications.kinds import declare

        connect()
        doctor.declare(CHECKS)
        declare_algorithms(*ALGORITHMS)
        declare_invariants(*INVARIANTS)
        user_logged_in.connect(begin)
        declare("sign_in_code", is_still_due=code_still_works, keeps_body=False, is_urgent=True)
        declare("sign_up_code", is_still_due=code_still_works, keeps_body=False, is_urgent=True)
        declare_rules()


@register()
def identity_provider_is_possible(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    """Stop the start if the configured provider is unknown, or a sample one beside real secrets."""
    from portal.accounts.identity import identity_provider  # it needs the models

    try:
        identity_provider()
    except ImproperlyConfigured as problem:
        return [Critical(str(problem), id="accounts.C001")]
    return []
