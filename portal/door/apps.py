"""The package as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DoorConfig(AppConfig):
    """Names the package and declares what it adds to others: kinds of messages, and its pages to tickets."""

    name = "portal.door"
    label = "door"
    verbose_name = _("door")

    def ready(self) -> None:
        """Make all of it known, once the models can be imported."""
        from portal.core.invariants import declare as declare_invariants
        from portal.door import mails
        from portal.door.access import check_in_url, doors_of, worker_url
        from portal.door.invariants import INVARIANTS
        from portal.registrations.tickets.doors import Doors, declare_doors

        declare_invariants(*INVARIANTS)
        mails.declare_kinds()
        _declare_audit_rules()
        declare_doors(Doors(check_in_url, doors_of, worker_url))


def _declare_audit_rules() -> None:
    """Who was asked to help, and who was let in or sent back by hand, has its event."""
    from portal.core.audit_log.coverage import declare_kind, declare_told, events_of
    from portal.door.models import Helper, Scan
    from portal.door.states import Outcome

    helpers, subject = Helper.objects.all(), ("helper", "pk")
    declare_kind("helper", helpers)
    invited = events_of("helper.invited", subject=subject, actor="invited_by_id", at="invited_at")
    declare_told("the invitation of helper", helpers, invited)
    accepted = events_of("helper.accepted", subject=subject, actor="person_id", at="accepted_at")
    declare_told("the consent of helper", helpers.filter(accepted_at__isnull=False), accepted)
    revoked = events_of("helper.revoked", subject=subject, at="revoked_at")
    declare_told("the revocation of helper", helpers.filter(revoked_at__isnull=False), revoked)
    for outcome in (Outcome.WALKED_IN, Outcome.TAKEN_BACK):
        events = events_of(f"door.{outcome}", subject=("registration", "registration_id"), actor="helper_id", at="received_at")
        declare_told(f"scan ({outcome})", Scan.objects.filter(outcome=outcome), events)
