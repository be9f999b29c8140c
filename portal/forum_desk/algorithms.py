"""What the register says of the organisers' desk: how often organisers may write, export and invite."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from portal.core.algorithms import Algorithm, Kind, Owner, Place, Version, Words, limit_words
from portal.core.rate_limits import Limit
from portal.door.services import helping
from portal.forum_desk.mailings import audiences
from portal.forum_desk.services import exports, mailings


def _formula() -> list[Words]:
    return [limit_words(words, limit) for words, limit in zip(LIMIT_WORDS, LIMITS.values(), strict=True)]


HOUR = timedelta(hours=1)
LIMITS = {
    "forum-mailing": Limit(limit=mailings.MAILINGS_AN_HOUR, per=HOUR),
    "forum-export": Limit(limit=exports.EXPORTS_AN_HOUR, per=HOUR),
    "forums.helpers": Limit(limit=helping.MOST_INVITATIONS, per=helping.PER),
}
LIMIT_WORDS = (_("Mailings by one organiser"), _("Exported lists by one organiser"), _("Invitations of helpers by one organiser"))

ALGORITHMS = (
    Algorithm(
        key="organiser-limits",
        kind=Kind.LIMIT,
        name=_("How often organisers may write and export"),
        purpose=_("A stolen session cannot empty the lists or flood people with mail."),
        inputs=_("The organiser, the time"),
        formula=_formula,
        versions=(Version(1, date(2026, 11, 30), "b048099ae071"),),
        answers_for=Owner.ORGANISERS,
        off=_("Wait for the time the message says. Each export is on record with its reason."),
        places=(Place(_("Forums"), "forums:forum_list"),),
        code=(audiences.people_of, audiences.WHICH, tuple(LIMITS.items())),
        limits=LIMITS,
    ),
)
