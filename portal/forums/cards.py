"""Forums as rows of a list: every word is chosen here, so that the templates only print."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from portal.core.formats import moment
from portal.forums.models import Forum, Registration
from portal.forums.states import Phase, State


@dataclass(frozen=True)
class ForumCard:
    """One forum in a list; `tone` is the badge's: neutral, info, success, warning or danger."""

    forum: Forum
    url: str
    tone: str
    words: str
    # Said only where it is not this year's.
    year: str = ""
    registration: Registration | None = None


def forum_cards(forums: Iterable[Forum], now: datetime) -> list[ForumCard]:
    """Cards for forums that were fetched `with_waiting_count()`; no query."""
    return [
        ForumCard(forum, forum.get_absolute_url(), *seat_words(forum, forum.waiting_count, now), year=_year(forum, now))
        for forum in forums
    ]


def registration_cards(registrations: Iterable[Registration], now: datetime) -> list[ForumCard]:
    """Cards for one person's registrations, fetched with their forum and `with_waiting_number()`; no query."""
    return [
        ForumCard(each.forum, each.forum.get_absolute_url(), *registration_words(each, now), _year(each.forum, now), each)
        for each in registrations
    ]


def seat_words(forum: Forum, waiting_count: int, now: datetime) -> tuple[str, str]:
    """Tone and words of a forum's badge."""
    phase = forum.phase(now)
    if phase == Phase.OPEN and forum.seats_left and not waiting_count:
        return "success", seats_left(forum)
    if phase == Phase.OPEN:
        return "warning", waiting_list(waiting_count)
    if phase == Phase.NOT_YET_OPEN:
        opens_at = moment(timezone.localtime(forum.registration_opens_at), language=get_language())
        return "info", _("Registration opens: %(moment)s") % {"moment": opens_at}
    return {
        Phase.CLOSED: ("neutral", _("Registration closed")),
        Phase.RUNNING: ("info", pgettext("forum phase", "under way")),
        Phase.OVER: ("neutral", pgettext("forum phase", "over")),
        Phase.CANCELLED: ("danger", pgettext("forum phase", "cancelled")),
    }[phase]


def registration_words(registration: Registration, now: datetime) -> tuple[str, str]:
    """Tone and words of a person's own badge."""
    if registration.forum.is_cancelled:
        return "danger", _("Forum cancelled")
    if registration.state == State.CANCELLED:
        return "neutral", _("You cancelled")
    is_over = now >= registration.forum.ends_at
    if registration.is_held or registration.is_offered:
        return _kept_words(registration, now)
    if registration.holds_seat:
        return ("neutral", _("You had a seat")) if is_over else ("success", _("Seat confirmed"))
    if now >= registration.forum.starts_at:
        return "neutral", _("No seat became free")
    return "warning", _("Waiting: number %(number)d") % {"number": registration.waiting_number}


def _kept_words(registration: Registration, now: datetime) -> tuple[str, str]:
    if now >= registration.kept_until:
        return "neutral", _("The time is over")
    until = moment(timezone.localtime(registration.kept_until), language=get_language())
    words = (
        _("Form not sent yet, seats kept until %(moment)s")
        if registration.is_held
        else _("Seat offered: answer until %(moment)s")
    )
    return "warning", words % {"moment": until}


def phase_words(forum: Forum, now: datetime) -> tuple[str, str] | None:
    """The badge of a forum that is under way, over or cancelled; None while registration is what matters."""
    settled = {Phase.RUNNING, Phase.OVER, Phase.CANCELLED}
    return seat_words(forum, 0, now) if forum.phase(now) in settled else None


def _year(forum: Forum, now: datetime) -> str:
    year = timezone.localtime(forum.starts_at).year
    return "" if year == timezone.localtime(now).year else str(year)


def seats_left(forum: Forum) -> str:
    """12 seats left."""
    return ngettext("%(count)d seat left", "%(count)d seats left", forum.seats_left) % {"count": forum.seats_left}


def waiting_list(waiting_count: int) -> str:
    """Full, and how many are waiting."""
    if not waiting_count:
        return _("Full, waiting list open")
    return ngettext("Full, %(count)d person waiting", "Full, %(count)d people waiting", waiting_count) % {"count": waiting_count}
