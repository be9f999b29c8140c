"""A plugin for the tests of a mutant: something that PostgreSQL keeps true is missing from their database. See `mutants.yaml`."""

import os

import pytest
from django.apps import apps
from django.db import connection

# Each with the statement that takes it away.
FOUND = """
SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname) FROM pg_constraint
WHERE conname = %(name)s OR (contype IN ('u', 'p') AND conrelid = to_regclass(%(table)s) AND conkey = ARRAY[
    (SELECT attnum FROM pg_attribute WHERE attrelid = to_regclass(%(table)s) AND attname = %(column)s)])
UNION ALL
SELECT format('DROP TRIGGER %%I ON %%s', tgname, tgrelid::regclass) FROM pg_trigger WHERE tgname = %(name)s
UNION ALL
SELECT format('DROP INDEX %%s', indexrelid::regclass) FROM pg_index
WHERE indisunique AND indexrelid = to_regclass(%(name)s) AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
"""


@pytest.fixture(scope="session", autouse=True)
def _without_what_is_dropped(django_db_setup, django_db_blocker) -> None:
    """Take it away once the database stands."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for guard in os.environ["DROPPED_IN_THE_DATABASE"].split(","):
            for statement in how_to_drop(guard):
                cursor.execute(statement)


def how_to_drop(guard: str) -> list[str]:
    """Statements that take away what has this name, or keeps a field unique ("Mailing.form_key"); none where there is nothing."""
    values = {"name": guard, "table": None, "column": None}
    if "." in guard:
        model, field = guard.split(".")
        (found,) = [each for each in apps.get_models() if each.__name__ == model]
        values |= {"table": found._meta.db_table, "column": found._meta.get_field(field).column}
    with connection.cursor() as cursor:
        cursor.execute(FOUND, values)
        return [row[0] for row in cursor.fetchall()]
