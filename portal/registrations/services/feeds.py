"""The secret address from which a person's calendar reads their forums."""

import secrets
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.registrations.models import CalendarFeed


@transaction.atomic
def open_feed(*, citizen: User) -> str:
    """Make a new secret and return it; an earlier one stops working. Only its hash is kept, so it is shown this once."""
    secret = secrets.token_urlsafe(32)
    values = {"secret_hash": hash_of(secret), "made_at": timezone.now()}
    CalendarFeed.objects.update_or_create(citizen=citizen, defaults=values)
    return secret


@transaction.atomic
def close_feed(*, citizen: User) -> bool:
    """Stop the address; whether there was one. Calendars that read it find nothing from then on."""
    return CalendarFeed.objects.filter(citizen=citizen).delete()[0] > 0


def owner_of(secret: str) -> User | None:
    """Whose feed it is; None for a secret that was never given out, was replaced, or belongs to a closed account."""
    feeds = CalendarFeed.objects.filter(secret_hash=hash_of(secret), citizen__is_active=True)
    feed = feeds.select_related("citizen").first()
    return feed.citizen if feed else None


def hash_of(secret: str) -> str:
    """SHA-256: the secret has 256 random bits, so nothing slower is needed."""
    return sha256(secret.encode(errors="replace")).hexdigest()
