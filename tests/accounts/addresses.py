"""Who may use the addresses of signing in and of second factors, most of which are django-allauth's."""

from tests.policy import BOTH, PUBLIC, SIGNED_IN, Policy

ACCOUNT_PAGES = {
    "account_login": Policy(PUBLIC, BOTH),
    "account_request_login_code": Policy(PUBLIC, BOTH),
    "account_confirm_login_code": Policy(PUBLIC, BOTH),
    "account_signup": Policy(PUBLIC, BOTH),
    "account_logout": Policy(PUBLIC, BOTH),
    "account_inactive": Policy(PUBLIC),
    "account_show_second_factor": Policy(SIGNED_IN),
    "mfa_index": Policy(SIGNED_IN),
    "mfa_authenticate": Policy(PUBLIC, BOTH),
    # Whoever set up no second factor has nothing to sign in again with.
    "mfa_reauthenticate": Policy(SIGNED_IN, BOTH, is_for_citizens=False),
    "mfa_activate_totp": Policy(SIGNED_IN, BOTH),
    "mfa_deactivate_totp": Policy(SIGNED_IN, BOTH),
    "mfa_view_recovery_codes": Policy(SIGNED_IN),
    "mfa_generate_recovery_codes": Policy(SIGNED_IN, BOTH),
    "mfa_download_recovery_codes": Policy(SIGNED_IN),
    "mfa_list_webauthn": Policy(SIGNED_IN),
    "mfa_add_webauthn": Policy(SIGNED_IN, BOTH),
    "mfa_reauthenticate_webauthn": Policy(SIGNED_IN, BOTH, is_for_citizens=False),
    # One's own; to everybody else there is no such passkey.
    "mfa_edit_webauthn": Policy(SIGNED_IN, BOTH, ("passkey",)),
    "mfa_remove_webauthn": Policy(SIGNED_IN, BOTH, ("passkey",)),
    "usersessions_list": Policy(SIGNED_IN, BOTH),
}
