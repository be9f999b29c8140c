"""What reports count for when they add up to a review, in tenths of an ordinary report. Few rules, each with its reason.

One report, when it is made (`weight_of`; the first rule that applies):
 0  by somebody who reported the same author three times within seven days already: that is a quarrel, not a watchful eye;
 3  by somebody of whom three or more reports were settled and none was found right: practice says that they are wrong;
 5  by an account younger than seven days: new accounts are cheap to open for one occasion;
15  by somebody of whom three or more reports were found right: practice says that they look closely;
10  by everybody else.

All together (`total`): a burst, which is three or more reports within five minutes by people verified less than 48 hours before,
counts half, since that is how a crowd arrives that was sent; and from one network only the heaviest report counts, since one
household has one voice here. Whatever counts for little still waits in the queue: a moderator reads every report.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from portal.accounts.models import User
from portal.discussion.models import Comment
from portal.moderation.models import Action, Report

PURSUING, ALWAYS_WRONG, NEWCOMER, ORDINARY, RELIABLE = 0, 3, 5, 10, 15
TRACK_RECORD = 3
PURSUED_TIMES, PURSUIT = 3, timedelta(days=7)
NEWCOMER_FOR = timedelta(days=7)
BURST, BURST_TIME, JUST_VERIFIED = 3, timedelta(minutes=5), timedelta(hours=48)


def weight_of(*, reporter: User, comment: Comment, now: datetime) -> int:
    """What one person's report about one comment counts for, made now. Two queries."""
    earlier = Report.objects.filter(person_key=reporter.person_key)
    if earlier.filter(_same_author(comment), created_at__gt=now - PURSUIT).count() >= PURSUED_TIMES:
        return PURSUING
    right, settled = _track_record(earlier)
    if settled >= TRACK_RECORD and not right:
        return ALWAYS_WRONG
    if reporter.joined_at > now - NEWCOMER_FOR:
        return NEWCOMER
    return RELIABLE if right >= TRACK_RECORD else ORDINARY


def total(reports: Iterable[Report]) -> int:
    """What these reports count for together. They come with their `reporter` and its `identity`."""
    reports = list(reports)
    burst = _burst(reports)
    heaviest: dict[str | int, int] = defaultdict(int)
    for report in reports:
        weight = report.weight // 2 if report.pk in burst else report.weight
        network = report.address_key or report.pk
        heaviest[network] = max(heaviest[network], weight)
    return sum(heaviest.values())


def _same_author(comment: Comment) -> Q:
    if comment.person_key:
        return Q(comment__person_key=comment.person_key)
    return Q(comment__author=comment.author_id)


def _track_record(reports: QuerySet[Report]) -> tuple[int, int]:
    """How many were found right, and how many were settled. A hiding that was taken back proves nobody right."""
    was_right = Q(decision__action=Action.HIDE, decision__undone_by__isnull=True)
    counts = reports.aggregate(right=Count("pk", filter=was_right), settled=Count("pk", filter=Q(decision__isnull=False)))
    return counts["right"], counts["settled"]


def _burst(reports: list[Report]) -> set[int]:
    """Keys of the reports that came as a crowd of people verified just before."""
    fresh = sorted((report for report in reports if _is_by_a_new_face(report)), key=lambda report: report.created_at)
    crowds = (fresh[start : start + BURST] for start in range(len(fresh) - BURST + 1))
    return {report.pk for crowd in crowds if crowd[-1].created_at - crowd[0].created_at <= BURST_TIME for report in crowd}


def _is_by_a_new_face(report: Report) -> bool:
    identity = report.reporter.identity
    return identity is not None and report.created_at - identity.verified_at < JUST_VERIFIED
