"""What the door says to each outcome: one word to be read from afar, a sentence, and a tone."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.door.device_scans import TELLABLE
from portal.door.models import Scan
from portal.door.states import Outcome

TONES = {Outcome.ENTERED: "success", Outcome.WALKED_IN: "success", Outcome.ALREADY: "warning", Outcome.TAKEN_BACK: "info"}


@dataclass(frozen=True)
class OutcomeText:
    """What is shown for one scan, or by a device on its own."""

    outcome: str
    word: str
    more: str
    tone: str
    scan: Scan | None = None

    @property
    def may_be_taken_back(self) -> bool:
        """Whether it let somebody in who is still in."""
        registration = self.scan.registration if self.scan and self.scan.people else None
        is_entry = self.outcome in {Outcome.ENTERED, Outcome.WALKED_IN}
        return bool(is_entry and registration and registration.checked_in_at)


def text_of(scan: Scan) -> OutcomeText:
    """The words for a scan; no query if its registration was fetched. Whom a device sent away did not enter, seat or no seat."""
    is_sent_away = scan.device_outcome and scan.device_outcome != Outcome.ENTERED and scan.outcome == Outcome.ENTERED
    outcome = Outcome(scan.device_outcome if is_sent_away else scan.outcome)
    more = _more(outcome)
    if outcome == Outcome.ALREADY and scan.registration and scan.registration.checked_in_at:
        more = more % {"time": _hour(scan.registration.checked_in_at)}
    elif outcome == Outcome.ALREADY:
        more = ""
    elif scan.people:
        more = _people(scan.people)
    return OutcomeText(outcome, str(outcome.label), more, TONES.get(outcome, "danger"), scan)


def device_texts() -> list[OutcomeText]:
    """The words that a device needs without a connection; the page's script puts the time or the number in."""
    more = {Outcome.ALREADY: _more(Outcome.ALREADY) % {"time": "{time}"}, Outcome.FORGED: _unknown()}
    return [
        OutcomeText(outcome, str(outcome.label), more.get(outcome, _more(outcome)), TONES.get(outcome, "danger"))
        for outcome in TELLABLE
    ]


def conflict_text(scan: Scan) -> str:
    """What a device had done, and what the portal knew: both with their times."""
    said = {
        "device_outcome": Outcome(scan.device_outcome).label,
        "outcome": Outcome(scan.outcome).label,
        "time": _hour(scan.scanned_at),
    }
    if scan.outcome == Outcome.ENTERED:
        return (
            _("Turned away at %(time)s by a device without a connection (“%(device_outcome)s”), but the registration has a seat.")
            % said
        )
    if scan.device_outcome != Outcome.ENTERED:
        return _("At %(time)s a device without a connection said “%(device_outcome)s”. The portal says “%(outcome)s”.") % said
    if scan.outcome == Outcome.ALREADY and scan.registration and scan.registration.checked_in_at:
        said["before"] = _hour(scan.registration.checked_in_at)
        return _("Let in at %(time)s by a device without a connection; had already entered at %(before)s.") % said
    return _("Let in at %(time)s by a device without a connection; the portal says “%(outcome)s”.") % said


def _more(outcome: Outcome) -> str:
    sentences = {
        Outcome.ALREADY: _("Entered at %(time)s. Please ask who they are."),
        Outcome.CANCELLED: _("This registration was cancelled. If seats are free, let them in as people without registration."),
        Outcome.NOT_SEATED: _("This registration has no seat. If seats are free, let them in as people without registration."),
        Outcome.OTHER_FORUM: _("The ticket is genuine, but for another forum."),
        Outcome.REPLACED: _("There is a newer ticket. Please ask for that one."),
        Outcome.FORGED: _(
            "This is not a ticket of the portal, or its code was mistyped. Please check the eight letters and digits; a "
            "code that was replaced no longer counts."
        ),
    }
    return sentences.get(outcome, "")


def _unknown() -> str:
    return _("Not on this device's list of %(time)s. Please check the code, or wait for a connection.") % {"time": "{time}"}


def _people(count: int) -> str:
    return ngettext("%(people)s person", "%(people)s people", count) % {"people": count}


def _hour(at: datetime) -> str:
    return f"{timezone.localtime(at):%H:%M}"
