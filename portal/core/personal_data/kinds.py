"""What is looked for, and what is handed out when it is found."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """The kinds of personal data, those that weigh most first: where two overlap, the earlier one counts."""

    RESIDENT_NUMBER = "resident", _("Resident registration number")
    FOREIGNER_NUMBER = "foreigner", _("Foreigner registration number")
    CARD = "card", _("Card number")
    MOBILE = "mobile", _("Mobile phone number")
    LICENCE = "licence", _("Driving licence number")
    PASSPORT = "passport", _("Passport number")
    ACCOUNT = "account", _("Bank account number")
    EMAIL = "email", _("E-mail address")
    LANDLINE = "landline", _("Telephone number")

    @property
    def why(self) -> Promise:
        """Why it matters, in one sentence."""
        return WHY[self]


IDENTITY = _("Together with your name it is enough to pretend to be you, and it can hardly be changed.")
DOCUMENT = _("Together with your name it can be used to pretend to be you.")
MONEY = _("Scammers collect these numbers.")
CONTACT = _("Anybody can call or write to it, even years from now.")
WHY = {
    Kind.RESIDENT_NUMBER: IDENTITY,
    Kind.FOREIGNER_NUMBER: IDENTITY,
    Kind.CARD: MONEY,
    Kind.MOBILE: CONTACT,
    Kind.LICENCE: DOCUMENT,
    Kind.PASSPORT: DOCUMENT,
    Kind.ACCOUNT: MONEY,
    Kind.EMAIL: CONTACT,
    Kind.LANDLINE: CONTACT,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One piece of personal data: text[start:end] in code points of the original text.

    What is sure is held for review if its author posts it all the same; anything else is only pointed out.
    """

    kind: Kind
    start: int
    end: int
    is_sure: bool

    @property
    def label(self) -> Promise:
        """The kind in the reader's language."""
        return self.kind.label

    def shown(self, text: str) -> str:
        """The piece as it was written."""
        return text[self.start : self.end]
