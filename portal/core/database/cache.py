"""The cache in the database, which says when it cannot be written."""

from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.db import OperationalError, connection

IS_THERE = 'SELECT EXISTS (SELECT FROM "{table}" WHERE cache_key = %s AND expires > now())'


class HonestCache(DatabaseCache):
    """Raises OperationalError where Django's keeps silent: with it, a full disk looks like a limit that was reached."""

    _table: str  # Django's; the stubs leave it out

    def _base_set(self, mode: str, key: str, value: Any, timeout: Any = None) -> bool:
        """Whether it was written. If not, somebody else wrote the key in the same moment, or nothing can be written at all."""
        is_written = bool(super()._base_set(mode, key, value, timeout))  # type: ignore[misc]  # the stubs leave it out
        if not is_written and mode != "touch" and not self._is_there(key):
            raise OperationalError("The cache cannot be written.")
        return is_written

    def _is_there(self, key: str) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(IS_THERE.format(table=self._table), [key])
            return bool(cursor.fetchone()[0])
