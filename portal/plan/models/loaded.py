"""The memory of the loader."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LoadedRecord(models.Model):
    """What `load_plan` last wrote for one object, so that an edit made since can be told apart."""

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=150)
    values = models.JSONField()
    loaded_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("loaded record")
        verbose_name_plural = _("loaded records")
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="loaded_record_is_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
