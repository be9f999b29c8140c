"""Every change to people: accounts, identity, roles."""

from portal.accounts.services.accounts import change_settings, create_account, send_code
from portal.accounts.services.identity import verify
from portal.accounts.services.personal_data import find_by_address, record_view
from portal.accounts.services.roles import grant_role, load_roles, set_roles, withdraw_role
from portal.accounts.services.staff_entry import defer_wrong_code, record_staff_entry, remove_second_factor
from portal.accounts.services.standing import assign_department, set_moderation_scope, suspend_until

__all__ = [
    "assign_department",
    "change_settings",
    "create_account",
    "defer_wrong_code",
    "find_by_address",
    "grant_role",
    "load_roles",
    "record_staff_entry",
    "record_view",
    "remove_second_factor",
    "send_code",
    "set_moderation_scope",
    "set_roles",
    "suspend_until",
    "verify",
    "withdraw_role",
]
