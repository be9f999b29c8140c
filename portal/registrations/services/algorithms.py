"""What the register says of forums: their order, who gets a seat, who waits, and how often one may try."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from portal.core.algorithms import Algorithm, Kind, Owner, Place, Version, Words, duration, limit_words
from portal.core.rate_limits import Limit
from portal.forums.models import Forum, ForumQuerySet
from portal.forums.views import feed
from portal.registrations.models.registration import RegistrationQuerySet
from portal.registrations.party import Party
from portal.registrations.services import opening, registering, reminders, reservations, seats
from portal.registrations.views.feeds import personal_feed

FORUMS = Place(_("Forums"), "forums:forum_list")


def _orders() -> list[Words]:
    return [
        _("Forums ahead: the day and time they begin, earliest first."),
        _("Past forums: the latest first. My forums: the same two orders."),
    ]


def _seats() -> list[Words]:
    return [
        _("First come, first served: seats go in the order in which registrations arrive, one counter for each forum."),
        _("While a form is filled in, its seats are kept for %(time)s, once more on request.")
        % {"time": duration(reservations.RESERVED_FOR)},
        _("Nobody gets a free seat while somebody else waits for it. No seats are drawn by lot."),
        _("Where a forum says so, only verified residents of the city may register until the time it names."),
    ]


def _waiting() -> list[Words]:
    return [
        _("A seat that becomes free goes to whoever has waited longest; in the same moment, without anybody's hand."),
        _("A group that needs more seats than are free keeps its turn and is not overtaken; it may say that fewer are enough."),
        _("Depending on the forum the seat is theirs at once, or kept for the hours the mail names, then offered to the next."),
    ]


def _limits() -> list[Words]:
    return [limit_words(words, limit) for words, limit in zip(LIMIT_WORDS, LIMITS.values(), strict=True)]


HOUR = timedelta(hours=1)
LIMITS = {
    "forum-registration": Limit(limit=registering.REGISTRATIONS_AN_HOUR, per=HOUR),
    "forum-reservation": Limit(limit=reservations.RESERVATIONS_AN_HOUR, per=HOUR),
}
LIMIT_WORDS = (_("Registrations by one person"), _("Forms opened by one person"))

ALGORITHMS = (
    Algorithm(
        key="forums-order",
        kind=Kind.ORDER,
        name=_("Order of forums"),
        purpose=_("What is next is found first."),
        inputs=_("Beginning and end of each forum, chosen task"),
        formula=_orders,
        versions=(Version(1, date(2026, 11, 30), "9212e1fe3939"),),
        answers_for=Owner.OPERATORS,
        off=_("Look at the month instead, choose a task, or subscribe to the calendar."),
        places=(FORUMS,),
        code=(
            *(ForumQuerySet.upcoming, ForumQuerySet.past, ForumQuerySet.between),
            *(RegistrationQuerySet.coming, RegistrationQuerySet.gone, feed, personal_feed),
        ),
    ),
    Algorithm(
        key="seats",
        kind=Kind.SEATS,
        name=_("Seats at forums"),
        purpose=_("Everybody has the same chance, whoever they are; nobody is chosen."),
        inputs=_("Order of arrival, size of the group, seats left, who waits, verified residence where the forum asks"),
        formula=_seats,
        versions=(Version(1, date(2026, 11, 30), "c82ffbb6ce20"),),
        answers_for=Owner.ORGANISERS,
        off=_("Organisers may seat people beyond the capacity; each time is on record with its reason."),
        places=(FORUMS,),
        code=(
            *(seats.arrive, seats._seats_for, seats.is_anybody_waiting, Party.seats_of, reservations.RESERVED_FOR),
            *(opening.refuse_registration, Forum.is_for_residents_first, Forum.phase),
            *(RegistrationQuerySet.confirmed, RegistrationQuerySet.seated, RegistrationQuerySet.live),
        ),
    ),
    Algorithm(
        key="waiting-list",
        kind=Kind.SEATS,
        name=_("Waiting list"),
        purpose=_("Who waited longest comes next; large families do not wait for ever."),
        inputs=_("Order of arrival, size of the group, seats that became free"),
        formula=_waiting,
        versions=(Version(1, date(2026, 11, 30), "1f64304c8ccd"),),
        answers_for=Owner.ORGANISERS,
        off=_("Leave the list at any time. The page of the forum says your number."),
        places=(FORUMS,),
        code=(
            *(seats.fill, seats._promote, seats.settle, Party.seats_of, Forum.gives_out_seats),
            *(RegistrationQuerySet.waitlisted, RegistrationQuerySet.lapsed),
        ),
    ),
    Algorithm(
        key="forum-reminders",
        kind=Kind.SUGGESTION,
        name=_("Reminders of forums"),
        purpose=_("Seats of people who forgot are missed by those who waited."),
        inputs=_("Day of the forum, which reminders it sends, whether you have a seat"),
        formula=lambda: [_("A week before, the day before and on the day, as far as the forum sends them; each once.")],
        versions=(Version(1, date(2026, 11, 30), "93cdadb73f4d"),),
        answers_for=Owner.ORGANISERS,
        off=_("Cancel the registration; nobody without a seat is reminded."),
        places=(Place(_("Mails about your registrations")),),
        code=(reminders.due_kind, reminders.moment_of, reminders.MOMENTS),
    ),
    Algorithm(
        key="registration-limits",
        kind=Kind.LIMIT,
        name=_("How often one may register"),
        purpose=_("Stops programs that try for seats again and again."),
        inputs=_("The person, the time"),
        formula=_limits,
        versions=(Version(1, date(2026, 11, 30), "d1173a8fc374"),),
        answers_for=Owner.OPERATORS,
        off=_("Wait for the time the message says; what you wrote is kept."),
        places=(FORUMS,),
        code=(tuple(LIMITS.items()),),
        limits=LIMITS,
    ),
)
