"""The shape of what people type about themselves."""

import unicodedata
from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Consent, Language, User
from portal.accounts.nicknames import LONGEST, suggest_nickname
from portal.accounts.services import personal_data
from portal.accounts.services.accounts import UnusableNickname, usable_nickname
from portal.core.text.cleaning import CitizenLineField
from portal.core.text.links import normalise_address
from portal.plan.models import Department

TRIES_FOR_A_FREE_NICKNAME = 5


class AddressForm(forms.Form):
    """Step one of the way in."""

    email = forms.CharField(
        label=_("E-mail address"),
        help_text=_("We send you a code of six digits. There is no password."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def clean_email(self) -> str:
        """One mailbox is one address, however it was typed."""
        address = normalise_address(self.cleaned_data["email"])
        if any(is_invisible(character) for character in address):
            raise forms.ValidationError(_("The address contains a character that cannot be seen. Please type it again."))
        return forms.EmailField(max_length=254).clean(address)


class CodeForm(ConfirmLoginCodeForm):
    """Step two: the code from the message."""

    code = forms.CharField(
        label=_("Six-digit code"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "code-input"}),
    )


class SettingsForm(forms.Form):
    """What a person may choose about their account."""

    nickname = forms.CharField(
        label=_("Nickname"),
        help_text=_("Others see only this name. You can change it later."),
        max_length=LONGEST * 4,  # full-width and decomposed letters shrink when cleaned; the service counts again
        widget=forms.TextInput(attrs={"autocomplete": "nickname", "maxlength": LONGEST}),
    )
    language = forms.ChoiceField(label=_("Language of mails"), choices=Language.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, owner: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner

    def clean_nickname(self) -> str:
        """Say what is wrong with it beside the field, together with all else; the service asks again."""
        try:
            return usable_nickname(self.cleaned_data["nickname"], owner=self.owner)
        except UnusableNickname as unusable:
            raise forms.ValidationError(str(unusable)) from unusable


class SignUpForm(SettingsForm):
    """Step three, for whoever is new. Nothing is ticked beforehand."""

    age = forms.BooleanField(
        label=_("I am fourteen years old or older"),
        error_messages={"required": _("An account is open to people of fourteen and older. Please tick the box if you are.")},
    )
    terms = forms.BooleanField(
        label=_("I agree to the terms of use below"),
        error_messages={"required": _("An account needs your consent to the terms of use.")},
    )
    privacy = forms.BooleanField(
        label=_("I agree to the collection and use of the data named below"),
        error_messages={
            "required": _("An account needs your consent to storing this data. You can read everything without an account.")
        },
    )

    def consents(self) -> dict[str, str]:
        """Each purpose agreed to and the version of its text."""
        return {purpose: settings.CONSENT_VERSIONS[purpose] for purpose in Consent.Purpose.values}


class ReasonForm(forms.Form):
    """Why a member of staff needs to see how somebody is reached."""

    reason = CitizenLineField(
        label=_("Reason"),
        help_text=_("The person can read this reason on their own page, with your role and without your name."),
        min_length=personal_data.SHORTEST_REASON,
        max_length=personal_data.LONGEST_REASON,
    )


class PersonSearchForm(AddressForm, ReasonForm):
    """Whose an address is, and why a member of staff needs to know."""

    field_order = ("email", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _("Enter the whole address; part of one finds nobody.")
        self.fields["email"].widget.attrs["autocomplete"] = "off"


class DepartmentForm(forms.Form):
    """In whose name an officer answers."""

    department = forms.ModelChoiceField(
        label=_("Department"),
        help_text=_(
            "Official replies, answers and updates are published under its name. What was published before keeps "
            "its earlier name."
        ),
        queryset=Department.objects.order_by("name_ko", "pk"),
        required=False,
        empty_label=_("No department"),
    )


def free_nickname(language: str) -> str:
    """A suggestion that nobody has; empty if the dice were against us."""
    for _try in range(TRIES_FOR_A_FREE_NICKNAME):
        nickname = suggest_nickname(language)
        if not User.objects.called(nickname).exists():
            return nickname
    return ""


def is_invisible(character: str) -> bool:
    """Whether it is a control, format, unassigned or space character: two addresses that look the same would be two."""
    return unicodedata.category(character)[0] in "CZ"
