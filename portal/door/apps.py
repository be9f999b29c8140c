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
        from portal.door import mails
        from portal.door.access import check_in_url, doors_of, worker_url
        from portal.registrations.tickets.doors import Doors, declare_doors

        mails.declare_kinds()
        declare_doors(Doors(check_in_url, doors_of, worker_url))
