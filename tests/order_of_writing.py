"""Watches the statements of a test: the audit log is written last in its transaction, and persons are locked without their key.

The log's head is one row for the whole city, locked until the transaction ends. Whoever goes on after an event keeps everybody
waiting; who then waits for a row whose holder waits for the head is in a deadlock. Whatever somebody owns points to their key.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

EVENT = 'INSERT INTO "core_auditevent"'
# The words of the events' reasons stand beside them.
MAY_FOLLOW = ('INSERT INTO "core_auditreason"', "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")
LOCKS_PEOPLE = re.compile(r'(?:FROM|JOIN) "accounts_user".* FOR UPDATE(?: OF (?P<tables>.*))?$', re.DOTALL)


class OrderOfWriting:
    """An execute wrapper of Django that keeps what broke the rules."""

    def __init__(self) -> None:
        self.broken: list[str] = []

    def __call__(self, execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: dict[str, Any]) -> Any:
        """Look at one statement, then let it run."""
        sql = str(sql)
        if not self._services():
            self._forget()
        elif self._has_recorded() and not sql.startswith(MAY_FOLLOW):
            self.broken.append(f"after an audit event: {sql[:300]}")
        elif sql.startswith(EVENT) and self._services() > 1:
            # The mark goes when the transaction ends, whether it is kept or not.
            transaction.on_commit(self._mark)
        found = LOCKS_PEOPLE.search(sql)
        if found and (found["tables"] is None or '"accounts_user"' in found["tables"]):
            self.broken.append(f"locks a person with the key: {sql[-300:]}")
        return execute(sql, parameters, many, context)

    def _mark(self) -> None:
        """Does nothing: it is found among what waits for the commit."""

    def _has_recorded(self) -> bool:
        return any(call == self._mark for _savepoints, call, _robust in connection.run_on_commit)

    def _services(self) -> int:
        """How many transactions run inside of each other, without that around a test; inserting an event is one of its own."""
        return sum(not block._from_testcase for block in connection.atomic_blocks)

    def _forget(self) -> None:
        if self._has_recorded():
            connection.run_on_commit = [each for each in connection.run_on_commit if each[1] != self._mark]


def around_services() -> transaction.Atomic:
    """A transaction of a test's own, in which services come one after the other as if each were alone."""
    block = transaction.atomic()
    block._from_testcase = True
    return block


@contextmanager
def writing_in_order() -> Iterator[OrderOfWriting]:
    """Watch this thread's connection. Raises AssertionError in the end for what broke the rules."""
    watch = OrderOfWriting()
    with connection.execute_wrapper(watch):
        yield watch
    assert watch.broken == [], "\n".join(watch.broken[:5])
