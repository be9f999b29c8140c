"""The states of forums and registrations: words that models, services and templates share."""

from django.db import models
from django.utils.translation import pgettext_lazy


class ForumState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("forum state", "draft")
    PUBLISHED = "published", pgettext_lazy("forum state", "published")
    CANCELLED = "cancelled", pgettext_lazy("forum state", "cancelled")


class Phase(models.TextChoices):
    """Where a forum stands at one moment; worked out from its state and its times, never stored."""

    DRAFT = "draft", pgettext_lazy("forum phase", "draft")
    CANCELLED = "cancelled", pgettext_lazy("forum phase", "cancelled")
    NOT_YET_OPEN = "not_yet_open", pgettext_lazy("forum phase", "registration not yet open")
    OPEN = "open", pgettext_lazy("forum phase", "registration open")
    CLOSED = "closed", pgettext_lazy("forum phase", "registration closed")
    RUNNING = "running", pgettext_lazy("forum phase", "under way")
    OVER = "over", pgettext_lazy("forum phase", "over")


class State(models.TextChoices):
    CONFIRMED = "confirmed", pgettext_lazy("registration", "confirmed")
    WAITLISTED = "waitlisted", pgettext_lazy("registration", "on the waiting list")
    OFFERED = "offered", pgettext_lazy("registration", "offered a seat")
    CANCELLED = "cancelled", pgettext_lazy("registration", "cancelled")


SEATED_STATES = (State.CONFIRMED, State.OFFERED)
LIVE_STATES = (*SEATED_STATES, State.WAITLISTED)
