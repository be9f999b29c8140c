"""What the register says of accounts: how often codes, names and identities may be asked for."""

from datetime import date, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.accounts.nicknames import suggest_nickname
from portal.accounts.services import accounts, identity
from portal.accounts.sign_in import limits
from portal.core.algorithms import Algorithm, Kind, Owner, Place, Version, Words, limit_words
from portal.core.rate_limits import Limit


def _formula() -> list[Words]:
    return [
        *(limit_words(words, limit) for words, limit in zip(LIMIT_WORDS, LIMITS.values(), strict=True)),
        _("A browser in which you signed in before has a count of its own, so a stranger cannot lock you out."),
    ]


LIMITS = {
    "code-minute": limits.CODES_A_MINUTE,
    "code-hour": limits.CODES_AN_HOUR,
    "code-anywhere": limits.CODES_FROM_ANYWHERE,
    "code-network": limits.CODES_OF_A_NETWORK,
    "code": Limit(limit=settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS, per=timedelta(days=1)),
    "second-factor": limits.FACTOR_TRIES,
    "rename": Limit(limit=accounts.RENAMES_PER_DAY, per=timedelta(days=1)),
    "verify": Limit(limit=identity.VERIFICATIONS_PER_HOUR, per=timedelta(hours=1)),
}
LIMIT_WORDS = (
    _("Codes for one address from one network"),
    _("Codes for one address from one network, in an hour"),
    _("Codes for one address from all networks"),
    _("Codes for new people from one network"),
    _("Tries to enter one code"),
    _("Tries of a second factor"),
    _("Changes of nickname"),
    _("Tries to verify an identity"),
)

ALGORITHMS = (
    Algorithm(
        key="nickname-suggestion",
        kind=Kind.SUGGESTION,
        name=_("Suggested nicknames"),
        purpose=_("A name that says nothing about you, if you do not want to think of one."),
        inputs=_("Two public lists of words in your language, chance"),
        formula=lambda: [_("Two words and a number from 1 to 99, drawn by chance.")],
        versions=(Version(1, date(2026, 11, 30), "cf42442ef9cc"),),
        answers_for=Owner.OPERATORS,
        off=_("Type another name; you can change it later."),
        places=(Place(_("Signing up")),),
        code=(suggest_nickname,),
    ),
    Algorithm(
        key="sign-in-limits",
        kind=Kind.LIMIT,
        name=_("How often one may try to sign in"),
        purpose=_("Nobody guesses a code or floods a mailbox, and nobody is locked out by a stranger."),
        inputs=_("The address and the network, both as keyed hashes, and the time"),
        formula=_formula,
        versions=(Version(1, date(2026, 11, 30), "409eeac02dec"),),
        answers_for=Owner.OPERATORS,
        off=_("Wait for the time the message says."),
        places=(Place(_("Sign in"), "account_login"),),
        code=(limits.limit_codes, limits.may_write_to_new_people, tuple(LIMITS.items())),
        limits=LIMITS,
    ),
)
