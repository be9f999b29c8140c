"""The states of forums and registrations: words that models, services and templates share."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ForumState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("forum state", "draft")
    PUBLISHED = "published", pgettext_lazy("forum state", "published")
    CANCELLED = "cancelled", pgettext_lazy("forum state", "cancelled")


class Phase(models.TextChoices):
    """Where a forum stands at one moment; worked out from its state and its times, never stored."""

    DRAFT = "draft", pgettext_lazy("forum phase", "draft")
    CANCELLED = "cancelled", pgettext_lazy("forum phase", "cancelled")
    NOT_YET_OPEN = "not_yet_open", pgettext_lazy("forum phase", "registration not yet open")
    OPEN = "open", pgettext_lazy("forum phase", "registration open")
    CLOSED = "closed", pgettext_lazy("forum phase", "registration closed")
    RUNNING = "running", pgettext_lazy("forum phase", "under way")
    OVER = "over", pgettext_lazy("forum phase", "over")


BEFORE_THE_START = (Phase.NOT_YET_OPEN, Phase.OPEN, Phase.CLOSED)


class Handover(models.TextChoices):
    """How a freed seat reaches whoever waits longest."""

    AT_ONCE = "at_once", _("The seat is theirs at once")
    OFFER = "offer", _("The seat is offered, to be accepted within a time")


class State(models.TextChoices):
    HELD = "held", pgettext_lazy("registration", "being filled in")
    CONFIRMED = "confirmed", pgettext_lazy("registration", "confirmed")
    WAITLISTED = "waitlisted", pgettext_lazy("registration", "on the waiting list")
    OFFERED = "offered", pgettext_lazy("registration", "offered a seat")
    CANCELLED = "cancelled", pgettext_lazy("registration", "cancelled")


class Ending(models.TextChoices):
    """Why a registration is cancelled."""

    PERSON = "person", pgettext_lazy("cancelled by", "the person")
    STAFF = "staff", pgettext_lazy("cancelled by", "an organiser")
    ACCOUNT_CLOSED = "account_closed", _("the account was closed")
    HOLD_LAPSED = "hold_lapsed", _("the form was not sent in time")
    OFFER_DECLINED = "offer_declined", _("the offered seat was declined")
    OFFER_LAPSED = "offer_lapsed", _("the offered seat was not accepted in time")


class Origin(models.TextChoices):
    ONLINE = "online", pgettext_lazy("registered", "on the portal")
    DOOR = "door", pgettext_lazy("registered", "at the door")


# A held, confirmed or offered registration keeps seats from everybody else; the first and the last only for a time.
TEMPORARY_STATES = (State.HELD, State.OFFERED)
SEATED_STATES = (State.HELD, State.CONFIRMED, State.OFFERED)
LIVE_STATES = (*SEATED_STATES, State.WAITLISTED)


class QuestionKind(models.TextChoices):
    """What an answer to a question is."""

    LINE = "line", pgettext_lazy("question", "one line")
    TEXT = "text", pgettext_lazy("question", "some sentences")
    ONE_CHOICE = "one_choice", pgettext_lazy("question", "one of several")
    CHOICES = "choices", pgettext_lazy("question", "any of several")
    ACCESS = "access", pgettext_lazy("question", "what somebody needs to take part")
    FILE = "file", pgettext_lazy("question", "a file")


class Outcome(models.TextChoices):
    """What the door said to one ticket."""

    ENTERED = "entered", pgettext_lazy("at the door", "entered")
    ALREADY = "already", pgettext_lazy("at the door", "had entered before")
    CANCELLED = "cancelled", pgettext_lazy("at the door", "registration cancelled")
    NOT_SEATED = "not_seated", pgettext_lazy("at the door", "on the waiting list")
    OTHER_FORUM = "other_forum", pgettext_lazy("at the door", "ticket of another forum")
    REPLACED = "replaced", pgettext_lazy("at the door", "ticket was replaced by a newer one")
    FORGED = "forged", pgettext_lazy("at the door", "no ticket of the portal")
    WALKED_IN = "walked_in", pgettext_lazy("at the door", "came without registration")
    TAKEN_BACK = "taken_back", pgettext_lazy("at the door", "check-in taken back")


class Segment(models.TextChoices):
    """To whom an organiser writes."""

    CONFIRMED = "confirmed", pgettext_lazy("people", "with a seat")
    WAITING = "waiting", pgettext_lazy("people", "on the waiting list")
    CHECKED_IN = "checked_in", pgettext_lazy("people", "who came")
    ABSENT = "absent", pgettext_lazy("people", "with a seat who did not come")


class ReminderKind(models.TextChoices):
    WEEK = "week", _("seven days before")
    DAY = "day", _("the day before")
    SAME_DAY = "same_day", _("on the morning of the day")
