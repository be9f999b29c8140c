"""The forms of suspending a person and of lifting a suspension."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portal.discussion.rules import Rule
from portal.moderation.forms.prepared import Choice, PreparedForm
from portal.moderation.prepared_texts import SUSPENDED_AGAIN, WHY_LIFTED, WHY_SUSPENDED

HOURS = {
    "1": _("1 hour"),
    "24": _("1 day"),
    "72": _("3 days"),
    "168": _("1 week"),
    "720": _("30 days"),
    "2160": _("90 days"),
    "8760": _("1 year"),
}
NAMES = {"mistake": _("A mistake"), "too_long": _("Too long"), "promised": _("A promise")}
UNCHOSEN = ("", _("Please choose"))


class SuspensionForm(PreparedForm):
    """For what, for how long, and whether everything the person wrote is hidden too."""

    question = _("Which rule was broken?")

    hours = forms.ChoiceField(
        label=_("For how long?"), choices=[UNCHOSEN, *HOURS.items()], error_messages={"required": _("Please choose how long.")}
    )
    hides_comments = forms.BooleanField(
        label=_("Hide everything this person wrote, in every task"),
        help_text=_("Official replies stay. Lifting the suspension shows again what this act has hidden."),
        required=False,
    )
    field_order = ("prepared", "reason", "hours", "hides_comments", "note")

    def __init__(self, data: QueryDict | None = None, *, language: str, hidden_before: Collection[str]) -> None:
        """`hidden_before` are the rules under which a comment of the person was hidden before."""
        offered: list[Choice] = [(rule.value, rule.label, _sentence(rule, is_repeated=rule in hidden_before)) for rule in Rule]
        super().__init__(data, language=language, offered=offered)

    def suspension(self, now: datetime) -> dict[str, Any]:
        """What the service takes. It ends on a full minute, at the earliest when the time chosen is over."""
        until = now + timedelta(hours=int(self.cleaned_data["hours"]), minutes=1)
        return {
            "rule": self.cleaned_data["prepared"],
            "until": until.replace(second=0, microsecond=0),
            "hides_comments": self.cleaned_data["hides_comments"],
            **self.words(),
        }


def _sentence(rule: Rule, *, is_repeated: bool) -> str | Promise:
    return format_lazy("{} {}", WHY_SUSPENDED[rule], SUSPENDED_AGAIN) if is_repeated else WHY_SUSPENDED[rule]


class LiftForm(PreparedForm):
    """Why the person may take part again."""

    question = _("Why is the suspension lifted?")

    def __init__(self, data: QueryDict | None = None, *, language: str) -> None:
        super().__init__(data, language=language, offered=[(key, NAMES[key], sentence) for key, sentence in WHY_LIFTED.items()])
        del self.fields["note"]

    def lifting(self) -> dict[str, Any]:
        """What the service takes."""
        return {"reason": self.words()["reason"]}
