"""How often somebody may write and vote, and who counts as new. All numbers of the discussion stand here.

A limit by person follows the verified person into a new account. A limit by network address is generous, since a school,
an office or a mobile network in Korea shares one address among hundreds; it stops a machine, not a neighbourhood.
"""

from datetime import datetime, timedelta

from portal.accounts.models import User
from portal.core.rate_limits import Limit, spend, spend_all
from portal.core.web.client_address import address_key
from portal.discussion.models import Comment

TEN_MINUTES, DAY = timedelta(minutes=10), timedelta(days=1)

# A lively exchange is one comment a minute.
COMMENTS: Limit = {"limit": 10, "per": TEN_MINUTES}
COMMENTS_BY_ADDRESS: Limit = {"limit": 200, "per": TEN_MINUTES}
# Enough to take part from the first day, too little for flooding with fresh accounts. A school class has forty people.
NEW_COMMENTS: Limit = {"limit": 3, "per": TEN_MINUTES}
NEW_COMMENTS_A_DAY: Limit = {"limit": 10, "per": DAY}
NEW_COMMENTS_BY_ADDRESS: Limit = {"limit": 60, "per": TEN_MINUTES}
OFFICIAL_REPLIES: Limit = {"limit": 60, "per": TEN_MINUTES}
EDITS: Limit = {"limit": 30, "per": TEN_MINUTES}
# One a second; reading a comment takes longer.
VOTES: Limit = {"limit": 60, "per": timedelta(minutes=1)}
VOTES_BY_ADDRESS: Limit = {"limit": 600, "per": timedelta(minutes=1)}

# Whoever has been here for a week and has three comments in sight is no longer new.
NEW_FOR = timedelta(days=7)
SHOWN_COMMENTS_OF_THE_KNOWN = 3


def is_new(person: User, now: datetime) -> bool:
    """Whether stricter limits hold for a person. Never for staff, who were appointed. Asks the database once at most."""
    if person.is_staff:
        return False
    if now - person.joined_at < NEW_FOR:
        return True
    shown = Comment.objects.shown().filter(person_key=person.person_key)
    return shown[:SHOWN_COMMENTS_OF_THE_KNOWN].count() < SHOWN_COMMENTS_OF_THE_KNOWN


def spend_comment(person: User, address: str, *, newly: bool) -> None:
    """Count one comment of a person from a network address. Raises TooManyRequests."""
    uses = {f"comment:{_name(person)}": COMMENTS}
    if newly:
        uses |= {f"new-comment:{_name(person)}": NEW_COMMENTS, f"new-comment-day:{_name(person)}": NEW_COMMENTS_A_DAY}
    if key := address_key(address):
        uses |= {f"comment-from:{key}": COMMENTS_BY_ADDRESS}
        uses |= {f"new-comment-from:{key}": NEW_COMMENTS_BY_ADDRESS} if newly else {}
    spend_all(uses)


def spend_official_reply(officer: User) -> None:
    """Count one official reply. Raises TooManyRequests."""
    spend(key=f"official:{officer.pk}", **OFFICIAL_REPLIES)


def spend_edit(person: User) -> None:
    """Count one change of words. Raises TooManyRequests."""
    spend(key=f"edit:{_name(person)}", **EDITS)


def spend_vote(person: User, address: str) -> None:
    """Count one vote of a person from a network address. Raises TooManyRequests."""
    uses = {f"vote:{_name(person)}": VOTES}
    if key := address_key(address):
        uses |= {f"vote-from:{key}": VOTES_BY_ADDRESS}
    spend_all(uses)


def _name(person: User) -> str:
    return person.person_key or str(person.pk)
