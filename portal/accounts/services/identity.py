"""Identity verification: one real person, one account (Act on Promotion of Information and Communications Network, art. 44-5)."""

import hashlib
import hmac
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.identity.provider import IdentityProof, ProofRefused
from portal.accounts.models import OLDEST_BIRTH_YEAR, IdentityVerification, User
from portal.core import rate_limits
from portal.core.errors import RuleViolation

YOUNGEST = 14
# Somebody who tries out who is here already runs into it; an honest person does not.
VERIFICATIONS_PER_HOUR = 10


class IdentityAlreadyUsed(RuleViolation):
    """The person has another account."""


class AlreadyVerified(RuleViolation):
    """The account belongs to a verified person and stays theirs."""


def person_key(connecting_information: str) -> str:
    """64 hexadecimal digits that stand for a person: HMAC-SHA256 of the connecting information (CI) under IDENTITY_KEY.

    The CI itself is never kept. Without the key nobody can tell from a list of people who is here.
    """
    return hmac.new(settings.IDENTITY_KEY.encode(), connecting_information.encode(), hashlib.sha256).hexdigest()


def verify(*, user: User, proof: IdentityProof) -> User:
    """Bind an account to the one person a provider vouches for.

    Whoever left and comes back finds the row that stayed. That a person has one account is held by a constraint, so two accounts
    racing for one person cannot both win. Raises IdentityAlreadyUsed, AlreadyVerified, ProofRefused, TooManyRequests.
    """
    rate_limits.spend(key=f"verify:{user.pk}", limit=VERIFICATIONS_PER_HOUR, per=timedelta(hours=1))
    _refuse_impossible(proof)
    try:
        return _bound(user, proof)
    except IntegrityError as conflict:
        raise _already_used() from conflict


@transaction.atomic
def _bound(user: User, proof: IdentityProof) -> User:
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    key = person_key(proof.connecting_information)
    if user.identity_id:
        raise AlreadyVerified(_("Your identity is already verified. There is nothing left to do."))
    if User.objects.filter(identity_id=key).exists():
        raise _already_used()
    user.identity, _created = IdentityVerification.objects.update_or_create(
        person_key=key,
        defaults={
            "birth_year": proof.birth_year,
            "district": proof.district,
            "provider": proof.provider,
            "verified_at": timezone.now(),
        },
    )
    user.suspended_until = user.identity.suspended_until
    user.save(update_fields=["identity", "suspended_until"])
    return user


def _refuse_impossible(proof: IdentityProof) -> None:
    this_year = timezone.localdate().year
    if not OLDEST_BIRTH_YEAR <= proof.birth_year <= this_year or proof.district not in settings.DISTRICTS:
        raise ProofRefused(_("The answer of the verification service is not valid. Please try again."))
    # By year only, as no more is kept: whoever turns fourteen this year is let in.
    if this_year - proof.birth_year < YOUNGEST:
        raise ProofRefused(_("Under fourteen, a guardian has to agree first. That is not possible here yet."))


def _already_used() -> IdentityAlreadyUsed:
    return IdentityAlreadyUsed(
        _("This person already has another account. One person has one account: please sign in with the other one.")
    )
