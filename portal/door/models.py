"""Who helps at the door of a forum, and what happened there."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.core.people import Visitor
from portal.door.states import Outcome
from portal.forums.models import Forum
from portal.registrations.models.registration import Registration


class HelperQuerySet(models.QuerySet["Helper"]):
    """Which invitations."""

    def live(self) -> Self:
        """Not revoked."""
        return self.filter(revoked_at__isnull=True)

    def of(self, person: User) -> Self:
        """Accepted by this person and not revoked."""
        return self.live().filter(person=person, accepted_at__isnull=False)

    def helping(self) -> Self:
        """Accepted by somebody who still has an account, and not revoked."""
        return self.live().filter(accepted_at__isnull=False, person__is_active=True)


class Helper(models.Model):
    """An invitation to help at the door of one forum; whoever accepted it sees that forum's door and nothing else."""

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="helpers")
    email = models.EmailField(_("e-mail address"), max_length=254)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(_("invited at"))
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="helping", null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    objects = HelperQuerySet.as_manager()

    class Meta:
        verbose_name = _("helper")
        verbose_name_plural = _("helpers")
        constraints = [
            models.UniqueConstraint(fields=["forum", "email"], condition=Q(revoked_at__isnull=True), name="helper_invited_once"),
            models.CheckConstraint(
                condition=Q(person__isnull=True, accepted_at__isnull=True) | Q(person__isnull=False, accepted_at__isnull=False),
                name="helper_accepted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.forum_id}/{self.pk}"

    @property
    def is_revoked(self) -> bool:
        """Whether an organiser took the invitation back."""
        return self.revoked_at is not None

    @property
    def is_accepted(self) -> bool:
        """Whether somebody helps by it now."""
        return self.accepted_at is not None and not self.is_revoked

    def helping_person(self) -> User:
        """Who helps by it. Raises ValueError before somebody has accepted."""
        if self.person is None:
            raise ValueError("nobody has accepted")
        return self.person

    def is_for(self, person: Visitor) -> bool:
        """Whether the invitation went to the address of this person's account."""
        return person.is_authenticated and person.is_active and person.email == self.email


class ScanQuerySet(models.QuerySet["Scan"]):
    """Which scans."""

    def conflicts(self) -> Self:
        """Those at which a device without a connection had said something else than the portal: see `Scan.is_conflict`."""
        differing = self.exclude(device_outcome="").exclude(device_outcome=F("outcome"))
        return differing.exclude(device_outcome=Outcome.FORGED, outcome=Outcome.OTHER_FORUM)


class Scan(models.Model):
    """One thing that happened at the door; never changed. What was not understood is kept as a hash only."""

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="scans")
    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="scans", null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome)
    people = models.PositiveSmallIntegerField(_("people"), default=0)
    # By the clock of the helper's device; `received_at` is the portal's own. They differ where the door was offline.
    scanned_at = models.DateTimeField(_("scanned at"))
    received_at = models.DateTimeField(_("received at"))
    helper = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    is_offline = models.BooleanField(_("made offline"), default=False)
    # What the device had told the person at the door while it was offline.
    device_outcome = models.CharField(_("what the device said"), max_length=12, choices=Outcome, blank=True)
    # Each device numbers its scans with a random key: sent twice, a scan counts once.
    device_key = models.UUIDField(unique=True, null=True, blank=True)
    shown_hash = models.CharField(max_length=64, blank=True)

    objects = ScanQuerySet.as_manager()

    class Meta:
        verbose_name = _("scan")
        verbose_name_plural = _("scans")
        indexes = [models.Index(fields=["forum", "-received_at"], name="scan_newest")]
        constraints = [models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="scan_outcome_is_known")]

    def __str__(self) -> str:
        return f"{self.forum_id}/{self.outcome}"

    @property
    def is_conflict(self) -> bool:
        """Whether the device let somebody in, or sent them away, and the portal knew better.

        A code of another forum is unknown to the device's list: the portal has a better word for it, and nothing is to
        be looked into.
        """
        is_same_refusal = (self.device_outcome, self.outcome) == (Outcome.FORGED, Outcome.OTHER_FORUM)
        return bool(self.device_outcome) and self.device_outcome != self.outcome and not is_same_refusal
