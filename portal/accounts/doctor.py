"""People: who vouches for them, who gives roles, and which staff cannot enter."""

from collections import Counter
from collections.abc import Iterator

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Exists, OuterRef

from portal.accounts.identity import identity_provider
from portal.accounts.models import User
from portal.accounts.roles import ADMINISTRATOR, STAFF_ROLES
from portal.core.doctor import Examination, Finding, ok, warning, wrong

APPOINT = "manage.py appoint someone@example.org administrator"


def identity(examination: Examination) -> Iterator[Finding]:
    """Whether citizens can be verified."""
    try:
        provider = identity_provider()
    except ImproperlyConfigured as problem:
        yield wrong("identity", str(problem))
        return
    if provider is None:
        yield warning("identity", "nobody can be verified, so nobody can comment, vote or report: set IDENTITY_PROVIDER.")
    elif provider.is_sample:
        yield warning("identity", f"{provider.slug} believes anybody: a sample for demos.")
    else:
        yield ok("identity", provider.slug)


def administrators(examination: Examination) -> Iterator[Finding]:
    """Somebody gives roles, and somebody else hears an appeal against a suspension."""
    count = User.objects.active().filter(groups__name=ADMINISTRATOR).count()
    if not count:
        yield wrong("administrators", f"there is none, so nobody can give roles: {APPOINT}")
    elif count == 1:
        yield warning("administrators", f"one: nobody else can rule on an appeal against a suspension. {APPOINT}")
    else:
        yield ok("administrators", str(count))


def second_factors(examination: Examination) -> Iterator[Finding]:
    """Staff without a second factor cannot open staff pages, and whoever takes their mailbox could set one up."""
    factor = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type=Authenticator.Type.RECOVERY_CODES)
    staff = User.objects.active().filter(groups__name__in=STAFF_ROLES).annotate(has_factor=Exists(factor))
    lacking = Counter(staff.filter(has_factor=False).values_list("groups__name", flat=True))
    if not lacking:
        yield ok("second factor", f"{staff.distinct().count()} people with a staff role, each has one")
        return
    roles = ", ".join(f"{count} {role}" for role, count in sorted(lacking.items()))
    text = f"missing for {roles}: ask them to open a staff page and set it up."
    yield warning("second factor", f"{text} A demo asks nobody for it." if settings.DEMO_MODE else text)


CHECKS = {"identity": identity, "administrators": administrators, "second factor": second_factors}
