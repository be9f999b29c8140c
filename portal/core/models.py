"""Tables that several packages lean on."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from portal.core.people import Person


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


def concerns(key: int) -> Q:
    """Whether an entry concerns the data of the person with this key, alone or in a list with others."""
    # The first half of the second condition is that of the index.
    in_a_list = Q(details__has_key=AuditEvent.PEOPLE, details__contains={AuditEvent.PEOPLE: [key]})
    return Q(person=key) | in_a_list


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def about(self, person: Person) -> Self:
        """What concerns the data of one person, alone or in a list with others."""
        return self.filter(concerns(person.pk))

    def views(self) -> Self:
        """Each time that somebody looked at personal data."""
        return self.filter(action=AuditEvent.PERSONAL_DATA_VIEWED)


class AuditEvent(models.Model):
    """One thing that staff or the portal did: who, what, to what, about whom, why. `portal.core.audit_log` writes it.

    PostgreSQL sets number, previous_hash and hash, whatever is given, and refuses every change (migration 0003). People are
    plain numbers, since an entry outlives the account. Where somebody took a whole list, `details` names all who stood on it.
    """

    PERSONAL_DATA_VIEWED = "personal_data.viewed"
    PEOPLE = "people"

    # An identity column so that Django reads the number back; what its sequence proposes is overwritten, so there are no gaps.
    number = models.BigAutoField(_("number"), primary_key=True)
    happened_at = models.DateTimeField(_("happened at"), db_default=Now())
    actor = models.BigIntegerField(_("who did it"), null=True)
    role = models.CharField(_("in which role"), max_length=20)
    action = models.CharField(_("what was done"), max_length=60)
    subject = models.CharField(_("to what"), max_length=120)
    person = models.BigIntegerField(_("whose personal data"), null=True)
    reason = models.TextField(_("why"))
    details = models.JSONField(_("details"), default=dict)
    previous_hash = models.CharField(_("hash before"), max_length=64, db_default="", editable=False)
    hash = models.CharField(_("hash"), max_length=64, db_default="", editable=False)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit log")
        constraints = [
            models.CheckConstraint(condition=Q(action__regex=r"^[a-z_]+(\.[a-z_]+)+$"), name="audit_event_action_is_dotted"),
            models.CheckConstraint(condition=Q(hash__regex=r"^[0-9a-f]{64}$"), name="audit_event_hash_is_sha256"),
        ]
        indexes = [
            models.Index(fields=["person", "number"], name="audit_event_of_person", condition=Q(person__isnull=False)),
            models.Index(fields=["subject", "number"], name="audit_event_of_subject"),
            GinIndex(
                fields=["details"],
                name="audit_event_of_people",
                opclasses=["jsonb_path_ops"],
                fastupdate=False,
                condition=Q(details__has_key="people"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.action} {self.subject}"


class AuditLogHead(models.Model):
    """The newest entry's number and hash: one row, locked by every new entry, moved by the database only."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="audit_event_has_one_head")]

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"


class AuditHead(models.Model):
    """The head of the audit log as it was noted on a day in Seoul; published and mailed, so that others keep it too.

    The key makes it happen once a day. PostgreSQL refuses to change or delete a row (migration 0004).
    """

    day = models.DateField(_("day"), primary_key=True)
    number = models.BigIntegerField(_("number"))
    hash = models.CharField(_("hash"), max_length=64)
    count = models.PositiveBigIntegerField(_("events since the head before"))
    noted_at = models.DateTimeField(_("noted at"))

    class Meta:
        verbose_name = _("head of the audit log")
        verbose_name_plural = _("heads of the audit log")
        constraints = [models.CheckConstraint(condition=Q(hash__regex=r"^[0-9a-f]{64}$"), name="audit_head_is_sha256")]

    def __str__(self) -> str:
        return f"{self.day:%F} {self.number}:{self.hash}"
