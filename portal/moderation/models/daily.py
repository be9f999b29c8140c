"""The days whose summaries were written."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DailySummary(models.Model):
    """A day in Seoul on which the moderators' summaries were written: the key says that it happens once."""

    day = models.DateField(_("day"), primary_key=True)
    written_at = models.DateTimeField(_("written at"))

    class Meta:
        verbose_name = _("daily summary")
        verbose_name_plural = _("daily summaries")

    def __str__(self) -> str:
        return f"{self.day:%F}"
