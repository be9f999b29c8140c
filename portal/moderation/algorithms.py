"""What the register says of moderation: the weight of reports, what hides a comment for a time, what is read first."""

from datetime import date, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.core.algorithms import Algorithm, Kind, Owner, Place, Version, Words, duration, limit_words, names_of
from portal.core.rate_limits import Limit
from portal.moderation import transparency, weights
from portal.moderation.models.reports import ReportQuerySet
from portal.moderation.queue import queue
from portal.moderation.services import reports, reviews

TRANSPARENCY = Place(_("Moderation in numbers"), "moderation:transparency")
DISCUSSION = Place(_("The discussion of each task"), "plan:task_list")
TENTHS = 10


def _weights() -> list[Words]:
    ages = {"days": duration(weights.NEWCOMER_FOR), "pursuit": duration(weights.PURSUIT), "times": weights.PURSUED_TIMES}
    burst = {"count": weights.BURST, "time": duration(weights.BURST_TIME), "new": duration(weights.JUST_VERIFIED)}
    return [
        _("Ordinary report: %(weight).1f.") % {"weight": weights.ORDINARY / TENTHS},
        _("Of whose earlier reports %(count)d or more were found right: %(weight).1f.")
        % {"count": weights.TRACK_RECORD, "weight": weights.RELIABLE / TENTHS},
        _("By an account younger than %(days)s: %(weight).1f.") % {**ages, "weight": weights.NEWCOMER / TENTHS},
        _("Of whose earlier reports %(count)d or more were settled and none was found right: %(weight).1f.")
        % {"count": weights.TRACK_RECORD, "weight": weights.ALWAYS_WRONG / TENTHS},
        _("By somebody who reported the same author %(times)d times within %(pursuit)s: %(weight).1f.")
        % {**ages, "weight": weights.PURSUING / TENTHS},
        _("%(count)d or more reports within %(time)s by people verified less than %(new)s before count half.") % burst,
        _("From one network only the heaviest report counts."),
    ]


def _review() -> list[Words]:
    needed = settings.MODERATION_REVIEW_WEIGHT / TENTHS
    return [
        _("Needed weight of open reports about one comment: %(weight).1f.") % {"weight": needed},
        _("Then the comment is hidden for at most %(hours)d hours; without a decision it is visible again by itself.")
        % {"hours": settings.MODERATION_REVIEW_HOURS},
        _("Never an official answer, never words a moderator has let stand, never twice for the same reports."),
    ]


def _queue() -> list[Words]:
    return [
        _("Whatever has waited longest stands first; moderators may sort by weight of reports instead."),
        _("Everything reported is read, however little its reports weigh."),
    ]


def _limits() -> list[Words]:
    return [limit_words(words, limit) for words, limit in zip(LIMIT_WORDS, LIMITS.values(), strict=True)]


HOUR = timedelta(hours=1)
LIMITS = {
    "report": Limit(limit=reports.REPORTS_PER_HOUR, per=HOUR),
    "report-from": Limit(limit=reports.REPORTS_PER_HOUR_FROM_AN_ADDRESS, per=HOUR),
}
LIMIT_WORDS = (_("Reports by one person"), _("Reports from one network"))
NOTHING_FOR_GOOD = _("Nothing is deleted by it. A moderator decides, and authors can appeal against decisions.")

ALGORITHMS = (
    Algorithm(
        key="report-weight",
        kind=Kind.HOLD,
        name=_("What a report counts for"),
        purpose=_("A crowd that was sent, or one person with many accounts, cannot silence somebody."),
        inputs=_("The reporter's earlier reports and how they ended, age of the account, time, network as a keyed hash"),
        formula=_weights,
        versions=(Version(1, date(2026, 11, 30), "9482829d44f8"),),
        answers_for=Owner.MODERATORS,
        off=NOTHING_FOR_GOOD,
        places=(TRANSPARENCY,),
        code=(
            weights.weight_of,
            weights.total,
            weights._burst,
            weights._track_record,
            *(weights.PURSUING, weights.ALWAYS_WRONG, weights.NEWCOMER, weights.ORDINARY, weights.RELIABLE),
            *(weights.TRACK_RECORD, weights.PURSUED_TIMES, weights.PURSUIT, weights.NEWCOMER_FOR),
            *(weights.BURST, weights.BURST_TIME, weights.JUST_VERIFIED),
        ),
    ),
    Algorithm(
        key="automatic-review",
        kind=Kind.HOLD,
        name=_("Hidden until a moderator has looked"),
        purpose=_("What several people find harmful is hidden while somebody looks, and never longer than that."),
        inputs=_("Weights of the open reports, earlier decisions about the same words, the time"),
        formula=_review,
        notation="Σ w ≥ W",
        versions=(Version(1, date(2026, 11, 30), "5b242fed7a59"),),
        answers_for=Owner.MODERATORS,
        off=NOTHING_FOR_GOOD,
        places=(DISCUSSION, TRANSPARENCY),
        code=(reviews.consider, reviews._counted, reviews.LET_STAND),
        covers=frozenset({"state:under_review"}),
    ),
    Algorithm(
        key="moderation-queue",
        kind=Kind.ORDER,
        name=_("Order in which moderators read"),
        purpose=_("Nobody waits longer because fewer people reported."),
        inputs=_("Since when a comment waits, weight of its reports, tasks given to the moderator"),
        formula=_queue,
        versions=(Version(1, date(2026, 11, 30), "6c0719a5aecd"),),
        answers_for=Owner.MODERATORS,
        off=_("Moderators choose another order or filter; how long things wait is public."),
        places=(TRANSPARENCY,),
        code=(queue._asked_for, queue._conditions, queue.QueueRow.reasons, ReportQuerySet.oldest_first),
        covers=names_of(queue.Sort.values, prefix=queue.__name__),
    ),
    Algorithm(
        key="moderation-counts",
        kind=Kind.GROUP,
        name=_("Moderation in numbers"),
        purpose=_("Anybody can check how much is hidden, how fast and how often wrongly."),
        inputs=_("All reports, decisions, reviews and appeals, by the month they happened in"),
        formula=lambda: [_("Plain counts by month, newest month first; times as medians in hours. Nothing is estimated.")],
        versions=(Version(1, date(2026, 11, 30), "e83ff0aa9e75"),),
        answers_for=Owner.MODERATORS,
        off=_("The data file has the same numbers; count them your own way."),
        places=(TRANSPARENCY,),
        code=(transparency.by_month, transparency._median_hours, transparency.months_of, transparency.last_entries),
    ),
    Algorithm(
        key="report-limits",
        kind=Kind.LIMIT,
        name=_("How often one may report"),
        purpose=_("Stops machines; what a watchful person finds in an hour fits in."),
        inputs=_("The person, the network address as a keyed hash, the time"),
        formula=_limits,
        versions=(Version(1, date(2026, 11, 30), "f126500ffc75"),),
        answers_for=Owner.MODERATORS,
        off=_("Wait for the time the message says; what you wrote is kept."),
        places=(DISCUSSION,),
        code=(tuple(LIMITS.items()),),
        limits=LIMITS,
    ),
)
