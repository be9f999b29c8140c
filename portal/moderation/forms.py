"""The forms of reporting and deciding. Every choice is a radio button with the sentence it stands for."""

from collections.abc import Mapping
from typing import Self

from django import forms
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from portal.core.errors import RuleViolation
from portal.core.text import CitizenTextField
from portal.discussion.models import Comment
from portal.discussion.rules import Rule
from portal.moderation.models import LONGEST_NOTE, LONGEST_REASON, LONGEST_REPORT, Action
from portal.moderation.prepared import WHAT_IT_MEANS, WHY_HIDDEN, WHY_KEPT, WHY_RESTORED

SENTENCES: dict[str, Mapping] = {Action.HIDE: WHY_HIDDEN, Action.KEEP: WHY_KEPT, Action.RESTORE: WHY_RESTORED}
QUESTIONS = {
    Action.HIDE: _("Which rule does the comment break?"),
    Action.KEEP: _("Why does the comment stay?"),
    Action.RESTORE: _("Why is the comment shown again?"),
}


class ReportForm(forms.Form):
    """Which rule a comment breaks, and what the moderator should know."""

    reason = forms.ChoiceField(
        label=_("What is wrong with this comment?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose a reason.")},
    )
    text = CitizenTextField(
        label=_("What should the moderator know?"),
        max_length=LONGEST_REPORT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *arguments, **options) -> None:
        super().__init__(*arguments, **options)
        self.fields["reason"].choices = [(rule.value, _named(rule.label, WHAT_IT_MEANS[rule])) for rule in Rule]


class DecisionForm(forms.Form):
    """One decision: a prepared sentence, or the moderator's own words in its place.

    Sentences are offered in the author's language, since the author is the one who reads them.
    """

    prepared = forms.ChoiceField(widget=forms.RadioSelect, error_messages={"required": _("Please choose one of these.")})
    reason = CitizenTextField(
        label=_("In your own words"),
        help_text=_("The author and the public read this. Left empty, the sentence chosen above is used."),
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
    # The newest decision the moderator knew of: two people at the same comment notice each other by it.
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, data: Mapping | None = None, *, action: str, comment: Comment) -> None:
        latest = comment.decisions.newest_first().first()
        super().__init__(data, auto_id=f"{action}-{comment.pk}-%s", initial={"seen": latest.pk if latest else 0})
        self.action = action
        self.language = comment.author.language
        with translation.override(self.language):
            self.sentences = {key: str(sentence) for key, sentence in SENTENCES[action].items()}
        self.fields["prepared"].label = QUESTIONS[action]
        self.fields["prepared"].choices = [(key, self._choice(key)) for key in self.sentences]

    def _choice(self, key: str) -> str:
        sentence = format_html('<span lang="{}" data-sentence>{}</span>', self.language, self.sentences[key])
        return _named(Rule(key).label, sentence) if self.action == Action.HIDE else sentence

    def ruling(self) -> dict:
        """What the service for this action takes. Own words come before the prepared ones."""
        key = self.cleaned_data["prepared"]
        ruling = {
            "reason": self.cleaned_data["reason"] or self.sentences[key],
            "note": self.cleaned_data["note"],
            "seen": self.cleaned_data["seen"],
        }
        return ruling | ({"rule": key} if self.action == Action.HIDE else {})

    def told(self, violation: RuleViolation) -> Self:
        """The form with what was typed and the reason for the refusal; sending it again knows the newest decision."""
        self.add_error(None, str(violation))
        self.data = self.data.copy()
        self.data["seen"] = self.initial["seen"]
        return self


def _named(name: str, sentence: str) -> str:
    return format_html('<span><strong class="decision__name">{}</strong> {}</span>', name, sentence)
