"""Tables that several packages lean on."""

from __future__ import annotations

import hmac
from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Now
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


class PseudonymKeyQuerySet(models.QuerySet["PseudonymKey"]):
    def living(self) -> Self:
        """Those that were not destroyed."""
        return self.filter(destroyed_at=None)


class PseudonymKey(models.Model):
    """Makes the names by which the audit log calls the people of one thing, such as a forum; destroyed with their data.

    Afterwards nothing says any more who was meant. The row stays, so that no second key is made for the same thing.
    """

    scope = models.CharField(max_length=60, primary_key=True)
    key = models.BinaryField(null=True)
    destroyed_at = models.DateTimeField(null=True)

    objects = PseudonymKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(key__isnull=True, destroyed_at__isnull=False) | Q(key__isnull=False, destroyed_at__isnull=True),
                name="pseudonym_key_lives_or_is_destroyed",
            )
        ]

    def __str__(self) -> str:
        return self.scope

    def pseudonym(self, person: int) -> str:
        """HMAC-SHA256 of the account's number, its first 128 bits. Only asked of a key that lives."""
        return hmac.new(bytes(self.key or b""), str(person).encode(), "sha256").hexdigest()[:32]


def concerns(person: int) -> Q:
    """Whether an entry concerns the data of the person with this key: by it, or by a pseudonym whose key still lives."""
    found = Q(person=person)
    for key in PseudonymKey.objects.living():
        # The first half of the condition is that of the index.
        found |= Q(details__has_key=AuditEvent.PEOPLE, details__contains={AuditEvent.PEOPLE: [key.pseudonym(person)]})
    return found


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def about(self, person: Person) -> Self:
        """What concerns the data of one person, alone or in a list with others, as far as it can still be told."""
        return self.filter(concerns(person.pk))

    def views(self) -> Self:
        """Each time that somebody looked at personal data."""
        return self.filter(action=AuditEvent.PERSONAL_DATA_VIEWED)


class AuditEventManager(models.Manager["AuditEvent"]):
    def get_queryset(self) -> AuditEventQuerySet:
        """Events together with the words of their reasons."""
        words = AuditReason.objects.filter(event=OuterRef("pk")).values("text")
        # By a mapping: the model itself says of what type it is.
        read_along = {"reason": Coalesce(Subquery(words), Value(""), output_field=models.TextField())}
        return AuditEventQuerySet(self.model, using=self._db).annotate(**read_along)

    def about(self, person: Person) -> AuditEventQuerySet:
        """See `AuditEventQuerySet`."""
        return self.get_queryset().about(person)

    def views(self) -> AuditEventQuerySet:
        """See `AuditEventQuerySet`."""
        return self.get_queryset().views()


class AuditEvent(models.Model):
    """One thing that staff or the portal did: who, what, to what, about whom, why. `portal.core.audit_log` writes it.

    PostgreSQL sets number, previous_hash and hash, whatever is given, and refuses every change (migration 0003). People are
    plain numbers, since an entry outlives the account; those of a forum have pseudonyms, in `details` (`PseudonymKey`). What is
    hashed of a reason is its digest: the words stand apart, since they are erased one day (`AuditReason`).
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
    reason_digest = models.CharField(_("digest of the reason"), max_length=64, db_default="", editable=False)
    details = models.JSONField(_("details"), default=dict)
    previous_hash = models.CharField(_("hash before"), max_length=64, db_default="", editable=False)
    hash = models.CharField(_("hash"), max_length=64, db_default="", editable=False)

    objects = AuditEventManager()
    # Why, in the words that were given; "" where none were, or where they were erased. Read along with each event.
    reason: str
    # With what the digest of an event that is about to be written was made.
    salt: str

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


class AuditReason(models.Model):
    """Why something was done, in words that may be about people; kept beside the event, which holds a salted digest of them.

    PostgreSQL lets them be erased, words and salt together, and nothing else (migration 0006).
    """

    # Without a constraint in the database: what happens to an event must not be stopped, or followed, by what is apart of it.
    event = models.OneToOneField(AuditEvent, models.DO_NOTHING, primary_key=True, related_name="kept_reason", db_constraint=False)
    salt = models.CharField(max_length=32)
    text = models.TextField(_("why"))
    erased_at = models.DateTimeField(_("erased at"), null=True)

    def __str__(self) -> str:
        return f"{self.event_id}"


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
