"""What a task costs, year by year: from whom the money comes, and how far it was planned, revised and spent."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.core.text.days import EARLIEST_YEAR, LATEST_YEAR, sane_days
from portal.plan.models.sources import Source
from portal.plan.models.tasks import Task


class BudgetLine(models.Model):
    """One published amount in exact won. What nobody published has no line: an empty cell is not zero."""

    class Payer(models.TextChoices):
        """Whose money it is: 국비, 시비, 구비, 민자 of Korean public budgets."""

        NATIONAL = "national", pgettext_lazy("budget", "National")
        CITY = "city", pgettext_lazy("budget", "City")
        DISTRICT = "district", pgettext_lazy("budget", "District")
        PRIVATE = "private", pgettext_lazy("budget", "Private")

    class Stage(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("budget", "Planned")
        REVISED = "revised", pgettext_lazy("budget", "Revised")
        EXECUTED = "executed", pgettext_lazy("budget", "Spent")

    task = models.ForeignKey(Task, models.PROTECT, verbose_name=_("task"), related_name="budget_lines")
    year = models.PositiveSmallIntegerField(_("year"))
    payer = models.CharField(pgettext_lazy("budget", "whose money"), max_length=10, choices=Payer)
    stage = models.CharField(pgettext_lazy("budget", "stage"), max_length=10, choices=Stage)
    amount_krw = models.BigIntegerField(_("amount in won"))
    source = models.ForeignKey(Source, models.PROTECT, verbose_name=_("source"), related_name="+")
    as_of = models.DateField(_("as of"))

    class Meta:
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        constraints = [
            models.UniqueConstraint(
                fields=["task", "year", "payer", "stage"],
                name="budget_line_once",
                violation_error_message=_("There is a line for this year, payer and stage already. Please change that one."),
            ),
            models.CheckConstraint(
                condition=Q(year__range=(EARLIEST_YEAR, LATEST_YEAR)),
                name="budget_year_is_sane",
                violation_error_message=_("The year lies between 2010 and 2060."),
            ),
            *sane_days("budget_line", "as_of"),
            models.CheckConstraint(
                condition=Q(amount_krw__gte=0),
                name="budget_amount_is_not_negative",
                violation_error_message=_("An amount cannot be negative."),
            ),
            models.CheckConstraint(
                condition=Q(payer__in=["national", "city", "district", "private"]), name="budget_payer_is_known"
            ),
            models.CheckConstraint(condition=Q(stage__in=["planned", "revised", "executed"]), name="budget_stage_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.get_payer_display()} {self.get_stage_display()}"
