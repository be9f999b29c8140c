"""Every change that the package makes."""

from portal.registrations.services.registering import (
    accept,
    cancel,
    change_answers,
    change_party,
    decline,
    give_back_of_closed_account,
    register,
    replace_ticket,
)
from portal.registrations.services.reservations import extend_reservation, release, reserve

__all__ = [
    "accept",
    "cancel",
    "change_answers",
    "change_party",
    "decline",
    "extend_reservation",
    "give_back_of_closed_account",
    "register",
    "release",
    "replace_ticket",
    "reserve",
]
