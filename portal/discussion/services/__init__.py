"""Everything that changes a comment, a vote or whether a task may be discussed."""

from portal.discussion.services.locking import lock_as_stored
from portal.discussion.services.official import check_officer, reply_officially
from portal.discussion.services.opening import close_discussion, open_discussion, set_screening
from portal.discussion.services.refusals import (
    EditingClosed,
    IllegalMove,
    NotAnOfficer,
    NotAnswerable,
    NotVotable,
    NotWithdrawable,
    NotYours,
)
from portal.discussion.services.states import end_block, put_back, set_state
from portal.discussion.services.topics import set_language, set_topic
from portal.discussion.services.voting import vote
from portal.discussion.services.writing import LONGEST_COMMENT, check_editable, edit, post, withdraw

__all__ = [
    "LONGEST_COMMENT",
    "EditingClosed",
    "IllegalMove",
    "NotAnOfficer",
    "NotAnswerable",
    "NotVotable",
    "NotWithdrawable",
    "NotYours",
    "check_editable",
    "check_officer",
    "close_discussion",
    "edit",
    "end_block",
    "lock_as_stored",
    "open_discussion",
    "post",
    "put_back",
    "reply_officially",
    "set_language",
    "set_screening",
    "set_state",
    "set_topic",
    "vote",
    "withdraw",
]
