"""Forums, their programme and their speakers."""

import uuid
from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.expressions import Combinable
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.core.text.days import sane_moments
from portal.forums.states import ForumState, Handover, Phase
from portal.plan.models import Task

LARGEST_PARTY = 10
TIMES = (
    "starts_at",
    "ends_at",
    "registration_opens_at",
    "registration_closes_at",
    "residents_first_until",
    "changes_close_at",
    "freezes_at",
)
# Pages of their own below /forums/, now and later.
RESERVED_SLUGS = ("mine", "manage", "calendar", "feed", "place", "help", "new", "door", "tickets", "helping")


class ForumQuerySet(models.QuerySet["Forum"]):
    """Which forums."""

    # The package of registrations knows their states, so it says when it starts how those are counted that wait.
    _waiting_count: ClassVar[Combinable] = Value(0)

    @classmethod
    def declare_waiting_count(cls, count: Combinable) -> None:
        """Make known how the registrations on a forum's waiting list are counted. Called in `AppConfig.ready()`."""
        cls._waiting_count = count

    def published(self) -> Self:
        """What the public may see: cancelled forums stay visible, drafts never are."""
        return self.exclude(state=ForumState.DRAFT)

    def taking_place(self) -> Self:
        """Published and not cancelled."""
        return self.filter(state=ForumState.PUBLISHED)

    def upcoming(self, now: datetime) -> Self:
        """Not yet over, the next one first."""
        return self.filter(ends_at__gt=now).order_by("starts_at", "pk")

    def past(self, now: datetime) -> Self:
        """Over, the latest one first."""
        return self.filter(ends_at__lte=now).order_by("-starts_at", "-pk")

    def between(self, start: datetime, end: datetime) -> Self:
        """Those that take place at some moment from `start` on and before `end`, the first one first."""
        return self.filter(starts_at__lt=end, ends_at__gt=start).order_by("starts_at", "pk")

    def about(self, task_slug: str) -> Self:
        """Linked to this task; a subquery, so that counted rows are not multiplied by a join."""
        return self.filter(pk__in=Forum.tasks.through.objects.filter(task__slug=task_slug).values("forum"))

    def with_waiting_count(self) -> Self:
        """Adds `waiting_count`: how many registrations are on the waiting list."""
        return self.annotate(waiting_count=self._waiting_count)


