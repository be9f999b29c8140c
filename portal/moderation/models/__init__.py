"""The tables of the package."""

from portal.moderation.models.daily import DailySummary
from portal.moderation.models.decisions import (
    AUTOMATIC,
    DECIDABLE_STATES,
    EITHER_WAY,
    LONGEST_NOTE,
    LONGEST_REASON,
    Action,
    ModerationDecision,
    appealable_until,
)
from portal.moderation.models.reports import LONGEST_REPORT, Claim, Report, Review

__all__ = [
    "AUTOMATIC",
    "DECIDABLE_STATES",
    "EITHER_WAY",
    "LONGEST_NOTE",
    "LONGEST_REASON",
    "LONGEST_REPORT",
    "Action",
    "Claim",
    "DailySummary",
    "ModerationDecision",
    "Report",
    "Review",
    "appealable_until",
]
