"""What organisers fill in about the people of a forum: what they look for, and why they need to know."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.core.text.cleaning import CitizenLineField
from portal.forum_desk.attendees.rows import AttendeeFilter
from portal.forum_desk.models import AttendeeExport
from portal.forum_desk.services.access_log import LONGEST_REASON, SHORTEST_REASON

LONGEST_SEARCH = 60


class SearchForm(forms.Form):
    """A part of a nickname, or a ticket code."""

    q = CitizenLineField(label=_("Nickname or ticket code"), max_length=LONGEST_SEARCH, required=False)
    state = forms.ChoiceField(label=_("Show"), required=False, choices=[("", _("All registrations")), *AttendeeFilter.choices])


class ReasonForm(forms.Form):
    """Why an organiser needs somebody's personal data."""

    reason = CitizenLineField(
        label=_("Reason"),
        help_text=_("The person can read this reason on their own page, with your role and without your name."),
        min_length=SHORTEST_REASON,
        max_length=LONGEST_REASON,
    )


class ListReasonForm(forms.Form):
    """Why an organiser needs the data of everybody on a list."""

    reason = CitizenLineField(
        label=_("Reason"),
        help_text=_("Your reason is recorded with your name, the time and the number of people."),
        min_length=SHORTEST_REASON,
        max_length=LONGEST_REASON,
    )


class ExportForm(ListReasonForm):
    """Why an organiser needs the list as a file, and which."""

    file_format = forms.ChoiceField(
        label=_("File"),
        choices=[
            (AttendeeExport.Format.XLSX, _("XLSX, for spreadsheet programs")),
            (AttendeeExport.Format.CSV, _("CSV, for other programs")),
        ],
        initial=AttendeeExport.Format.XLSX,
        widget=forms.RadioSelect,
    )
