"""Addresses in mails that stand for one invitation to help at a door. Signed; opening one changes nothing."""

from django.core import signing
from django.urls import reverse

from portal.door.models import Helper

SALT = "portal.forums.helping"


def helping_token(helper: Helper) -> str:
    """What stands for the invitation in an address."""
    return signing.Signer(salt=SALT).sign(str(helper.pk))


def helping_path(helper: Helper) -> str:
    """The page of the invitation, in the active language."""
    return reverse("door:helping", args=[helping_token(helper)])


def helper_of(token: str) -> Helper:
    """The invitation with its forum. Raises BadSignature, or Helper.DoesNotExist once its data was erased."""
    return Helper.objects.select_related("forum").get(pk=int(signing.Signer(salt=SALT).unsign(token)))
