"""Tables that several packages lean on."""

from django.db import models


class RateCounter(models.Model):
    """How often a key was spent in one window of time; kept in PostgreSQL so that every process counts together."""

    key = models.CharField(max_length=200)
    window_started_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "window_started_at"], name="one_counter_per_window")]
        indexes = [models.Index(fields=["window_started_at"], name="rate_counter_window")]

    def __str__(self) -> str:
        return f"{self.key} {self.window_started_at:%F %T} {self.count}"
