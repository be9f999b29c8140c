"""How the portal says no. A service raises one of these; the words are fit for the citizen."""

from http import HTTPStatus


class RuleViolation(Exception):
    """A rule of the portal forbids what was asked. The text says what happened and what to do next."""

    status: int = HTTPStatus.CONFLICT


class InvalidInput(RuleViolation):
    """What was sent cannot be used as it is."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY


class NotAllowed(RuleViolation):
    """This person may not do this."""

    status = HTTPStatus.FORBIDDEN


class TooManyRequests(RuleViolation):
    """Too much in too short a time. `retry_after` is in seconds."""

    status = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(self, message: str, *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after
