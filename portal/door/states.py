"""What came of a ticket at the door."""

from django.db import models
from django.utils.translation import pgettext_lazy


class Outcome(models.TextChoices):
    """What the door said to one ticket."""

    ENTERED = "entered", pgettext_lazy("at the door", "entered")
    ALREADY = "already", pgettext_lazy("at the door", "had entered before")
    CANCELLED = "cancelled", pgettext_lazy("at the door", "registration cancelled")
    NOT_SEATED = "not_seated", pgettext_lazy("at the door", "on the waiting list")
    OTHER_FORUM = "other_forum", pgettext_lazy("at the door", "ticket of another forum")
    REPLACED = "replaced", pgettext_lazy("at the door", "ticket was replaced by a newer one")
    FORGED = "forged", pgettext_lazy("at the door", "no ticket of the portal")
    WALKED_IN = "walked_in", pgettext_lazy("at the door", "came without registration")
    TAKEN_BACK = "taken_back", pgettext_lazy("at the door", "check-in taken back")
