"""The forms of reporting and deciding. Every choice is a radio button with the sentence it stands for."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.core.errors import RuleViolation
from portal.core.text.cleaning import CitizenTextField
from portal.discussion.models import Comment
from portal.discussion.rules import Rule
from portal.moderation.forms.prepared import ReasonedForm
from portal.moderation.models import LONGEST_REPORT, Action
from portal.moderation.prepared_texts import WHAT_IT_MEANS, WHY_HIDDEN, WHY_KEPT, WHY_PUBLISHED, WHY_RESTORED
from portal.moderation.services.bulk import Row
from portal.moderation.services.claims import current_claim

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

SENTENCES: dict[str, Mapping[str, Promise]] = {
    Action.HIDE: WHY_HIDDEN,
    Action.KEEP: WHY_KEPT,
    Action.RESTORE: WHY_RESTORED,
    Action.PUBLISH: WHY_PUBLISHED,
}
QUESTIONS: "dict[str, StrPromise]" = {
    Action.HIDE: _("Which rule does the comment break?"),
    Action.KEEP: _("Why does the comment stay?"),
    Action.RESTORE: _("Why is the comment shown again?"),
    Action.PUBLISH: _("Why may the comment be published?"),
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

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        choices = [(rule.value, named(rule.label, WHAT_IT_MEANS[rule])) for rule in Rule]
        cast("forms.ChoiceField", self.fields["reason"]).choices = choices


class RulingForm(ReasonedForm):
    """A ruling in words, by the sentences that are prepared for an action."""

    def offer(self, action: str, language: str) -> None:
        """Offer the prepared sentences of an action, in a language."""
        self.action, self.language = action, language
        sentences = sentences_in(language, action)
        self.fields["prepared"].label = QUESTIONS[action]
        choices = [(key, self._choice(key, sentence)) for key, sentence in sentences.items()]
        cast("forms.ChoiceField", self.fields["prepared"]).choices = choices

    def _choice(self, key: str, sentence: str) -> str:
        words = format_html('<span lang="{}" data-sentence>{}</span>', self.language, sentence)
        return named(Rule(key).label, words) if self.action == Action.HIDE else words

    def rule(self) -> dict[str, str]:
        """The rule that was chosen, where one is."""
        return {"rule": self.cleaned_data["prepared"]} if self.action == Action.HIDE else {}


class DecisionForm(RulingForm):
    """One decision about one comment. Sentences are in the author's language, since the author is the one who reads them."""

    # The newest decision the moderator knew of: two people at the same comment notice each other by it.
    data: QueryDict
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    despite = forms.BooleanField(label=_("I have talked to my colleague, or it cannot wait: decide anyway."), required=False)

    def __init__(self, data: QueryDict | None = None, *, action: str, comment: Comment, moderator: User) -> None:
        latest = comment.decisions.newest_first().first()
        super().__init__(data, auto_id=f"{action}-{comment.pk}-%s", initial={"seen": latest.pk if latest else 0})
        self.offer(action, comment.author.language)
        claim = current_claim(comment, timezone.now())
        self.claim = claim if claim and claim.moderator_id != moderator.pk else None

    def ruling(self) -> dict[str, Any]:
        """What the service for this action takes. Own words come before the prepared ones."""
        typed = self.cleaned_data
        return self.rule() | {
            "reason": typed["reason"] or sentences_in(self.language, self.action)[typed["prepared"]],
            "note": typed["note"],
            "seen": typed["seen"],
            "asks_first": not typed["despite"],
        }

    def with_refusal(self, violation: RuleViolation) -> Self:
        """The form with what was typed and the reason for the refusal; sending it again knows the newest decision."""
        self.add_error(None, str(violation))
        self.data = self.data.copy()
        self.data["seen"] = self.initial["seen"]
        return self


class RowField(forms.Field):
    """Comments chosen on the desk, each as its key and the newest decision seen: `812-40`."""

    widget = forms.MultipleHiddenInput
    default_error_messages = {"invalid": _("Please select comments on the desk.")}

    def clean(self, value: list[str] | None) -> list[Row]:
        rows = [self._row(part) for part in value or []]
        if not rows:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return rows

    def _row(self, text: str) -> Row:
        key, _dash, seen = text.partition("-")
        if not all(part.isascii() and part.isdecimal() and len(part) <= LONGEST_KEY for part in (key, seen)):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return Row(int(key), int(seen))


LONGEST_KEY = 18  # digits of a PostgreSQL bigint that always fit


class ChosenRows(forms.Form):
    """What was chosen on the desk, and what is to be done with it."""

    row = RowField()


class BulkForm(RulingForm):
    """One decision about many comments. Each author reads a prepared sentence in their own language."""

    row = RowField()

    def __init__(self, data: QueryDict | None = None, *, action: str, rows: list[str]) -> None:
        super().__init__(data, auto_id="bulk-%s", initial={"row": rows})
        self.offer(action, translation.get_language())

    def ruling(self) -> dict[str, Any]:
        """What the service takes: the rows, and the words for each language of an author."""
        typed = self.cleaned_data
        reasons = {
            language: typed["reason"] or sentences_in(language, self.action)[typed["prepared"]]
            for language, _name in settings.LANGUAGES
        }
        return self.rule() | {"rows": typed["row"], "reasons": reasons, "note": typed["note"]}


def sentences_in(language: str, action: str) -> dict[str, str]:
    """The prepared sentences of an action in a language, by their keys."""
    with translation.override(language):
        return {key: str(sentence) for key, sentence in SENTENCES[action].items()}


def named(name: str | Promise, sentence: str | Promise) -> SafeString:
    """A choice with its name above its sentence."""
    return format_html('<span><strong class="decision__name">{}</strong> {}</span>', name, sentence)
