"""Addresses of signing in and out, under the names that django-allauth and Django look for.

Chosen one by one: allauth's pages for passwords, for adding addresses and for its own sign-up are not reachable.
"""

from allauth.account.views import account_inactive, logout
from django.urls import include, path

from portal.accounts.sign_in import passkeys
from portal.accounts.views import sign_in

urlpatterns = [
    path("login/", sign_in.sign_in, name="account_login"),
    # allauth asks for this name on its own pages; asking for a code is how one signs in here.
    path("login/", sign_in.sign_in, name="account_request_login_code"),
    path("login/code/", sign_in.confirm_code, name="account_confirm_login_code"),
    path("signup/", sign_in.sign_up, name="account_signup"),
    path("logout/", logout, name="account_logout"),
    path("inactive/", account_inactive, name="account_inactive"),
    path("2fa/show/", sign_in.show_second_factor, name="account_show_second_factor"),
    path("2fa/webauthn/reauthenticate/", passkeys.ShowPasskeyView.as_view(), name="mfa_reauthenticate_webauthn"),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
]
