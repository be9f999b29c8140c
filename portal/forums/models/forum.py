"""Forums and their programme."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.forums.states import ForumState, Phase, State
from portal.policy.models import Task


class ForumQuerySet(models.QuerySet):
    """Which forums."""

    def published(self) -> "ForumQuerySet":
        """What the public may see: cancelled forums stay visible, drafts never are."""
        return self.exclude(state=ForumState.DRAFT)

    def upcoming(self, now: datetime) -> "ForumQuerySet":
        """Not yet over, the next one first."""
        return self.filter(ends_at__gt=now).order_by("starts_at", "pk")

    def past(self, now: datetime) -> "ForumQuerySet":
        """Over, the latest one first."""
        return self.filter(ends_at__lte=now).order_by("-starts_at", "-pk")

    def about(self, task_slug: str) -> "ForumQuerySet":
        """Linked to this task; a subquery, so that counted rows are not multiplied by a join."""
        return self.filter(pk__in=Forum.tasks.through.objects.filter(task__slug=task_slug).values("forum"))

    def with_waiting_count(self) -> "ForumQuerySet":
        """Adds `waiting_count`: how many registrations are on the waiting list."""
        waiting = Q(registrations__state=State.WAITLISTED)
        return self.annotate(waiting_count=Count("registrations", filter=waiting, distinct=True))


class Forum(models.Model):
    """A public meeting with a fixed number of seats."""

    State = ForumState

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("address of the page"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=150)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    description = models.TextField(_("description"), blank=True)
    place = models.CharField(_("place"), max_length=150)
    address = models.CharField(_("street address"), max_length=200, blank=True)
    contact = models.CharField(_("contact for questions"), max_length=150, blank=True)
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    registration_opens_at = models.DateTimeField(_("registration opens at"))
    registration_closes_at = models.DateTimeField(_("registration closes at"))
    capacity = models.PositiveIntegerField(_("seats"))
    overbooked_seats = models.PositiveIntegerField(_("seats beyond the capacity"), default=0)
    seats_taken = models.PositiveIntegerField(_("seats taken"), default=0)
    last_arrival = models.PositiveIntegerField(_("registrations so far"), default=0)
    state = models.CharField(_("state"), max_length=20, choices=ForumState, default=ForumState.DRAFT)
    cancellation_reason = models.CharField(_("reason of cancellation"), max_length=300, blank=True)
    tasks = models.ManyToManyField(Task, verbose_name=_("tasks"), related_name="forums", blank=True)
    is_wheelchair_accessible = models.BooleanField(_("wheelchair access"), default=False)
    has_sign_language = models.BooleanField(_("Korean Sign Language"), default=False)
    has_captions = models.BooleanField(_("live captions"), default=False)
    revision = models.PositiveIntegerField(default=0, editable=False)

    objects = ForumQuerySet.as_manager()

    class Meta:
        verbose_name = _("forum")
        verbose_name_plural = _("forums")
        permissions = [("manage_forums", "Can manage forums and their registrations")]
        indexes = [models.Index(fields=["ends_at", "starts_at"], name="forum_by_time")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ForumState.values), name="forum_state_is_known"),
            # /forums/mine/ is a page of its own.
            models.CheckConstraint(condition=~Q(slug="mine"), name="forum_slug_is_free"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="forum_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(registration_closes_at__gt=F("registration_opens_at"))
                & Q(registration_closes_at__lte=F("starts_at")),
                name="forum_registration_before_start",
                violation_error_message=_("Registration opens before it closes, and closes when the forum starts at the latest."),
            ),
            models.CheckConstraint(
                condition=Q(seats_taken__gte=0) & Q(seats_taken__lte=F("capacity") + F("overbooked_seats")),
                name="forum_seats_within_capacity",
            ),
            models.CheckConstraint(
                condition=Q(seats_taken__lte=F("last_arrival")),
                name="forum_seats_within_arrivals",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("forums:forum_detail", args=[self.slug])

    @property
    def seats_left(self) -> int:
        return max(0, self.capacity - self.seats_taken)

    @property
    def is_cancelled(self) -> bool:
        return self.state == ForumState.CANCELLED

    def phase(self, now: datetime) -> Phase:
        """The first that applies, in this order; windows include their first second, not their last."""
        if self.state != ForumState.PUBLISHED:
            return Phase(self.state)
        if now >= self.ends_at:
            return Phase.OVER
        if now >= self.starts_at:
            return Phase.RUNNING
        if now < self.registration_opens_at:
            return Phase.NOT_YET_OPEN
        if now >= self.registration_closes_at:
            return Phase.CLOSED
        return Phase.OPEN

    def gives_out_seats(self, now: datetime) -> bool:
        """Free seats go to the waiting list until the forum starts, also after registration closed."""
        return self.state == ForumState.PUBLISHED and now < self.starts_at


class AgendaItem(models.Model):
    """A part of a forum's programme."""

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="agenda_items")
    position = models.PositiveSmallIntegerField(_("position"))
    starts_at = models.DateTimeField(_("starts at"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=200)
    speaker = models.CharField(_("speaker"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        constraints = [models.UniqueConstraint(fields=["forum", "position"], name="agenda_item_position")]

    def __str__(self) -> str:
        return self.title
