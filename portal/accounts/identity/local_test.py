"""A provider for trying the portal out: whoever fills in its form is believed."""

from django import forms
from django.core.validators import RegexValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from portal.accounts.districts import district_choices
from portal.accounts.identity.provider import IdentityProof, IdentityProvider
from portal.accounts.models import OLDEST_BIRTH_YEAR


class SampleResidentForm(forms.Form):
    """Stands for the pages of a real service. It asks for no name."""

    person_number = forms.CharField(
        label=_("Number of the sample resident"),
        help_text=_("Any number of up to eight digits. The same number stands for the same person."),
        max_length=8,
        validators=[RegexValidator(r"^[0-9]+\Z", _("Use digits only."))],
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    birth_year = forms.IntegerField(
        label=_("Year of birth"),
        help_text=_("Four digits, for example 1990."),
        min_value=OLDEST_BIRTH_YEAR,
        max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "bday-year"}),
    )
    district = forms.ChoiceField(
        label=_("District where you live"), choices=lambda: [("", _("Please choose")), *district_choices()]
    )


class LocalTestProvider(IdentityProvider):
    """The sample residents' registry."""

    slug = "local-test"
    is_sample = True

    def start(self, request: HttpRequest, *, next_url: str) -> HttpResponse:
        """Show the form."""
        return self._page(request, SampleResidentForm(), next_url)

    def finish(self, request: HttpRequest) -> IdentityProof | HttpResponse:
        """Believe what the form says."""
        form = SampleResidentForm(request.POST)
        if not form.is_valid():
            return self._page(request, form, request.POST.get("next", ""), status=422)
        return IdentityProof(
            connecting_information=f"sample:{int(form.cleaned_data['person_number'])}",
            birth_year=form.cleaned_data["birth_year"],
            district=form.cleaned_data["district"],
            provider=self.slug,
        )

    def refused(self, request: HttpRequest, reason: str, *, status: int) -> HttpResponse:
        """The form again, with what was typed and why it was refused."""
        form = SampleResidentForm(request.POST)
        form.add_error(None, reason)
        return self._page(request, form, request.POST.get("next", ""), status=status)

    def _page(self, request: HttpRequest, form: forms.Form, next_url: str, *, status: int = 200) -> HttpResponse:
        return render(request, "accounts/verify_sample.html", {"form": form, "next": next_url}, status=status)
