"""Reports, decisions, appeals, suspensions and takedowns."""

from portal.moderation.models.appeals import LONGEST_APPEAL, Appeal, Suspension, appealable_until
from portal.moderation.models.daily import DailySummary
from portal.moderation.models.decisions import (
    AUTOMATIC,
    DECIDABLE_STATES,
    EITHER_WAY,
    LONGEST_NOTE,
    LONGEST_REASON,
    Action,
    ModerationDecision,
)
from portal.moderation.models.reports import LONGEST_REPORT, Claim, Report, Review
from portal.moderation.models.takedowns import LONGEST_CLAIM, LONGEST_OBJECTION, THIRTY_DAYS, Evidence, Takedown

__all__ = [
    "AUTOMATIC",
    "DECIDABLE_STATES",
    "EITHER_WAY",
    "LONGEST_APPEAL",
    "LONGEST_CLAIM",
    "LONGEST_NOTE",
    "LONGEST_OBJECTION",
    "LONGEST_REASON",
    "LONGEST_REPORT",
    "THIRTY_DAYS",
    "Action",
    "Appeal",
    "Claim",
    "DailySummary",
    "Evidence",
    "ModerationDecision",
    "Report",
    "Review",
    "Suspension",
    "Takedown",
    "appealable_until",
]
