"""What the city asks about a task before it decides: what is open and fixed, who decides until when, what came of it."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.core.text.days import sane_days
from portal.plan.models.tasks import Task

LONGEST_QUESTION, LONGEST_ANSWER, LONGEST_DECIDER = 120, 500, 100


class WindowQuerySet(models.QuerySet["DecisionWindow"]):
    def undecided(self) -> Self:
        return self.filter(decided_on=None)

    def newest_first(self) -> Self:
        """The one that is not decided before all others."""
        return self.order_by(F("decided_on").desc(nulls_first=True), "-pk")


class DecisionWindow(models.Model):
    """One question. At most one of a task waits for its decision; what was decided stands as it was said."""

    task = models.ForeignKey(Task, models.PROTECT, verbose_name=_("task"), related_name="windows")
    question = models.CharField(pgettext_lazy("decision", "question"), max_length=LONGEST_QUESTION)
    still_open = models.CharField(_("what can still be changed"), max_length=LONGEST_ANSWER)
    fixed = models.CharField(_("what is fixed, and why"), max_length=LONGEST_ANSWER, blank=True, default="")
    decider = models.CharField(_("who decides"), max_length=LONGEST_DECIDER)
    closes_on = models.DateField(_("comments count until"))
    decides_on = models.DateField(_("outcome due by"))
    outcome = models.CharField(_("what came of it"), max_length=LONGEST_ANSWER, blank=True, default="")
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    objects = WindowQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision window")
        verbose_name_plural = _("decision windows")
        constraints = [
            models.UniqueConstraint(fields=["task"], condition=Q(decided_on=None), name="window_undecided_once_in_its_task"),
            models.CheckConstraint(condition=Q(closes_on__lte=F("decides_on")), name="window_closes_before_it_is_decided"),
            models.CheckConstraint(
                condition=Q(decided_on=None) | Q(outcome_ko__isnull=False, outcome_ko__regex=r"\S"),
                name="window_decided_says_what_came_of_it",
            ),
            *sane_days("window", "closes_on", "decides_on", "decided_on"),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def version(self) -> str:
        """Another one as soon as anything was changed."""
        return self.updated_at.isoformat()

    def takes_comments(self, today: date) -> bool:
        """Whether what is said today counts for the decision."""
        return self.decided_on is None and today <= self.closes_on
