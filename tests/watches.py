"""A clock for each thread of a race, for what happens on a deadline and just before it at the same time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import local
from typing import Any

import pytest
from django.utils import timezone

MOMENT = timedelta(microseconds=1)


@pytest.fixture
def watches(monkeypatch) -> local:
    """Whoever sets `watches.now` lives at that moment."""
    each, real = local(), timezone.now
    monkeypatch.setattr(timezone, "now", lambda: getattr(each, "now", None) or real())
    return each


def at(watches: local, moment: datetime, call: Callable[[], Any]) -> Callable[[], Any]:
    """The call, made at that moment."""

    def made() -> Any:
        watches.now = moment
        return call()

    return made
