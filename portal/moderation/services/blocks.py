"""Blocks at somebody's request. They outlive a hiding: a comment that is shown again stays blocked until its block ends.

The package that grants blocks stands above and declares where the running ones are found.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

# Rows with a `comment` and a `blocked_until`.
Source = Callable[[], QuerySet[Any]]
_sources: list[Source] = []


def declare_blocks(source: Source) -> None:
    """Make known where running blocks are found, called in `AppConfig.ready()`. There is one such place."""
    _sources[:] = [source]


def running_blocks() -> QuerySet[Any]:
    """The blocks that run now."""
    return _sources[0]()
