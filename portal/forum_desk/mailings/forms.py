"""What an organiser fills in to write to people of a forum."""

from typing import Any, cast
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.core.text.cleaning import CitizenLineField, CitizenTextField
from portal.forum_desk.mailings.audiences import counts_of, offered
from portal.forum_desk.mailings.text import Words
from portal.forum_desk.models import Audience
from portal.forum_desk.services.mailings import LONGEST_BODY, LONGEST_SUBJECT
from portal.forums.models import Forum


class MailingForm(forms.Form):
    """To whom, and what; `form_key` makes a form that is sent twice one mailing."""

    data: QueryDict

    audience = forms.ChoiceField(label=_("To whom"), widget=forms.RadioSelect)
    subject = CitizenLineField(label=_("Subject"), max_length=LONGEST_SUBJECT)
    body = CitizenTextField(
        label=pgettext_lazy("letter", "Text"),
        max_length=LONGEST_BODY,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("You can write {nickname}, {forum}, {when}, {place} and {link}; each person reads their own."),
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)
    # How many people the preview asked about.
    previewed = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, forum: Forum, **options: Any) -> None:
        options["initial"] = {"form_key": uuid4(), "audience": Audience.CONFIRMED}
        super().__init__(*args, **options)
        counts = counts_of(forum)
        cast("forms.ChoiceField", self.fields["audience"]).choices = [
            (each.value, f"{capfirst(str(each.label))} ({counts[each]:,})") for each in offered(forum, timezone.now())
        ]

    def mailing(self) -> dict[str, Any]:
        """What the service takes."""
        values = self.cleaned_data
        return {"audience": Audience(values["audience"]), "subject": values["subject"], "body": values["body"]}

    def words(self) -> Words:
        """Subject and text, with their placeholders."""
        return Words(self.cleaned_data["subject"], self.cleaned_data["body"])

    def sending(self) -> dict[str, Any]:
        """What the service takes besides the mailing."""
        return {name: self.cleaned_data[name] for name in ("form_key", "previewed")}

    def ask_about(self, count: int) -> None:
        """Have the next form say that its sender was asked about so many people."""
        self.data = self.data.copy()
        self.data[self.add_prefix("previewed")] = str(count)
