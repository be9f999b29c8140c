"""What a task is to reach and by when: the date first planned, the date planned by now, and the day on which it was reached."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.core.text.days import sane_days
from portal.plan.models.sources import Source
from portal.plan.models.tasks import LONGEST_REASON, Task


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    def reached(self) -> Self:
        return self.filter(actual_on__isnull=False)

    def overdue(self, today: date) -> Self:
        """Not reached, and the day planned by now is over."""
        return self.filter(actual_on__isnull=True, planned_on__lt=today)

    def by_date(self) -> Self:
        return self.order_by("planned_on", "baseline_on", "pk")


class Milestone(models.Model):
    """One thing to reach. `baseline_on` is what was planned at first and never changes (migration 0009); `planned_on` may.

    Without a source it is the department's own statement, to be confirmed.
    """

    task = models.ForeignKey(Task, models.PROTECT, verbose_name=_("task"), related_name="milestones")
    title = models.CharField(_("title"), max_length=200)
    baseline_on = models.DateField(_("first planned for"))
    planned_on = models.DateField(_("planned for by now"))
    actual_on = models.DateField(pgettext_lazy("milestone", "reached on"), null=True, blank=True)
    slip_reason = models.CharField(_("reason of the later date"), max_length=LONGEST_REASON, blank=True, default="")
    source = models.ForeignKey(Source, models.PROTECT, verbose_name=_("source"), related_name="+", null=True, blank=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        constraints = [
            models.UniqueConstraint(
                fields=["task", "title_ko"],
                name="milestone_title_once_in_its_task",
                violation_error_message=_("This task has a milestone with this title already. Please change that one."),
            ),
            models.CheckConstraint(
                condition=Q(planned_on__lte=F("baseline_on")) | Q(slip_reason_ko__isnull=False, slip_reason_ko__regex=r"\S"),
                name="milestone_later_than_first_planned_has_a_reason",
                violation_error_message=_("A milestone that is planned for later than at first needs a reason."),
            ),
            *sane_days("milestone", "baseline_on", "planned_on", "actual_on"),
        ]
        indexes = [models.Index(fields=["task", "planned_on", "id"], name="milestones_of_task")]

    def __str__(self) -> str:
        return self.title

    @property
    def version(self) -> str:
        """Another one as soon as anything was changed."""
        return self.updated_at.isoformat()

    @property
    def is_reached(self) -> bool:
        return self.actual_on is not None

    @property
    def ends_on(self) -> date:
        """The day it was reached, else the one planned by now."""
        return self.actual_on or self.planned_on

    @property
    def days_late(self) -> int:
        """How many days later than first planned it was reached or is planned; negative if earlier."""
        return (self.ends_on - self.baseline_on).days

    def is_overdue(self, today: date) -> bool:
        """Whether it is not reached though the day planned by now is over."""
        return self.actual_on is None and self.planned_on < today
