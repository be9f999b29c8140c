"""Every change to people: accounts, identity, roles."""

from portal.accounts.services.accounts import change_settings, create_account, send_code
from portal.accounts.services.identity import verify
from portal.accounts.services.roles import grant_role, load_roles, set_roles, withdraw_role

__all__ = [
    "change_settings",
    "create_account",
    "grant_role",
    "load_roles",
    "send_code",
    "set_roles",
    "verify",
    "withdraw_role",
]
