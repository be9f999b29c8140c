"""Choosing the service that vouches for people."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from portal.accounts.identity.local_test import LocalTestProvider
from portal.accounts.identity.provider import IdentityProvider

PROVIDERS: dict[str, Callable[[], IdentityProvider]] = {LocalTestProvider.slug: LocalTestProvider}


def identity_provider() -> IdentityProvider | None:
    """The configured service, or None if the portal has none.

    Raises ImproperlyConfigured for an unknown one, and for a sample one outside of demo mode or beside real secrets: with it
    anybody could be anybody.
    """
    if not settings.IDENTITY_PROVIDER:
        return None
    try:
        provider = PROVIDERS[settings.IDENTITY_PROVIDER]()
    except KeyError as unknown:
        raise ImproperlyConfigured(f"IDENTITY_PROVIDER: there is no provider named {unknown}.") from unknown
    if provider.is_sample and (settings.HAS_PRODUCTION_SECRETS or not settings.DEMO_MODE):
        raise ImproperlyConfigured(f"IDENTITY_PROVIDER={provider.slug} vouches for anybody: it works in demo mode only.")
    return provider
