"""Codes of an authenticator app or from the list of recovery codes, typed in: only so many tries, with a wait that is true."""

from allauth.mfa.base import forms as allauth_forms
from django import forms

from portal.accounts.models import User
from portal.accounts.sign_in.limits import limit_factor


class _Counted(forms.Form):
    user: User

    def clean_code(self) -> str:
        """The code, if it is right. Raises ValidationError, and TooManyRequests before it is looked at."""
        limit_factor(self.user)
        return super().clean_code()  # type: ignore[misc] # of the form beside this class


class AuthenticateForm(_Counted, allauth_forms.AuthenticateForm):
    """A code at sign-in."""


class ReauthenticateForm(_Counted, allauth_forms.ReauthenticateForm):
    """A code while signed in."""
