"""The words for what a comment is: its state, its stance, why it waits."""

from django.db import models
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    PUBLISHED = "published", pgettext_lazy("comment", "Published")
    PENDING = "pending", pgettext_lazy("comment", "Held for review")
    UNDER_REVIEW = "under_review", pgettext_lazy("comment", "Under review")
    HIDDEN = "hidden", pgettext_lazy("comment", "Hidden")
    TAKEN_DOWN = "taken_down", pgettext_lazy("comment", "Temporarily blocked")
    WITHDRAWN = "withdrawn", pgettext_lazy("comment", "Withdrawn")


# Blocks that end by the clock, whether or not anybody is there to end them.
LAPSING = (State.UNDER_REVIEW, State.TAKEN_DOWN)


class Stance(models.TextChoices):
    FOR = "for", pgettext_lazy("stance", "For")
    NEUTRAL = "neutral", pgettext_lazy("stance", "Neutral")
    AGAINST = "against", pgettext_lazy("stance", "Against")


class PendingReason(models.TextChoices):
    """Why a comment waits for a moderator before it appears."""

    PERSONAL_DATA = "personal_data", pgettext_lazy("held for", "Personal data")
    SCREENING = "screening", pgettext_lazy("held for", "Every comment here is looked at first")
    FIRST_COMMENT = "first_comment", pgettext_lazy("held for", "First comment")
    LINK = "link", pgettext_lazy("held for", "Link from a new account")
    REPEATED = "repeated", pgettext_lazy("held for", "Same text again")
