"""Every change that the package makes."""

from portal.moderation.services.bulk import BULK_ACTIONS, MOST_AT_ONCE, Outcome, Result, Row, decide_each, undo_batch
from portal.moderation.services.claims import CLAIM_LASTS, assign, claim, release
from portal.moderation.services.daily import write_summaries
from portal.moderation.services.decisions import decide, hide, keep, publish, restore
from portal.moderation.services.refusals import (
    AlreadyDecided,
    AlreadyReported,
    ClaimedMeanwhile,
    NotAModerator,
    NotReportable,
    NotUndoable,
    NotVerified,
    NotYourClaim,
    OwnComment,
    RuleMissing,
)
from portal.moderation.services.reports import REPORTS_PER_HOUR, REPORTS_PER_HOUR_FROM_AN_ADDRESS, report
from portal.moderation.services.undo import UNDO_WITHIN, may_be_undone, undo

__all__ = [
    "BULK_ACTIONS",
    "CLAIM_LASTS",
    "MOST_AT_ONCE",
    "REPORTS_PER_HOUR",
    "REPORTS_PER_HOUR_FROM_AN_ADDRESS",
    "UNDO_WITHIN",
    "AlreadyDecided",
    "AlreadyReported",
    "ClaimedMeanwhile",
    "NotAModerator",
    "NotReportable",
    "NotUndoable",
    "NotVerified",
    "NotYourClaim",
    "Outcome",
    "OwnComment",
    "Result",
    "Row",
    "RuleMissing",
    "assign",
    "claim",
    "decide",
    "decide_each",
    "hide",
    "keep",
    "may_be_undone",
    "publish",
    "release",
    "report",
    "restore",
    "undo",
    "undo_batch",
    "write_summaries",
]
