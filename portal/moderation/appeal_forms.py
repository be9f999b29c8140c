"""The forms of appealing and ruling. Sentences are offered in the language of whoever reads them."""

from collections.abc import Iterable, Mapping

from django import forms
from django.utils import translation
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from portal.core.text import CitizenTextField
from portal.moderation.models import LONGEST_APPEAL, LONGEST_NOTE, LONGEST_REASON
from portal.moderation.prepared import WHY_REVERSED, WHY_SUSPENSION_UPHELD, WHY_UPHELD

UPHOLD, REVERSE = "uphold", "reverse"


class AppealForm(forms.Form):
    """Why the author disagrees."""

    text = CitizenTextField(
        label=_("Why do you see it differently?"),
        help_text=_(
            "Somebody who had not decided before reads this together with your comment. Say what was misunderstood, "
            "or which words you meant how. Up to 2,000 characters."
        ),
        max_length=LONGEST_APPEAL,
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class PreparedForm(forms.Form):
    """A prepared sentence, or one's own words in its place, and a note for colleagues."""

    prepared = forms.ChoiceField(widget=forms.RadioSelect, error_messages={"required": _("Please choose one of these.")})
    reason = CitizenTextField(
        label=_("In your own words"),
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

    question: str | Promise = ""
    help: str | Promise = _("The person concerned reads this. Left empty, the sentence chosen above is used.")

    def __init__(self, data: Mapping | None = None, *, language: str) -> None:
        super().__init__(data)
        self.language = language
        with translation.override(language):
            self.sentences = {key: str(sentence) for key, _name, sentence in self.offered()}
        self.fields["prepared"].label = self.question
        self.fields["prepared"].choices = [(key, self._choice(name, key)) for key, name, _sentence in self.offered()]
        self.fields["reason"].help_text = self.help

    def offered(self) -> Iterable[tuple[str, str | Promise, str | Promise]]:
        """Key, name and sentence of each choice."""
        raise NotImplementedError

    def words(self) -> dict[str, str]:
        """Reason and note; one's own words come before the prepared ones."""
        chosen = self.sentences[self.cleaned_data["prepared"]]
        return {"reason": self.cleaned_data["reason"] or chosen, "note": self.cleaned_data["note"]}

    def _choice(self, name: str | Promise, key: str) -> str:
        return format_html(
            '<span><strong class="decision__name">{}</strong> <span lang="{}" data-sentence>{}</span></span>',
            name,
            self.language,
            self.sentences[key],
        )


class RulingForm(PreparedForm):
    """Confirm or reverse, with a reason."""

    question = _("What do you rule?")

    def __init__(self, data: Mapping | None = None, *, language: str, is_about_suspension: bool = False) -> None:
        self.upheld = WHY_SUSPENSION_UPHELD if is_about_suspension else WHY_UPHELD
        super().__init__(data, language=language)

    def offered(self) -> list[tuple[str, str | Promise, str | Promise]]:
        """Three ways of confirming and three of reversing."""
        uphold = [(f"{UPHOLD}-{key}", _("Confirm the decision"), sentence) for key, sentence in self.upheld.items()]
        reverse = [(f"{REVERSE}-{key}", _("Reverse the decision"), sentence) for key, sentence in WHY_REVERSED.items()]
        return [*uphold, *reverse]

    def ruling(self) -> dict:
        """What the service takes."""
        return {"reverses": self.cleaned_data["prepared"].startswith(REVERSE), **self.words()}
