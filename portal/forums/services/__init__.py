"""Every change of forums and registrations."""

from portal.forums.services.drafting import create, discard, duplicate
from portal.forums.services.holds import extend, hold, let_go
from portal.forums.services.organising import call_off, change_capacity, edit, publish, record_change
from portal.forums.services.parts import add_part, change_part, move_part, remove_part
from portal.forums.services.registration import (
    accept,
    cancel,
    change_answers,
    change_party,
    decline,
    give_back_of_closed_account,
    register,
    replace_ticket,
)

__all__ = [
    "accept",
    "add_part",
    "call_off",
    "cancel",
    "change_answers",
    "change_capacity",
    "change_part",
    "change_party",
    "create",
    "decline",
    "discard",
    "duplicate",
    "edit",
    "extend",
    "give_back_of_closed_account",
    "hold",
    "let_go",
    "move_part",
    "publish",
    "record_change",
    "register",
    "remove_part",
    "replace_ticket",
]
