"""Forums as rows of a list: every word is chosen here, so that the templates only print."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from portal.core.text.formats import moment
from portal.forums.models import Forum
from portal.forums.states import Phase


@dataclass(frozen=True)
class ForumCard:
    """One forum in a list; `tone` is the badge's: neutral, info, success, warning or danger."""

    forum: Forum
    url: str
    tone: str
    words: str
    # Said only where it is not this year's.
    year: str = ""


def forum_cards(forums: Iterable[Forum], now: datetime) -> list[ForumCard]:
    """Cards for forums that were fetched `with_waiting_count()`; no query."""
    return [
        ForumCard(forum, forum.get_absolute_url(), *seat_words(forum, forum.waiting_count, now), year=year_words(forum, now))
        for forum in forums
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


def phase_words(forum: Forum, now: datetime) -> tuple[str, str] | None:
    """The badge of a forum that is under way, over or cancelled; None while registration is what matters."""
    settled = {Phase.RUNNING, Phase.OVER, Phase.CANCELLED}
    return seat_words(forum, 0, now) if forum.phase(now) in settled else None


def year_words(forum: Forum, now: datetime) -> str:
    """The year, unless it is this one."""
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
