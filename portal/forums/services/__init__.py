"""Every change of forums and registrations."""

from portal.forums.services.organising import call_off, change_capacity, edit, publish, record_change
from portal.forums.services.registration import cancel, register

__all__ = ["call_off", "cancel", "change_capacity", "edit", "publish", "record_change", "register"]
