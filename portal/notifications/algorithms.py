"""What the register says of mails: which is sent first."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from portal.core.algorithms import Algorithm, Kind, Owner, Place, Version, Words
from portal.notifications import kinds
from portal.notifications.models import NotificationQuerySet


def _formula() -> list[Words]:
    return [
        _("Codes to sign in go first, news for many people last, everything else between, in the order it was written."),
        _("Before sending, each mail is checked again: what was hidden, cancelled or withdrawn meanwhile is not sent."),
    ]


ALGORITHMS = (
    Algorithm(
        key="mail-order",
        kind=Kind.ORDER,
        name=_("Which mail is sent first"),
        purpose=_("Who waits before a page for a code does not wait behind a newsletter."),
        inputs=_("Kind of the message, time of writing"),
        formula=_formula,
        versions=(Version(1, date(2026, 11, 30), "0da60ade58bf"),),
        answers_for=Owner.OPERATORS,
        off=_("All are sent; the order changes minutes at most."),
        places=(Place(_("Mails of this portal")),),
        code=(kinds.Kind.priority, NotificationQuerySet.queued),
    ),
)
