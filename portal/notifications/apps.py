"""The notifications package as Django sees it."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Names the package."""

    name = "portal.notifications"
    label = "notifications"

    def ready(self) -> None:
        """Declare what must hold of the package's rows, and what the doctor asks (models are loaded only now)."""
        from portal.core import doctor
        from portal.core.algorithms import declare as declare_algorithms
        from portal.core.backups.restoring import on_restore
        from portal.core.invariants import declare
        from portal.notifications.algorithms import ALGORITHMS
        from portal.notifications.doctor import mail, undelivered
        from portal.notifications.invariants import INVARIANTS
        from portal.notifications.services import suppress_queued

        declare_algorithms(*ALGORITHMS)
        declare(*INVARIANTS)
        on_restore("waiting mails dropped", suppress_queued)
        doctor.declare({"mail": mail, "undelivered": undelivered})
