"""How the audit log calls people whose data is erased one day: by names that nothing leads back from, once their key is gone."""

from collections.abc import Iterable
from datetime import datetime
from secrets import token_bytes

from portal.core.models import PseudonymKey

KEY_BYTES = 32


def pseudonyms(*, scope: str, people: Iterable[int | None]) -> list[str]:
    """What these people are called in the events about one thing (`forum:12`), sorted; none once its key is destroyed.

    The key is made when it is first needed, in the caller's transaction. None stands for somebody who was erased.
    """
    known = {person for person in people if person is not None}
    if not known:
        return []
    key, _is_new = PseudonymKey.objects.get_or_create(scope=scope, defaults={"key": token_bytes(KEY_BYTES)})
    return sorted(key.pseudonym(person) for person in known) if key.key else []


def destroy_key(*, scope: str, now: datetime) -> None:
    """From now on nobody can tell whom the events meant. Also where none was made yet: none is made any more."""
    PseudonymKey.objects.update_or_create(scope=scope, defaults={"key": None, "destroyed_at": now})
