"""What the tests of forums share."""

from collections.abc import Callable, Iterator
from threading import Barrier, BrokenBarrierError, current_thread, main_thread

import pytest
from django.utils import timezone

from portal.forums.models import Forum
from portal.forums.services import registration, seats


@pytest.fixture
def without_lock(monkeypatch) -> Iterator[Callable[[], None]]:
    """Called, it has every two threads of a race read the forum together and without its lock. What a test prepares stays safe."""
    both_have_read, alone, locked = Barrier(2), [], seats.locked

    def read(forum: Forum) -> Forum:
        if current_thread() is main_thread():
            return locked(forum)
        seen = Forum.objects.get(pk=forum.pk)
        try:
            both_have_read.wait(timeout=20)
        except BrokenBarrierError as error:
            alone.append(error)
        seats.settle(seen, timezone.now())
        return seen

    def take_the_lock_away() -> None:
        monkeypatch.setattr(seats, "locked", read)
        # Counting somebody's clicks locks a row as well.
        monkeypatch.setattr(registration, "spend", lambda **_counted: None)

    yield take_the_lock_away
    assert alone == [], "A reader was alone, so nothing raced."
