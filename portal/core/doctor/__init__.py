"""What is right and what is wrong with this installation, before the doors open: `manage.py doctor`.

Each package declares its own checks when it starts, so this floor needs to know none of them. A check asks the real thing: it
writes to the cache, sends a mail, looks at the clock.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db import DatabaseError


class Level(StrEnum):
    """How bad it is: what is wrong would hurt people, a warning may be what somebody wants."""

    OK = "ok"
    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True)
class Finding:
    """One line: what it is about, what was found, and what to do unless it is fine."""

    level: Level
    subject: str
    text: str


@dataclass(frozen=True)
class Examination:
    """What the operator asked for: an address that gets a mail ("" for none), and whether the site itself is visited."""

    mail_to: str = ""
    is_online: bool = False


Check = Callable[[Examination], Iterable[Finding]]
_checks: dict[str, Check] = {}


def declare(checks: Mapping[str, Check]) -> None:
    """Make checks known, by what they are about. Called in `AppConfig.ready()`."""
    _checks.update(checks)


def examine(examination: Examination) -> Iterator[Finding]:
    """Every check in the order in which they were declared; one that fails says so and does not keep the others."""
    for subject, check in _checks.items():
        try:
            yield from check(examination)
        except DatabaseError:
            yield wrong(subject, "could not be asked: the database does not answer.")
        except Exception as error:
            yield wrong(subject, f"could not be asked: {type(error).__name__}: {error}")


def ok(subject: str, text: str) -> Finding:
    """It is as it should be."""
    return Finding(Level.OK, subject, text)


def warning(subject: str, text: str) -> Finding:
    """It may be meant so."""
    return Finding(Level.WARNING, subject, text)


def wrong(subject: str, text: str) -> Finding:
    """It would hurt."""
    return Finding(Level.WRONG, subject, text)
