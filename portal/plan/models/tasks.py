"""Strategies, their tasks and what was published about each.

Nothing here is estimated: an amount, a date or a department that no source states stays empty,
and the pages say "to be confirmed by the city" in its place.
"""

from typing import Self

from django.db import models
from django.db.models import Deferrable, Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.core.people import Visitor
from portal.core.text.days import sane_days
from portal.plan.models.sources import Source

MAX_TASK_NUMBER = 16
LONGEST_REASON = 500


class Status(models.TextChoices):
    """How far a task is, as the city states it. Nothing is assumed, not from a passed milestone either.

    The value names the mark of `components/_mark.html` and the label is the word beside it, on every page.
    """

    NOT_STATED = "not_stated", pgettext_lazy("task status", "Not published")
    PLANNED = "planned", pgettext_lazy("task status", "Planned")
    UNDER_WAY = "under_way", pgettext_lazy("task status", "Under way")
    DELAYED = "delayed", pgettext_lazy("task status", "Delayed")
    DONE = "done", pgettext_lazy("task status", "Done")
    ON_HOLD = "on_hold", pgettext_lazy("task status", "On hold")
    STOPPED = "stopped", pgettext_lazy("task status", "Stopped")


# Whoever states one of these says why.
SETBACKS = (Status.DELAYED, Status.ON_HOLD, Status.STOPPED)
# How far a task is, the furthest first; what is not stated stands outside of the order.
FURTHEST_FIRST = (Status.DONE, Status.UNDER_WAY, Status.PLANNED)
# Nothing more is to be reported of these.
ENDED = (Status.DONE, Status.STOPPED)


def worsens(before: str, after: str) -> bool:
    """Whether a task is less far by its new status, or nothing is stated of it any more."""
    if before == after:
        return False
    if after == Status.NOT_STATED or after in SETBACKS:
        return True
    return before in FURTHEST_FIRST and FURTHEST_FIRST.index(before) < FURTHEST_FIRST.index(after)


class Department(models.Model):
    """A department of the city: officers answer in its name, moderators may be given its tasks."""

    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=100)

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")

    def __str__(self) -> str:
        return self.name


