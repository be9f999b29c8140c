"""The core package as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class CoreConfig(AppConfig):
    """Names the package."""

    name = "portal.core"
    label = "core"
    verbose_name = pgettext_lazy("part of the admin", "Records of the portal")

    def ready(self) -> None:
        """Declare what must hold of the package's rows, and what the doctor asks (models are loaded only now)."""
        from portal.core import doctor
        from portal.core.audit_log import heads, reasons
        from portal.core.doctor.declared import CHECKS
        from portal.core.invariants import declare
        from portal.core.invariants.database import INVARIANTS

        declare(*INVARIANTS)
        heads.declare_rules()
        reasons.declare_rules()
        doctor.declare(CHECKS)
