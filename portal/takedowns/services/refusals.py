"""How temporary takedowns say no."""

from portal.core.errors import InvalidInput, NotAllowed, RuleViolation


class NothingToBlock(RuleViolation):
    """The comment is not shown, so nobody reads what is complained of."""


class StatementIncomplete(InvalidInput):
    """The request lacks what the law or the portal needs."""


class AlreadyRequested(RuleViolation):
    """The same person asked about the same comment before, and the request still runs or led to a block."""


class RequestSettled(RuleViolation):
    """The request is no longer in a state in which this makes sense."""


class AlreadyBlocked(RuleViolation):
    """The comment is blocked at somebody else's request."""


class OwnRequest(NotAllowed):
    """Nobody decides about what they asked for themselves."""


class NotTheAuthor(NotAllowed):
    """Only the author objects to a block."""


class AlreadyObjected(RuleViolation):
    """An author objects once to each block."""
