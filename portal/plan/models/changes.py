"""What was changed in public about a task: who in which role, when, before and after. Rows are added and never changed."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.plan.models.tasks import LONGEST_REASON, Department, Task

KINDS = ("task", "fact", "status", "milestone", "budget", "update", "commitment", "window")
ACTIONS = ("added", "changed", "removed", "published", "withdrawn")


class ChangeQuerySet(models.QuerySet["TaskChange"]):
    def newest_first(self) -> Self:
        return self.order_by("-happened_at", "-pk")


class TaskChange(models.Model):
    """One change. PostgreSQL refuses to change or delete a row (migration 0009).

    `about` names the thing as it was called then, `row` is its key in its own table. `values` are the fields that changed:
    a list of {"name", "before", "after"}, days in ISO 8601, amounts in won, None for nothing. A role is kept, never a name.
    """

    class Kind(models.TextChoices):
        TASK = "task", pgettext_lazy("change", "Description")
        FACT = "fact", pgettext_lazy("change", "Fact")
        STATUS = "status", pgettext_lazy("change", "Status")
        MILESTONE = "milestone", pgettext_lazy("change", "Milestone")
        BUDGET = "budget", pgettext_lazy("change", "Budget")
        UPDATE = "update", pgettext_lazy("change", "Update")
        COMMITMENT = "commitment", pgettext_lazy("change", "Commitment")
        WINDOW = "window", pgettext_lazy("change", "Decision")

    class Action(models.TextChoices):
        ADDED = "added", pgettext_lazy("change", "added")
        CHANGED = "changed", pgettext_lazy("change", "changed")
        REMOVED = "removed", pgettext_lazy("change", "removed")
        PUBLISHED = "published", pgettext_lazy("change", "published")
        WITHDRAWN = "withdrawn", pgettext_lazy("change", "withdrawn")

    task = models.ForeignKey(Task, models.PROTECT, verbose_name=_("task"), related_name="changes")
    kind = models.CharField(_("what was changed"), max_length=12, choices=Kind)
    action = models.CharField(_("how it was changed"), max_length=12, choices=Action)
    row = models.BigIntegerField(null=True, blank=True)
    about = models.CharField(_("what it was about"), max_length=500, blank=True, default="")
    values = models.JSONField(_("before and after"), default=list)
    reason = models.CharField(_("reason"), max_length=LONGEST_REASON, blank=True, default="")
    role = models.CharField(_("in which role"), max_length=20)
    department = models.ForeignKey(
        Department, models.PROTECT, verbose_name=_("department"), related_name="+", null=True, blank=True
    )
    happened_at = models.DateTimeField(_("happened at"))

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="change_kind_is_known"),
            models.CheckConstraint(condition=Q(action__in=ACTIONS), name="change_action_is_known"),
            models.CheckConstraint(condition=~Q(role=""), name="change_says_in_which_role"),
        ]
        indexes = [models.Index(fields=["task", "-happened_at", "-id"], name="changes_of_task")]

    def __str__(self) -> str:
        return f"{self.kind} {self.action}"
