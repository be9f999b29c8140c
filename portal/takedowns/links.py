"""Addresses that stand for a right: whoever holds one confirms or follows a takedown request without an account.

Signed, so that nobody can guess one, and salted, so that neither can be used as the other.
"""

from datetime import timedelta

from django.core import signing
from django.urls import reverse

from portal.takedowns.models import Takedown

CONFIRMABLE_FOR = timedelta(days=3)
CONFIRM, FOLLOW = "portal.moderation.takedown.confirm", "portal.moderation.takedown.follow"


def confirm_path(takedown: Takedown) -> str:
    """Where the requester proves that the e-mail address is theirs; good for three days."""
    return reverse("takedowns:confirm", args=[signing.dumps(takedown.pk, salt=CONFIRM)])


def follow_path(takedown: Takedown) -> str:
    """Where the requester sees what became of the request; good as long as the request is kept."""
    return reverse("takedowns:follow", args=[signing.dumps(takedown.pk, salt=FOLLOW)])


def key_to_confirm(token: str) -> int:
    """The key of the request to confirm. Raises SignatureExpired (a BadSignature) after three days, or BadSignature."""
    return signing.loads(token, salt=CONFIRM, max_age=CONFIRMABLE_FOR)


def key_to_follow(token: str) -> int:
    """The key of the request to follow. Raises BadSignature."""
    return signing.loads(token, salt=FOLLOW)
