"""The forms of temporary takedowns: asking, objecting, deciding."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils import translation
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from portal.accounts.forms import AddressForm
from portal.core.text.cleaning import CitizenLineField, CitizenTextField
from portal.discussion.rules import Rule
from portal.moderation.forms.decisions import named
from portal.moderation.forms.prepared import ReasonedForm
from portal.moderation.models import LONGEST_REASON
from portal.moderation.prepared_texts import WHY_BLOCKED, WHY_HIDDEN, WHY_NOT_BLOCKED, WHY_UNBLOCKED
from portal.takedowns.evidence_files import MOST_FILES, EvidenceFile, UnusableFile, read_evidence
from portal.takedowns.models import LONGEST_OBJECTION, LONGEST_STATEMENT, Takedown
from portal.takedowns.services.blocks import MOST_DAYS
from portal.takedowns.services.requests import LONGEST_REQUESTER_NAME

BLOCK, REFUSE, LIFT, REMOVE = "block", "refuse", "lift", "remove"
SENTENCES: dict[str, Mapping[str, Promise]] = {
    BLOCK: WHY_BLOCKED,
    REFUSE: WHY_NOT_BLOCKED,
    LIFT: WHY_UNBLOCKED,
    REMOVE: WHY_HIDDEN,
}
QUESTIONS = {
    BLOCK: _("Why is the comment blocked?"),
    REFUSE: _("Why is the comment not blocked?"),
    LIFT: _("Why does the block end?"),
    REMOVE: _("Which rule does the comment break?"),
}
RIGHTS = {
    Takedown.Right.PRIVACY: _(
        "The comment shows something of a private life: an address, a picture, an illness, a family matter."
    ),
    Takedown.Right.DEFAMATION: _("The comment states something about a person or an organisation that harms their reputation."),
    Takedown.Right.OTHER: _("For example copyright, or the right to one's own name."),
}


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class EvidenceField(forms.FileField):
    """Up to three files, each recognised by its content."""

    widget = SeveralFilesInput

    def clean(self, data: object, initial: object = None) -> list[EvidenceFile]:
        """The files as they are kept. Sends none on if one of them is unusable."""
        uploads = [upload for upload in (data if isinstance(data, list) else [data]) if upload]
        if len(uploads) > MOST_FILES:
            raise forms.ValidationError(_("Please choose at most three files."))
        try:
            return [read_evidence(upload) for upload in uploads]
        except UnusableFile as violation:
            raise forms.ValidationError(str(violation)) from violation


class TakedownRequestForm(AddressForm):
    """Who asks, for whom, what is infringed and how. Nobody needs an account for it."""

    field_order = ["relation", "right", "statement", "evidence", "name", "email", "consent"]

    relation = forms.ChoiceField(
        label=_("On whose behalf do you ask?"),
        choices=Takedown.Relation.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose for whom you ask.")},
    )
    right = forms.ChoiceField(
        label=_("Which right does the comment infringe?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose the right that is infringed.")},
    )
    statement = CitizenTextField(
        label=_("What exactly infringes it, and how?"),
        help_text=_(
            "Quote the passage, say what is untrue or private about it, and what harm it does. Only the moderators read "
            "this, never the author."
        ),
        max_length=LONGEST_STATEMENT,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    evidence = EvidenceField(
        label=_("Evidence"),
        help_text=_(
            "Up to three files of at most 5 MB each: PDF, PNG or JPEG. Please black out what is not needed. Where and when "
            "a picture was taken is removed from it."
        ),
        required=False,
        widget=SeveralFilesInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg,application/pdf,image/png,image/jpeg"}),
    )
    name = CitizenLineField(
        label=_("Your name, or the name of your organisation"),
        max_length=LONGEST_REQUESTER_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    consent = forms.BooleanField(
        label=_("I agree to the use of my data for this request as described below."),
        error_messages={"required": _("Without your consent we cannot accept the request.")},
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["email"].help_text = _("We write to you here: first a link to confirm the request, then what was decided.")
        choices = [(right.value, named(right.label, RIGHTS[right])) for right in Takedown.Right]
        cast("forms.ChoiceField", self.fields["right"]).choices = choices

    def asked(self) -> dict[str, Any]:
        """What the service takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "consent"}


class ObjectionForm(forms.Form):
    """What the author says against a block."""

    text = CitizenTextField(
        label=_("Why may the comment be read by everybody?"),
        help_text=_("For example: where the facts come from, why the public should know them, what the comment really says."),
        max_length=LONGEST_OBJECTION,
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class TakedownDecisionForm(ReasonedForm):
    """One decision about a request, with a prepared sentence or the moderator's own words in its place.

    Sentences are offered in the language of who reads them first: the author, or of a refusal the requester.
    """

    days = forms.IntegerField(
        label=_("For how many days?"),
        help_text=_("From one to thirty. The block ends automatically after that."),
        min_value=1,
        max_value=MOST_DAYS,
        initial=MOST_DAYS,
    )
    reason = CitizenTextField(
        label=_("In your own words"),
        help_text=_("Both sides read this, so do not name either. If left empty, the sentence chosen above is used."),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ("prepared", "days", "reason", "note")

    def __init__(self, data: QueryDict | None = None, *, takedown: Takedown, decision: str) -> None:
        super().__init__(data, auto_id=f"{decision}-%s")
        self.decision = decision
        self.language = takedown.language if decision == REFUSE else takedown.comment.author.language
        with translation.override(self.language):
            self.sentences = {key: str(sentence) for key, sentence in SENTENCES[decision].items()}
        self.fields["prepared"].label = QUESTIONS[decision]
        choices = [(key, self._choice(key)) for key in self.sentences]
        cast("forms.ChoiceField", self.fields["prepared"]).choices = choices
        if decision != BLOCK:
            del self.fields["days"]

    def ruling(self) -> dict[str, Any]:
        """What the service for this decision takes. Own words come before the prepared ones."""
        given = self.cleaned_data
        ruling = {"reason": given["reason"] or self.sentences[given["prepared"]], "note": given["note"]}
        if self.decision == BLOCK:
            ruling["days"] = given["days"]
        if self.decision == REMOVE:
            ruling["rule"] = given["prepared"]
        return ruling

    def _choice(self, key: str) -> str:
        sentence = format_html('<span lang="{}">{}</span>', self.language, self.sentences[key])
        return named(Rule(key).label, sentence) if self.decision == REMOVE else sentence
