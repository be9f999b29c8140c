"""The public monthly count of moderation, computed anew from the rows each time: nobody types these numbers.

A month is a calendar month in Asia/Seoul. A decision that its moderator took back at once counts as taken back, not as
a decision, and neither does the act that took it back.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, DurationField, F, FloatField, Max, Q, QuerySet
from django.db.models.aggregates import Aggregate
from django.db.models.functions import Cast, Extract, TruncMonth
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.core.models import RecordEntry
from portal.discussion.rules import Rule
from portal.moderation.models import Action, Appeal, ModerationDecision, Report, Review, Suspension, Takedown

SECONDS_PER_HOUR = 3_600
Counts = dict[date, Any]


class Median(Aggregate):
    """The middle value of a column of numbers; the mean of the two middle ones where their count is even."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


@dataclass(frozen=True)
class Measure:
    """One line of the table. `values` holds what was counted in each month that had any; other months had none."""

    name: str
    label: str | Promise
    group: str | Promise
    values: Counts
    # A median or a share of no cases is nothing, not zero.
    absent: Any = 0

    def in_months(self, months: Iterable[date]) -> list[Any]:
        """The value of each month."""
        return [self.values.get(month, self.absent) for month in months]


def measures() -> list[Measure]:
    """Everything that is counted, in the order of the page; the same queries however many rows there are."""
    decisions = _decisions()
    return [
        Measure("reports", _("Reports received"), _("Reports"), _by_month(Report.objects, "created_at")["rows"]),
        Measure("median_hours", _("Median hours from report to decision"), _("Reports"), _median_hours(), absent=None),
        *decisions,
        *_of_reviews(),
        *_of_appeals(),
        *_of_takedowns(),
        *_of_suspensions(),
        Measure(
            "personal_data_views",
            _("Times staff looked at somebody's personal data"),
            _("Personal data"),
            _by_month(RecordEntry.objects.filter(action="personal_data.viewed"), "happened_at")["rows"],
        ),
    ]


def months_of(found: Iterable[Measure], *, now: datetime) -> list[date]:
    """Every month from the first that has anything to count up to this one, newest first."""
    month = timezone.localtime(now).date().replace(day=1)
    first = min((counted for measure in found for counted in measure.values), default=month)
    months = [month]
    while months[-1] > first:
        months.append(_month_before(months[-1]))
    return months


def last_entries() -> dict[date, tuple[int, str]]:
    """Number and hash of the record's last entry in each month: whoever notes one can prove later that nothing before it changed."""
    per_month = RecordEntry.objects.annotate(month=TruncMonth("happened_at")).values("month").annotate(last=Max("number"))
    months = {row["last"]: timezone.localtime(row["month"]).date() for row in per_month.order_by("month")}
    hashes = RecordEntry.objects.filter(pk__in=months).values_list("number", "hash")
    return {months[number]: (number, entry_hash) for number, entry_hash in hashes}


def _month_before(month: date) -> date:
    return month.replace(year=month.year - 1, month=12) if month.month == 1 else month.replace(month=month.month - 1)


def _by_month(rows: Any, moment: str, **conditions: Q) -> Mapping[str, Counts]:
    """How many rows fall into each month, as "rows", and how many of them meet each condition, by its name; one query."""
    counts = {"rows": Count("pk"), **{name: Count("pk", filter=condition) for name, condition in conditions.items()}}
    grouped = rows.filter(**{f"{moment}__isnull": False}).annotate(month=TruncMonth(moment)).values("month").annotate(**counts)
    found: dict[str, Counts] = {name: {} for name in counts}
    for row in grouped.order_by("month"):
        for name in counts:
            if row[name]:
                found[name][timezone.localtime(row["month"]).date()] = row[name]
    return found


