"""Whether and how a task is discussed, and the topics that comments are sorted into."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.plan.models import Task


class Topic(models.Model):
    """What a comment is about, in one word; offered to its author, who may leave it open."""

    slug = models.SlugField(_("slug"), max_length=40, unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    name = models.CharField(pgettext_lazy("topic", "name"), max_length=40)
    is_offered = models.BooleanField(_("offered to authors"), default=True)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return self.name


class Discussion(models.Model):
    """Whether a task may be discussed, and what is looked at before it appears; without a row: open, and nothing is."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("discussion", "Open")
        CLOSED = "closed", pgettext_lazy("discussion", "Closed")

    class Screening(models.TextChoices):
        AT_ONCE = "at_once", pgettext_lazy("screening", "Publish at once")
        FIRST_COMMENT = "first_comment", pgettext_lazy("screening", "Look at a person's first comment first")
        ALL = "all", pgettext_lazy("screening", "Look at every comment first")

    task = models.OneToOneField(
        Task,
        models.PROTECT,
        primary_key=True,
        related_name="discussion",
        verbose_name=_("task"),
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    screening = models.CharField(_("screening"), max_length=20, choices=Screening, default=Screening.AT_ONCE)

    class Meta:
        verbose_name = _("discussion")
        verbose_name_plural = _("discussions")
        constraints = [
            models.CheckConstraint(name="discussion_state_known", condition=Q(state__in=["open", "closed"])),
            models.CheckConstraint(
                name="discussion_screening_known",
                condition=Q(screening__in=["at_once", "first_comment", "all"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task}: {self.get_state_display()}"
