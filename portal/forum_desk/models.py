"""What organisers do around a forum: mailings to its people and exports of its list."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.forums.models import Forum
from portal.registrations.models.registration import Registration


class Audience(models.TextChoices):
    """To whom an organiser writes."""

    CONFIRMED = "confirmed", pgettext_lazy("people", "with a seat")
    WAITING = "waiting", pgettext_lazy("people", "on the waiting list")
    CHECKED_IN = "checked_in", pgettext_lazy("people", "who came")
    ABSENT = "absent", pgettext_lazy("people", "with a seat who did not come")


class Mailing(models.Model):
    """What an organiser wrote to a part of a forum's people; each of them gets a mail of their own.

    `recipients` are the keys of the registrations that were in that part when it was sent. A worker takes them in this
    order, some at a time: `handled_count` says how far it is, `written_count` to how many of them a mail was written.
    """

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="mailings")
    audience = models.CharField(_("to whom"), max_length=12, choices=Audience)
    subject = models.CharField(_("subject"), max_length=150)
    body = models.TextField(_("text"))
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("sent at"))
    recipients = models.JSONField(default=list, editable=False)
    recipient_count = models.PositiveIntegerField(_("recipients"))
    handled_count = models.PositiveIntegerField(default=0, editable=False)
    written_count = models.PositiveIntegerField(_("mails written"), default=0, editable=False)
    form_key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        constraints = [
            models.CheckConstraint(condition=Q(audience__in=Audience.values), name="mailing_audience_is_known"),
            models.CheckConstraint(
                condition=Q(written_count__lte=F("handled_count"), handled_count__lte=F("recipient_count")),
                name="mailing_counts_fit",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_done(self) -> bool:
        """Whether it is settled for each recipient whether they get it."""
        return self.handled_count == self.recipient_count

    @property
    def left_out_count(self) -> int:
        """How many got none, since they had left this part of the list before it was written."""
        return self.handled_count - self.written_count


class MailingCopy(models.Model):
    """The mail that one party got of a mailing: the key makes it happen once, also when a worker dies and its job runs again."""

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="copies")
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mailing", "registration"], name="mailing_copy_once")]

    def __str__(self) -> str:
        return f"{self.mailing_id}/{self.registration_id}"


class AttendeeExport(models.Model):
    """A list of a forum's people that one organiser may fetch for a while. The file is written when it is fetched, never kept."""

    class Format(models.TextChoices):
        CSV = "csv", "CSV"
        XLSX = "xlsx", "XLSX"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="exports")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=300)
    format = models.CharField(_("format"), max_length=4, choices=Format)
    made_at = models.DateTimeField(_("made at"))
    expires_at = models.DateTimeField(_("expires at"))
    fetched_at = models.DateTimeField(_("fetched at"), null=True, blank=True)

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="export_has_a_reason"),
            models.CheckConstraint(condition=Q(format__in=["csv", "xlsx"]), name="export_format_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.forum_id}/{self.uid}"
