"""Forms of the organisers."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.text import CitizenLineField
from portal.forums.meeting_links import UnusableMeetingLink, check_meeting_url
from portal.forums.models.forum import RESERVED_SLUGS
from portal.forums.services.organising import LARGEST_CAPACITY

LONGEST_REASON = 300


class ForumForm(forms.ModelForm):
    """What is announced about a forum; the admin says which columns, and keeps state and counters out."""

    def clean_slug(self) -> str:
        """Pages of the portal itself lie beside the forums'."""
        slug = self.cleaned_data["slug"]
        if slug in RESERVED_SLUGS:
            raise forms.ValidationError(_("This address is taken by a page of the portal. Please choose another one."))
        return slug

    def clean_online_url(self) -> str:
        """Only to the services that the settings name."""
        url = self.cleaned_data["online_url"]
        try:
            return check_meeting_url(url) if url else ""
        except UnusableMeetingLink as violation:
            raise forms.ValidationError(str(violation)) from violation

    def clean_capacity(self) -> int:
        """Said beside the field; the service refuses it again under the lock."""
        capacity = self.cleaned_data["capacity"]
        if capacity > LARGEST_CAPACITY:
            raise forms.ValidationError(_("A forum can have between 0 and 100,000 seats."))
        self._refuse_fewer_seats(capacity)
        return capacity

    def _refuse_fewer_seats(self, capacity: int) -> None:
        seated = self.instance.seats_taken if self.instance.pk else 0
        if capacity < seated:
            raise forms.ValidationError(_("%(count)d people already hold a seat.") % {"count": seated})


class CallOffForm(forms.Form):
    """Why a forum does not take place; everybody who is registered reads it."""

    reason_ko = CitizenLineField(label=gettext_lazy("Reason in Korean"), max_length=LONGEST_REASON)
    reason_en = CitizenLineField(label=gettext_lazy("Reason in English"), max_length=LONGEST_REASON, required=False)
