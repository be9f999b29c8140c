"""What all forms of moderators share: a prepared sentence, or one's own words in its place, and a note for colleagues."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from django import forms
from django.http import QueryDict
from django.utils import translation
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from portal.core.text.cleaning import CitizenTextField
from portal.moderation.models import LONGEST_NOTE, LONGEST_REASON

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Key, name and sentence of one choice.
Choice = tuple[str, str | Promise, str | Promise]


class ReasonedForm(forms.Form):
    """The three fields; who uses them says what there is to choose."""

    prepared = forms.ChoiceField(widget=forms.RadioSelect, error_messages={"required": _("Please choose one of these.")})
    reason = CitizenTextField(
        label=_("In your own words"),
        help_text=_("The author and the public read this. If left empty, the sentence chosen above is used."),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-reason": True}),
    )
    note = CitizenTextField(
        label=_("Internal note"),
        help_text=_("Read by moderators only."),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class PreparedForm(ReasonedForm):
    """Offers choices by name, each with the sentence that the person concerned reads, in that person's language."""

    question: "StrOrPromise" = ""

    def __init__(self, data: QueryDict | None = None, *, language: str, offered: Sequence[Choice]) -> None:
        super().__init__(data)
        with translation.override(language):
            self.sentences = {key: str(sentence) for key, _name, sentence in offered}
        self.fields["prepared"].label = self.question
        choices = [(key, self._choice(name, key, language)) for key, name, _sentence in offered]
        cast("forms.ChoiceField", self.fields["prepared"]).choices = choices
        self.fields["reason"].help_text = _("The person concerned reads this. If left empty, the sentence chosen above is used.")

    def words(self) -> dict[str, str]:
        """Reason and note; one's own words come before the prepared ones."""
        chosen = self.sentences[self.cleaned_data["prepared"]]
        return {"reason": self.cleaned_data["reason"] or chosen, "note": self.cleaned_data.get("note", "")}

    def _choice(self, name: str | Promise, key: str, language: str) -> str:
        return format_html(
            '<span><strong class="decision__name">{}</strong> <span lang="{}" data-sentence>{}</span></span>',
            name,
            language,
            self.sentences[key],
        )
