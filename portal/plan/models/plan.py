"""The plan as a whole: its announcement, its totals, who takes part."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.core.text.days import sane_days
from portal.plan.models.sources import Source


class Plan(models.Model):
    """The one plan of this portal: a single row, held to one by its key."""

    key = models.SlugField(max_length=10, unique=True, default="plan", editable=False)
    title = models.CharField(_("title"), max_length=200)
    announced_on = models.DateField(_("announced on"))
    announced_at = models.CharField(_("occasion of the announcement"), max_length=200)
    source = models.ForeignKey(Source, models.PROTECT, verbose_name=_("source"), related_name="+")
    committee_launched_on = models.DateField(_("committee launched on"), null=True, blank=True)
    committee_launch_source = models.ForeignKey(
        Source,
        models.PROTECT,
        verbose_name=_("source of the launch date"),
        related_name="+",
        null=True,
        blank=True,
    )
    committee_members = models.PositiveSmallIntegerField(_("members of the committee"), null=True, blank=True)

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plan")
        constraints = [
            models.CheckConstraint(condition=Q(key="plan"), name="plan_is_one_row"),
            *sane_days("plan", "announced_on", "committee_launched_on"),
            models.CheckConstraint(
                condition=Q(committee_launched_on__isnull=True) | Q(committee_launch_source__isnull=False),
                name="plan_committee_launch_has_a_source",
                violation_error_message=_("The launch date needs its source."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PlanFigure(models.Model):
    """A number of the plan. Two reports give different totals; both are kept, neither is mended."""

    class Report(models.TextChoices):
        ANNOUNCEMENT = "announcement", _("The announcement")
        LATER = "later", _("The later report")

    class Unit(models.TextChoices):
        WON = "won", _("won")
        COUNT = "count", _("count")
        YEAR = "year", _("year")

    plan = models.ForeignKey(Plan, models.PROTECT, verbose_name=_("plan"), related_name="figures")
    report = models.CharField(pgettext_lazy("plan", "report"), max_length=20, choices=Report)
    key = models.SlugField(_("key"), max_length=60)
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    value = models.BigIntegerField(_("value"))
    unit = models.CharField(_("unit"), max_length=10, choices=Unit)
    label = models.CharField(_("label"), max_length=100)
    source = models.ForeignKey(Source, models.PROTECT, verbose_name=_("source"), related_name="+")

    class Meta:
        verbose_name = _("plan figure")
        verbose_name_plural = _("plan figures")
        constraints = [
            models.UniqueConstraint(fields=["report", "key"], name="plan_figure_is_unique_in_its_report"),
            models.CheckConstraint(
                condition=Q(value__gte=0),
                name="plan_figure_is_not_negative",
                violation_error_message=_("A figure of the plan cannot be negative."),
            ),
            models.CheckConstraint(condition=Q(unit__in=["won", "count", "year"]), name="plan_figure_unit_is_known"),
            models.CheckConstraint(
                condition=Q(report__in=["announcement", "later"]),
                name="plan_figure_report_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class PlanParty(models.Model):
    """Who leads the committee and which regions work with the city."""

    class Role(models.TextChoices):
        CO_CHAIR = "co_chair", _("co-chair of the committee")
        PARTNER = "partner", _("partner region")

    plan = models.ForeignKey(Plan, models.PROTECT, verbose_name=_("plan"), related_name="parties")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    key = models.SlugField(_("key"), max_length=60)
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    name = models.CharField(_("name"), max_length=100)
    # Rows from before 0.1.0 have none until the plan is loaded again.
    source = models.ForeignKey(Source, models.PROTECT, verbose_name=_("source"), related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = _("party to the plan")
        verbose_name_plural = _("parties to the plan")
        constraints = [
            models.UniqueConstraint(fields=["role", "key"], name="plan_party_is_unique_in_its_role"),
            models.CheckConstraint(condition=Q(role__in=["co_chair", "partner"]), name="plan_party_role_is_known"),
        ]

    def __str__(self) -> str:
        return self.name


class CitizenMeasure(models.Model):
    """What was announced for citizens along with the plan: the reason this portal exists."""

    plan = models.ForeignKey(Plan, models.PROTECT, verbose_name=_("plan"), related_name="citizen_measures")
    key = models.SlugField(_("key"), max_length=60, unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    text = models.CharField(_("text"), max_length=200)
    source = models.ForeignKey(Source, models.PROTECT, verbose_name=_("source"), related_name="+")

    class Meta:
        verbose_name = _("measure for citizens")
        verbose_name_plural = _("measures for citizens")

    def __str__(self) -> str:
        return self.text


class PlanStatement(models.Model):
    """One sentence of the announcement: why there is a plan, what it puts first, what others work on with the city."""

    class Topic(models.TextChoices):
        WHY = "why", _("why there is a plan")
        FOCUS = "focus", _("what comes first")
        COOPERATION = "cooperation", _("co-operation with other regions")

    plan = models.ForeignKey(Plan, models.PROTECT, verbose_name=_("plan"), related_name="statements")
    key = models.SlugField(_("key"), max_length=60, unique=True)
    topic = models.CharField(_("topic"), max_length=20, choices=Topic)
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    text = models.CharField(_("text"), max_length=500)
    source = models.ForeignKey(Source, models.PROTECT, verbose_name=_("source"), related_name="+")

    class Meta:
        verbose_name = _("statement of the plan")
        verbose_name_plural = _("statements of the plan")
        constraints = [
            models.CheckConstraint(condition=Q(topic__in=["why", "focus", "cooperation"]), name="plan_statement_topic_is_known"),
        ]

    def __str__(self) -> str:
        return self.text
