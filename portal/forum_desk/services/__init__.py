"""Every change that the package makes."""

from portal.forum_desk.services.drafting import create, discard, duplicate
from portal.forum_desk.services.organising import call_off, change_capacity, edit, publish, record_change
from portal.forum_desk.services.programme import add_part, change_part, move_part, remove_part

__all__ = [
    "add_part",
    "call_off",
    "change_capacity",
    "change_part",
    "create",
    "discard",
    "duplicate",
    "edit",
    "move_part",
    "publish",
    "record_change",
    "remove_part",
]
