"""Every change of forums and registrations."""

from portal.forums.services.holds import extend, hold, let_go
from portal.forums.services.organising import call_off, change_capacity, edit, publish, record_change
from portal.forums.services.registration import (
    accept,
    cancel,
    change_party,
    decline,
    give_back_of_closed_account,
    register,
)

__all__ = [
    "accept",
    "call_off",
    "cancel",
    "change_capacity",
    "change_party",
    "decline",
    "edit",
    "extend",
    "give_back_of_closed_account",
    "hold",
    "let_go",
    "publish",
    "record_change",
    "register",
]