class Forum(models.Model):
    """A public meeting with a fixed number of seats. Times are aware; what is a day or an hour is so in the city's zone."""

    State = ForumState

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("address of the page"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=150)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    description = models.TextField(_("description"), blank=True)
    venue = models.CharField(_("place"), max_length=150)
    address = models.CharField(_("street address"), max_length=200, blank=True)
    contact = models.CharField(_("contact for questions"), max_length=150, blank=True)
    # Read by those with a confirmed seat only; the host is on the list of the settings.
    online_url = models.URLField(_("link for taking part online"), max_length=300, blank=True)
    starts_at = models.DateTimeField(_("starts at"))
    # When it was to start as first announced; only of a forum that was moved since.
    first_starts_at = models.DateTimeField(_("first announced to start at"), null=True, blank=True, editable=False)
    ends_at = models.DateTimeField(_("ends at"))
    registration_opens_at = models.DateTimeField(_("registration opens at"))
    registration_closes_at = models.DateTimeField(_("registration closes at"))
    residents_first_until = models.DateTimeField(_("until then for verified residents only"), null=True, blank=True)
    changes_close_at = models.DateTimeField(_("people may change or cancel until"), null=True, blank=True)
    freezes_at = models.DateTimeField(_("waiting list stands still from"), null=True, blank=True)
    capacity = models.PositiveIntegerField(_("seats"))
    overbooked_seats = models.PositiveIntegerField(_("seats beyond the capacity"), default=0)
    seats_taken = models.PositiveIntegerField(_("seats taken"), default=0)
    last_arrival = models.PositiveIntegerField(_("registrations so far"), default=0)
    companions_limit = models.PositiveSmallIntegerField(_("companions that one person may bring"), default=0)
    handover = models.CharField(_("freed seats"), max_length=10, choices=Handover, default=Handover.AT_ONCE)
    offer_hours = models.PositiveSmallIntegerField(_("hours to accept an offered seat"), default=24)
    state = models.CharField(_("state"), max_length=20, choices=ForumState, default=ForumState.DRAFT)
    cancellation_reason = models.CharField(_("reason of cancellation"), max_length=300, blank=True)
    tasks = models.ManyToManyField(Task, verbose_name=_("tasks"), related_name="forums", blank=True)
    is_wheelchair_accessible = models.BooleanField(_("wheelchair access"), default=False)
    has_sign_language = models.BooleanField(_("Korean Sign Language"), default=False)
    has_captions = models.BooleanField(_("live captions"), default=False)
    reminds_a_week_before = models.BooleanField(_("remind seven days before"), default=False)
    reminds_a_day_before = models.BooleanField(_("remind the day before"), default=True)
    reminds_on_the_day = models.BooleanField(_("remind on the morning of the day"), default=False)
    retention_days = models.PositiveSmallIntegerField(_("days after which attendees' data is erased"), default=30)
    anonymised_at = models.DateTimeField(_("attendees' data erased at"), null=True, blank=True, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)

    # What queries add: `with_waiting_count`.
    waiting_count: int

    objects = ForumQuerySet.as_manager()

    class Meta:
        verbose_name = _("forum")
        verbose_name_plural = _("forums")
        permissions = [("manage_forums", "Can manage forums and their registrations")]
        indexes = [models.Index(fields=["ends_at", "starts_at"], name="forum_by_time")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ForumState.values), name="forum_state_is_known"),
            models.CheckConstraint(condition=Q(handover__in=Handover.values), name="forum_handover_is_known"),
            models.CheckConstraint(condition=~Q(slug__in=RESERVED_SLUGS), name="forum_slug_is_free"),
            *sane_moments("forum", *TIMES),
            models.CheckConstraint(
                condition=Q(first_starts_at__isnull=True) | ~Q(first_starts_at=F("starts_at")), name="forum_moved_from_elsewhere"
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="forum_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(registration_closes_at__gt=F("registration_opens_at"))
                & Q(registration_closes_at__lte=F("starts_at")),
                name="forum_registration_before_start",
                violation_error_message=_("Registration opens before it closes, and closes when the forum starts at the latest."),
            ),
            models.CheckConstraint(
                condition=Q(residents_first_until__isnull=True)
                | Q(
                    residents_first_until__gt=F("registration_opens_at"),
                    residents_first_until__lte=F("registration_closes_at"),
                ),
                name="forum_residents_first_within_registration",
                violation_error_message=_("The time for residents ends after registration opens and before it closes."),
            ),
            models.CheckConstraint(
                condition=(Q(changes_close_at__isnull=True) | Q(changes_close_at__lte=F("starts_at")))
                & (Q(freezes_at__isnull=True) | Q(freezes_at__lte=F("starts_at"))),
                name="forum_deadlines_before_start",
                violation_error_message=_("Changes and the waiting list end when the forum starts at the latest."),
            ),
            models.CheckConstraint(
                condition=Q(seats_taken__gte=0) & Q(seats_taken__lte=F("capacity") + F("overbooked_seats")),
                name="forum_seats_within_capacity",
            ),
            # Whoever goes beyond the capacity says by how much, and the number falls as soon as a seat comes back.
            models.CheckConstraint(
                condition=Q(overbooked_seats=0) | Q(seats_taken=F("capacity") + F("overbooked_seats")),
                name="forum_overbooking_is_exact",
            ),
            models.CheckConstraint(condition=Q(companions_limit__lt=LARGEST_PARTY), name="forum_companions_are_few"),
            models.CheckConstraint(condition=Q(offer_hours__range=(1, 168)), name="forum_offers_last_hours"),
            models.CheckConstraint(condition=Q(retention_days__range=(1, 365)), name="forum_retention_within_a_year"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("forums:forum_detail", args=[self.slug])

    @property
    def questions_to(self) -> str:
        """Whom people can ask: the forum's own contact, else the portal's; empty where nobody is named."""
        return self.contact or settings.CONTACT_EMAIL

    def ask_here(self) -> str:
        """Whom to ask, to end a message with; empty where nobody is named."""
        return " " + _("Questions: %(contact)s") % {"contact": self.questions_to} if self.questions_to else ""

    @property
    def seats_left(self) -> int:
        return max(0, self.capacity - self.seats_taken)

    @property
    def is_cancelled(self) -> bool:
        return self.state == ForumState.CANCELLED

    @property
    def last_promotion_at(self) -> datetime:
        """From this moment on nobody is promoted from the waiting list."""
        return self.freezes_at or self.starts_at

    @property
    def last_change_at(self) -> datetime:
        """From this moment on people ask the organisers if they want to change or cancel something."""
        return self.changes_close_at or self.starts_at

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

    def is_for_residents_first(self, now: datetime) -> bool:
        """Whether only people whose residence in the city is verified may register at this moment."""
        return self.residents_first_until is not None and now < self.residents_first_until

    def gives_out_seats(self, now: datetime) -> bool:
        """Free seats go to the waiting list until it stands still, also after registration closed."""
        return self.state == ForumState.PUBLISHED and now < self.last_promotion_at

    def takes_changes(self, now: datetime) -> bool:
        """Whether people may change and cancel by themselves."""
        return self.state == ForumState.PUBLISHED and now < self.last_change_at


class AgendaItem(models.Model):
    """A part of a forum's programme."""

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="agenda_items")
    position = models.PositiveSmallIntegerField(_("position"))
    starts_at = models.DateTimeField(_("starts at"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=200)
    speaker = models.CharField(_("speaker"), max_length=200, blank=True)
    form_key = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        constraints = [
            models.UniqueConstraint(
                fields=["forum", "position"], name="agenda_item_position", deferrable=models.Deferrable.DEFERRED
            ),
            *sane_moments("agenda_item", "starts_at"),
        ]

    def __str__(self) -> str:
        return self.title


class Speaker(models.Model):
    """Somebody who speaks at a forum, introduced on its page."""

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="speakers")
    position = models.PositiveSmallIntegerField(_("position"))
    name = models.CharField(_("name"), max_length=100)
    affiliation = models.CharField(_("affiliation"), max_length=200, blank=True)
    introduction = models.CharField(_("introduction"), max_length=500, blank=True)
    form_key = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        constraints = [
            models.UniqueConstraint(fields=["forum", "position"], name="speaker_position", deferrable=models.Deferrable.DEFERRED)
        ]

    def __str__(self) -> str:
        return self.name