def _decisions() -> list[Measure]:
    standing = Q(undoes=None, undone_by=None)
    # A reversal is counted with its appeal.
    own = standing & Q(follows=None)
    conditions = {
        **{f"hidden_{rule.value}": standing & Q(action=Action.HIDE, rule=rule) for rule in Rule},
        "kept": own & Q(action=Action.KEEP),
        "restored": own & Q(action=Action.RESTORE),
        "published": own & Q(action=Action.PUBLISH),
        "taken_back": Q(undoes__isnull=False),
    }
    counts = _by_month(ModerationDecision.objects, "created_at", **conditions)
    by_rule = [Measure(f"hidden_{rule.value}", rule.label, _("Hidden, by rule"), counts[f"hidden_{rule.value}"]) for rule in Rule]
    others = {
        "kept": _("Reported and left visible"),
        "restored": _("Shown again without an appeal"),
        "published": _("Held and then published"),
        "taken_back": _("Taken back at once by the moderator"),
    }
    return [*by_rule, *(Measure(name, label, _("Other decisions"), counts[name]) for name, label in others.items())]


def _of_reviews() -> list[Measure]:
    group = _("Out of sight after many reports")
    begun = _by_month(Review.objects, "began_at")["rows"]
    lapsed = _by_month(Review.objects.filter(outcome=Review.Outcome.LAPSED), "ended_at")["rows"]
    return [
        Measure("reviews", _("Reviews begun"), group, begun),
        Measure("reviews_lapsed", _("Visible again since nobody had decided in time"), group, lapsed),
    ]


def _of_appeals() -> list[Measure]:
    group, states = _("Appeals"), Appeal.State
    received = _by_month(Appeal.objects, "created_at")["rows"]
    late = Q(ruled_at__gt=F("due_at"))
    ruled = _by_month(Appeal.objects, "ruled_at", upheld=Q(state=states.UPHELD), reversed=Q(state=states.REVERSED), late=late)
    share = {month: round(100 * ruled["reversed"].get(month, 0) / count) for month, count in ruled["rows"].items()}
    return [
        Measure("appeals", _("Appeals received"), group, received),
        Measure("appeals_upheld", _("Decision confirmed"), group, ruled["upheld"]),
        Measure("appeals_reversed", _("Decision reversed"), group, ruled["reversed"]),
        Measure("reversal_percent", _("Reversed, of a hundred rulings"), group, share, absent=None),
        Measure("appeals_late", _("Ruled after the deadline"), group, ruled["late"]),
    ]


def _of_takedowns() -> list[Measure]:
    group, states = _("Temporary blocks at somebody's request"), Takedown.State
    requested = _by_month(Takedown.objects, "confirmed_at")["rows"]
    decided = _by_month(Takedown.objects, "decided_at", blocked=Q(blocked_from__isnull=False), refused=Q(state=states.REFUSED))
    objected = _by_month(Takedown.objects, "objected_at")["rows"]
    ended = _by_month(
        Takedown.objects, "ended_at", **{state: Q(state=state) for state in (states.LAPSED, states.LIFTED, states.REMOVED)}
    )
    return [
        Measure("takedowns", _("Requests"), group, requested),
        Measure("takedowns_blocked", _("Blocked"), group, decided["blocked"]),
        Measure("takedowns_refused", _("Refused"), group, decided["refused"]),
        Measure("takedowns_objected", _("Authors who objected"), group, objected),
        Measure("takedowns_lapsed", _("Visible again since the time was over"), group, ended[states.LAPSED]),
        Measure("takedowns_lifted", _("Visible again by decision"), group, ended[states.LIFTED]),
        Measure("takedowns_removed", _("Hidden for good by decision"), group, ended[states.REMOVED]),
    ]


def _of_suspensions() -> list[Measure]:
    group = _("Suspensions")
    return [
        Measure("suspensions", _("People suspended"), group, _by_month(Suspension.objects, "began_at")["rows"]),
        Measure("suspensions_lifted", _("Lifted early"), group, _by_month(_lifted_early(), "lifted_at")["rows"]),
    ]


def _lifted_early() -> QuerySet[Suspension]:
    return Suspension.objects.filter(lifted_at__lt=F("ends_at"))


def _median_hours() -> Counts:
    """Hours between a report and the decision that settled it, the middle one of each month of decision."""
    waited = Cast(F("decision__created_at") - F("created_at"), DurationField())
    rows = (
        Report.objects.filter(decision__isnull=False)
        .annotate(month=TruncMonth("decision__created_at"))
        .values("month")
        .annotate(seconds=Median(Extract(waited, "epoch")))
    )
    return {
        timezone.localtime(row["month"]).date(): round(row["seconds"] / SECONDS_PER_HOUR, 1) for row in rows.order_by("month")
    }
