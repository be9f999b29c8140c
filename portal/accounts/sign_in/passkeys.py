"""Passkeys as a second factor: what django-allauth leaves open about them."""

from typing import Any

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm, ReauthenticateWebAuthnForm
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django import forms
from django.http import HttpResponse

from portal.accounts.models import User
from portal.accounts.sign_in.factor_events import record_failure

# What fido2 raises for words that are no credential, and allauth lets through.
UNREADABLE = (AttributeError, KeyError, TypeError, ValueError)


class CredentialField(forms.JSONField):
    """What a browser sends of a passkey. Numbers of thousands of digits and endless nesting are no JSON of anybody's device."""

    def to_python(self, value: Any) -> Any:
        """The values. Raises ValidationError."""
        try:
            return super().to_python(value)
        except (ValueError, RecursionError) as unreadable:
            raise _not_right() from unreadable

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What the form shows again: nothing, since nobody types it and each try needs a new one."""
        return initial


class AddForm(AddWebAuthnForm):
    """A new passkey."""

    credential = CredentialField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """The name and the passkey. Raises ValidationError."""
        try:
            return super().clean()
        except UNREADABLE as unreadable:
            raise _not_right() from unreadable


class _Shown(forms.Form):
    """Puts on record what allauth records for typed codes only."""

    credential = CredentialField(widget=forms.HiddenInput)
    user: User

    def clean_credential(self) -> Authenticator:
        """The passkey that was shown. Raises ValidationError."""
        try:
            return super().clean_credential()  # type: ignore[misc] # of the form beside this class
        except UNREADABLE as unreadable:
            self._record()
            raise _not_right() from unreadable
        except forms.ValidationError:
            self._record()
            raise

    def _record(self) -> None:
        record_failure(context.request, self.user, Authenticator.Type.WEBAUTHN)


class AuthenticateForm(_Shown, AuthenticateWebAuthnForm):
    """A passkey at sign-in."""


class ReauthenticateForm(_Shown, ReauthenticateWebAuthnForm):
    """A passkey while signed in."""


class ShowPasskeyView(ReauthenticateWebAuthnView):
    """What went wrong is said on the page itself."""

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        """The page once more, with a new challenge."""
        return self.render_to_response(self.get_context_data() | {"form": form}, status=422)


def _not_right() -> forms.ValidationError:
    return get_adapter().validation_error("incorrect_code")
