"""Why a change of a forum is refused, named after the state that forbids it."""

from portal.core.errors import InvalidInput, RuleViolation


class CapacityBelowSeated(RuleViolation):
    """More people hold a seat than the new capacity would have, and nobody said that this is meant."""


class UnusableCapacity(InvalidInput):
    """Not a number of seats that a forum can have."""


class ForumAnnounced(RuleViolation):
    """The forum was public, so it stays to be read."""


class AddressTaken(InvalidInput):
    """Another forum has this address, perhaps since a moment ago."""

    field = "slug"


class PromisedOtherwise(RuleViolation):
    """Whoever registered was told that their data is erased earlier."""

    field = "retention_days"


class EditedMeanwhile(RuleViolation):
    """Somebody else saved the forum after this form was opened."""


class QuestionAnswered(RuleViolation):
    """People have answered the question as it stands."""
