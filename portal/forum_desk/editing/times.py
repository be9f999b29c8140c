"""How the times of a forum fit together: what the table refuses, in words and beside the time that is to be changed."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from portal.forums.models import AgendaItem, Forum


def times_out_of_order(values: Mapping[str, Any]) -> dict[str, str]:
    """Each time that cannot be, with what to do about it. What is missing is left to others."""
    starts_at, opens_at, closes_at = (
        values.get(name) for name in ("starts_at", "registration_opens_at", "registration_closes_at")
    )
    wrong = {}
    if _is_late(starts_at, values.get("ends_at"), or_equal=True):
        wrong["ends_at"] = _("The forum ends before it starts. Please give a later time.")
    if _is_late(opens_at, closes_at, or_equal=True) or _is_late(closes_at, starts_at):
        wrong["registration_closes_at"] = _(
            "Registration opens before it closes, and closes when the forum starts at the latest."
        )
    residents = values.get("residents_first_until")
    if _is_late(opens_at, residents, or_equal=True) or _is_late(residents, closes_at):
        wrong["residents_first_until"] = _("The time for residents ends after registration opens and before it closes.")
    for name in ("changes_close_at", "freezes_at"):
        if _is_late(values.get(name), starts_at):
            wrong[name] = _("Changes and the waiting list end when the forum starts at the latest.")
    return wrong


def is_outside(item: AgendaItem, forum: Forum) -> bool:
    """Whether a part of the programme has a time at which the forum does not take place."""
    return bool(item.starts_at and not forum.starts_at <= item.starts_at < forum.ends_at)


def moved_by(forum: Forum, values: Mapping[str, Any]) -> timedelta:
    """By how much the forum as a whole moves with these values: nothing where only its start or only its end does."""
    shift, other = (values.get(name, getattr(forum, name)) - getattr(forum, name) for name in ("starts_at", "ends_at"))
    return shift if shift == other else timedelta()


def _is_late(first: datetime | None, second: datetime | None, *, or_equal: bool = False) -> bool:
    """Whether `first` is after `second`, or just then; not if one of them is missing."""
    return bool(first and second and (first > second or (or_equal and first == second)))
