"""What the register says of temporary blocks at somebody's request."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from portal.core.algorithms import Algorithm, Kind, Owner, Place, Version, Words, limit_words
from portal.takedowns.models import THIRTY_DAYS, TakedownQuerySet
from portal.takedowns.services import blocks, requests
from portal.takedowns.views.requests import takedown_about


def _formula() -> list[Words]:
    return [
        _("A moderator decides about each request; nothing is blocked by itself."),
        _("A block lasts at most %(days)d days and ends by the clock, whether or not anybody is there to end it.")
        % {"days": THIRTY_DAYS.days},
        _("Objections of authors are read before new requests; of each, whoever has waited longest."),
        *(limit_words(words, limit) for words, limit in zip(LIMIT_WORDS, LIMITS.values(), strict=True)),
    ]


LIMITS = {
    "takedown": requests.FROM_ONE_PERSON,
    "takedown-from": requests.FROM_ONE_NETWORK,
    "takedown-upload": requests.UPLOADS,
}
LIMIT_WORDS = (_("Requests by one person"), _("Requests from one network"), _("Forms with files from one network"))

ALGORITHMS = (
    Algorithm(
        key="takedowns",
        kind=Kind.HOLD,
        name=_("Temporary blocks at somebody's request"),
        purpose=_("Whoever says that a comment infringes their rights is heard, and the author too (Network Act, article 44-2)."),
        inputs=_("The request, the author's objection, the day of the block"),
        formula=_formula,
        versions=(Version(1, date(2026, 11, 30), "69b2c636311d"),),
        answers_for=Owner.MODERATORS,
        off=_("Authors object from the page the mail leads to. The place of a blocked comment says so, with its end."),
        places=(Place(_("Moderation in numbers"), "moderation:transparency"),),
        code=(
            blocks._block,
            blocks._overdue,
            TakedownQuerySet.most_urgent_first,
            takedown_about,
            THIRTY_DAYS,
            tuple(LIMITS.items()),
        ),
        covers=frozenset({"state:taken_down"}),
        limits=LIMITS,
    ),
)
