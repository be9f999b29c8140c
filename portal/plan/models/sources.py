"""Where something was published."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.core.text.days import LATEST_YEAR

EARLIEST_PUBLICATION = 1900


class Source(models.Model):
    """A publication. Its day is stored when known, otherwise the year alone."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    publisher = models.CharField(_("publisher"), max_length=100)
    title = models.CharField(_("title"), max_length=300, help_text=_("As published, in its own language."))
    published_on = models.DateField(_("published on"), null=True, blank=True)
    published_year = models.PositiveSmallIntegerField(_("year of publication"))
    is_date_inferred = models.BooleanField(
        _("the year is inferred"),
        default=False,
        help_text=_("The copy that was read carries no date."),
    )
    url = models.URLField(_("address"), max_length=500)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            models.CheckConstraint(
                condition=Q(published_year__range=(EARLIEST_PUBLICATION, LATEST_YEAR)),
                name="source_year_is_sane",
                violation_error_message=_("The year of publication lies between 1900 and 2060."),
            ),
            models.CheckConstraint(
                condition=Q(published_on__isnull=True) | Q(published_on__year=F("published_year")),
                name="source_day_lies_in_its_year",
                violation_error_message=_("The day of publication lies in another year."),
            ),
            models.CheckConstraint(
                condition=Q(published_on__isnull=True) | Q(is_date_inferred=False),
                name="source_with_a_day_is_not_inferred",
                violation_error_message=_("A date that is inferred cannot name a day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publisher}: {self.title}"
