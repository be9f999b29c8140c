"""Every change to people: accounts, identity, roles."""

from portal.accounts.services.accounts import change_settings, create_account, send_code
from portal.accounts.services.identity import verify
from portal.accounts.services.personal_data import record_view
from portal.accounts.services.roles import grant_role, load_roles, set_roles, withdraw_role
from portal.accounts.services.standing import assign_department, set_moderation_scope, suspend_until

__all__ = [
    "assign_department",
    "change_settings",
    "create_account",
    "grant_role",
    "load_roles",
    "record_view",
    "send_code",
    "set_moderation_scope",
    "set_roles",
    "suspend_until",
    "verify",
    "withdraw_role",
]
