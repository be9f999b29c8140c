"""The ledger of erasures: who was erased stays erased, also when a backup comes back that was made before.

The audit log says what was erased and when, but it goes back with the database. So its entries about erasures are copied to a
file beside the backups, which no restore touches and which only grows. It names rows and moments, never people.
"""

import fcntl
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from portal.core.models import AuditEvent

LEDGER = "erasures.jsonl"
# Given a key and when it was erased: erases again; whether there was anything left. Knows a row that only took over the key.
Eraser = Callable[[int, datetime], bool]
_erasers: dict[tuple[str, str], Eraser] = {}


@dataclass(frozen=True, order=True)
class Erasure:
    """One thing that was erased: by which action of the audit log, which subject, when."""

    at: str
    action: str
    subject: str


def declare(*, action: str, kind: str, eraser: Eraser) -> None:
    """Make known how what events of this action say of subjects `kind:key` is erased again. Called in `AppConfig.ready()`."""
    _erasers[action, kind] = eraser


def write(directory: Path) -> int:
    """Add to the ledger what the audit log says and the ledger does not yet; how many lines."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    path, unfinished = directory / LEDGER, directory / f"{LEDGER}.part"
    with _alone(directory):
        text = path.read_text() if path.exists() else ""
        new = sorted(set(_recorded()) - set(_parsed(text)))
        if new or not path.exists():
            with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                file.write(text + "".join(json.dumps(asdict(erasure)) + "\n" for erasure in new))
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)
    return len(new)


def read(path: Path) -> list[Erasure]:
    """What was erased, in order. Raises ValueError for a line that is none."""
    return sorted(_parsed(path.read_text()))


def erase_again(erasures: Iterable[Erasure]) -> int:
    """Erase whatever of it came back; how many things."""
    count = 0
    for erasure in erasures:
        kind, _colon, key = erasure.subject.partition(":")
        count += _erasers[erasure.action, kind](int(key), datetime.fromisoformat(erasure.at))
    return count


def _recorded() -> Iterable[Erasure]:
    events = AuditEvent.objects.filter(action__in={action for action, _kind in _erasers}).order_by("number")
    for action, subject, at in events.values_list("action", "subject", "happened_at").iterator():
        if (action, subject.partition(":")[0]) in _erasers:
            yield Erasure(at.isoformat(), action, subject)


def _parsed(text: str) -> list[Erasure]:
    return [Erasure(**json.loads(line)) for line in text.splitlines() if line]


@contextmanager
def _alone(directory: Path) -> Iterator[None]:
    """A backup and a worker may come at the same moment."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
