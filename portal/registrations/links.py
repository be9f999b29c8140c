"""Addresses in mails that stand for one registration: whoever holds one may see it, change it and give it back, without
signing in.

Signed, so that nobody can guess one. Opening one changes nothing; mail programs open links by themselves.
"""

from uuid import UUID

from django.core import signing
from django.urls import reverse

from portal.registrations.models import Registration

SALT = "portal.forums.place"


def registration_token(registration: Registration) -> str:
    """What stands for the registration in an address."""
    return signing.Signer(salt=SALT).sign(registration.uid.hex)


def registration_path(registration: Registration, name: str = "link") -> str:
    """The page of the registration, or another page of it by its URL's name."""
    return reverse(f"registrations:{name}", args=[registration_token(registration)])


def registration_of(token: str) -> Registration:
    """The registration with its forum and person. Raises BadSignature, or Registration.DoesNotExist once its data was erased."""
    uid = UUID(hex=signing.Signer(salt=SALT).unsign(token))
    rows = Registration.objects.filter(anonymised_at__isnull=True, citizen__isnull=False)
    return rows.select_related("forum", "citizen").get(uid=uid)
