"""The forms of appealing and ruling. Sentences are offered in the language of whoever reads them."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from portal.appeals.models import LONGEST_APPEAL
from portal.core.text.cleaning import CitizenTextField
from portal.moderation.forms.prepared import PreparedForm
from portal.moderation.prepared_texts import WHY_REVERSED, WHY_SUSPENSION_UPHELD, WHY_UPHELD

UPHOLD, REVERSE = "uphold", "reverse"


class AppealForm(forms.Form):
    """Why the author disagrees."""

    text = CitizenTextField(
        label=_("Why do you disagree?"),
        help_text=_(
            "A different moderator reads this together with your comment. Say what was misunderstood, or what you meant by "
            "which words. Up to 2,000 characters."
        ),
        max_length=LONGEST_APPEAL,
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class RulingForm(PreparedForm):
    """Confirm or reverse, with a reason."""

    question = _("What is your ruling?")

    def __init__(self, data: QueryDict | None = None, *, language: str, is_about_suspension: bool = False) -> None:
        why_upheld = WHY_SUSPENSION_UPHELD if is_about_suspension else WHY_UPHELD
        uphold = [(f"{UPHOLD}-{key}", _("Confirm the decision"), sentence) for key, sentence in why_upheld.items()]
        reverse = [(f"{REVERSE}-{key}", _("Reverse the decision"), sentence) for key, sentence in WHY_REVERSED.items()]
        super().__init__(data, language=language, offered=[*uphold, *reverse])

    def ruling(self) -> dict[str, Any]:
        """What the service takes."""
        return {"reverses": self.cleaned_data["prepared"].startswith(REVERSE), **self.words()}
