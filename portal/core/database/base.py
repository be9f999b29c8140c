"""PostgreSQL as Django speaks to it; no page waits for a connection while it is away. Django finds this file by its name."""

from typing import Any

from django.db import OperationalError
from django.db.backends.postgresql import base

from portal.core.database import watch


class DatabaseWrapper(base.DatabaseWrapper):
    """One request asks several times, also while its error page is made; it must not wait several times."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection of the pool. Raises OperationalError at once while the watch says that there is none."""
        if watch.is_away():
            raise OperationalError("The database does not answer.")
        return super().get_new_connection(conn_params)
