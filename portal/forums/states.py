"""The states of forums: words that models, services and templates share."""

from django.db import models
from django.utils.translation import gettext_lazy as _
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


BEFORE_THE_START = (Phase.NOT_YET_OPEN, Phase.OPEN, Phase.CLOSED)


class Handover(models.TextChoices):
    """How a freed seat reaches whoever waits longest."""

    AT_ONCE = "at_once", _("The seat is theirs at once")
    OFFER = "offer", _("The seat is offered, to be accepted within a time")
