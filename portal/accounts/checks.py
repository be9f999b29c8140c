"""What `manage.py check` says about people."""

from django.core.checks import Critical, register
from django.core.exceptions import ImproperlyConfigured

from portal.accounts.identity import identity_provider


@register()
def identity_provider_is_possible(app_configs, **kwargs) -> list[Critical]:
    """Stop the start if the configured provider is unknown, or a sample one beside real secrets."""
    try:
        identity_provider()
    except ImproperlyConfigured as problem:
        return [Critical(str(problem), id="accounts.C001")]
    return []
