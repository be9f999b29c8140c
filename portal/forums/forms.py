"""Why a forum does not take place: asked on the desk and in the admin."""

from django import forms
from django.utils.translation import gettext_lazy

from portal.core.text import CitizenLineField

LONGEST_REASON = 300


class CallOffForm(forms.Form):
    """Why a forum does not take place; everybody who is registered reads it."""

    reason_ko = CitizenLineField(label=gettext_lazy("Reason in Korean"), max_length=LONGEST_REASON)
    reason_en = CitizenLineField(label=gettext_lazy("Reason in English"), max_length=LONGEST_REASON, required=False)
