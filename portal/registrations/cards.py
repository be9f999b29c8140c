"""One person's registrations as rows of a list: every word is chosen here, so that the templates only print."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.core.text.formats import moment
from portal.forums.cards import ForumCard, year_words
from portal.registrations.models import Registration
from portal.registrations.states import State


def registration_cards(registrations: Iterable[Registration], now: datetime) -> list[ForumCard]:
    """Cards for one person's registrations, fetched with their forum and `with_waiting_number()`; no query."""
    return [
        ForumCard(each.forum, each.forum.get_absolute_url(), *registration_words(each, now), year_words(each.forum, now))
        for each in registrations
    ]


def registration_words(registration: Registration, now: datetime) -> tuple[str, str]:
    """Tone and words of a person's own badge."""
    if registration.forum.is_cancelled:
        return "danger", _("Forum cancelled")
    if registration.state == State.CANCELLED:
        return "neutral", _("You cancelled")
    is_over = now >= registration.forum.ends_at
    if registration.is_reserved or registration.is_offered:
        return _reserved_words(registration, now)
    if registration.has_seat:
        return ("neutral", _("You had a seat")) if is_over else ("success", _("Seat confirmed"))
    if now >= registration.forum.starts_at:
        return "neutral", _("No seat became free")
    return "warning", _("Waiting: number %(number)d") % {"number": registration.waiting_number}


def _reserved_words(registration: Registration, now: datetime) -> tuple[str, str]:
    if registration.reserved_until is None or registration.is_lapsed(now):
        return "neutral", _("The time is over")
    until = moment(timezone.localtime(registration.reserved_until), language=get_language())
    words = (
        _("Form not sent yet, seats reserved until %(moment)s")
        if registration.is_reserved
        else _("Seat offered: answer until %(moment)s")
    )
    return "warning", words % {"moment": until}