class Strategy(models.Model):
    """One of the headings under which the tasks were announced."""

    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("title"), max_length=200)
    source = models.ForeignKey(Source, models.PROTECT, verbose_name=_("source"), related_name="+")

    class Meta:
        verbose_name = _("strategy")
        verbose_name_plural = _("strategies")
        constraints = [
            models.UniqueConstraint(
                fields=["position"],
                name="strategy_position_is_unique",
                deferrable=Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return self.title


class TaskQuerySet(models.QuerySet["Task"]):
    def confirmed(self) -> Self:
        return self.filter(is_confirmed=True)

    def unconfirmed(self) -> Self:
        return self.filter(is_confirmed=False)

    def with_budget(self) -> Self:
        return self.filter(budget_krw__isnull=False)

    def without_budget(self) -> Self:
        return self.filter(budget_krw__isnull=True)

    def editable_by(self, user: Visitor) -> Self:
        """Tasks whose facts, budget and progress somebody may state: officers those of their department, administrators all.

        Where no department bears the name that a task gives, every officer may, as with the answers that nobody owes yet.
        """
        if not (user.is_authenticated and user.has_perm("plan.edit_plan")):
            return self.none()
        if user.has_perm("plan.edit_every_task"):
            return self
        named = Department.objects.filter(name_ko=OuterRef("department_ko"))
        return self.filter(~Exists(named) | Exists(named.filter(pk=user.department_id or 0)))

    def matching(self, text: str) -> Self:
        """Tasks in which every word of `text` occurs, in either language, anywhere in a word.

        Titles, summaries and facts are looked at; letters match in either case.
        """
        found = self
        for word in text.split():
            fact = Fact.objects.filter(task=OuterRef("pk")).filter(_contains("text", word))
            found = found.filter(_contains("title", word) | _contains("summary", word) | Exists(fact))
        return found


def _contains(field: str, word: str) -> Q:
    return Q(**{f"{field}_ko__icontains": word}) | Q(**{f"{field}_en__icontains": word})


class Task(models.Model):
    """One of the sixteen policy tasks. `budget_krw` is exact won, empty when unpublished."""

    number = models.PositiveSmallIntegerField(_("number"))
    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    strategy = models.ForeignKey(Strategy, models.PROTECT, verbose_name=_("strategy"), related_name="tasks")
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), max_length=2000, blank=True, default="")
    is_confirmed = models.BooleanField(
        _("confirmed"),
        default=False,
        help_text=_("A source, or the city, names it as one of the sixteen tasks."),
    )
    note = models.CharField(
        _("note"),
        max_length=500,
        blank=True,
        default="",
        help_text=_("What the source leaves open about this task."),
    )
    source = models.ForeignKey(Source, models.PROTECT, verbose_name=_("source"), related_name="+")
    budget_krw = models.BigIntegerField(_("budget in won"), null=True, blank=True)
    budget_source = models.ForeignKey(
        Source,
        models.PROTECT,
        verbose_name=_("source of the budget"),
        related_name="+",
        null=True,
        blank=True,
    )
    department = models.CharField(_("department"), max_length=100, blank=True, default="")
    contact = models.CharField(_("contact"), max_length=200, blank=True, default="")
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    status = models.CharField(pgettext_lazy("task", "status"), max_length=12, choices=Status, default=Status.NOT_STATED)
    status_reason = models.CharField(_("reason of the status"), max_length=LONGEST_REASON, blank=True, default="")
    status_set_at = models.DateTimeField(_("status stated at"), null=True, blank=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        permissions = [
            ("edit_plan", _("Can edit the plan, its tasks and sources")),
            ("edit_every_task", _("Can edit the tasks of every department")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["number"], name="task_number_is_unique", deferrable=Deferrable.DEFERRED),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=MAX_TASK_NUMBER),
                name="task_number_is_in_range",
                violation_error_message=_("A task has a number from 1 to 16."),
            ),
            models.CheckConstraint(
                condition=Q(budget_krw__isnull=True) | Q(budget_krw__gte=0),
                name="task_budget_is_not_negative",
                violation_error_message=_("A budget cannot be negative."),
            ),
            models.CheckConstraint(
                condition=Q(budget_krw__isnull=True, budget_source__isnull=True)
                | Q(budget_krw__isnull=False, budget_source__isnull=False),
                name="task_budget_has_a_source",
                violation_error_message=_("A budget and its source belong together."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="task_ends_after_it_starts",
                violation_error_message=_("A task cannot end before it starts."),
            ),
            *sane_days("task", "starts_on", "ends_on"),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="task_status_is_known"),
            models.CheckConstraint(
                condition=~Q(status__in=[status.value for status in SETBACKS])
                | Q(status_reason_ko__isnull=False, status_reason_ko__regex=r"\S"),
                name="task_setback_has_a_reason",
                violation_error_message=_("A task that is delayed, on hold or stopped needs a reason."),
            ),
            models.CheckConstraint(
                condition=Q(status="not_stated", status_set_at__isnull=True)
                | (~Q(status="not_stated") & Q(status_set_at__isnull=False)),
                name="task_status_says_since_when",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("plan:task", args=[self.slug])

    def may_be_edited_by(self, user: Visitor) -> bool:
        """Whether somebody may state this task's facts, budget and progress. Asks the database for officers only."""
        return Task.objects.editable_by(user).filter(pk=self.pk).exists()

    @property
    def is_status_stated(self) -> bool:
        return self.status != Status.NOT_STATED

    @property
    def has_ended(self) -> bool:
        """Whether nothing more is to be reported."""
        return self.status in ENDED


class Fact(models.Model):
    """One published statement about a task. Staff may add facts; those have no key."""

    task = models.ForeignKey(Task, models.PROTECT, verbose_name=_("task"), related_name="facts")
    key = models.SlugField(_("key"), max_length=60, blank=True, default="", editable=False)
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    text = models.CharField(_("text"), max_length=500)
    source = models.ForeignKey(Source, models.PROTECT, verbose_name=_("source"), related_name="+")

    class Meta:
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        constraints = [
            models.UniqueConstraint(
                fields=["task", "key"],
                condition=~Q(key=""),
                name="fact_key_is_unique_in_its_task",
            ),
        ]

    def __str__(self) -> str:
        return self.text
