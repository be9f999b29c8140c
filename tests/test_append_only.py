"""Outside of databases that are made for tests, what is only ever added to cannot be emptied as a whole either."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection, models

from portal.core.models import AuditEvent, AuditHead, AuditLogHead, AuditReason
from portal.moderation.models import ModerationDecision
from portal.plan.models import TaskChange

# TRUNCATE is the sixth bit of a trigger's type (PostgreSQL, catalog/pg_trigger.h).
BEFORE_EMPTYING = """
SELECT pg_get_functiondef(tgfoid), pg_get_triggerdef(oid) FROM pg_trigger
WHERE tgrelid = to_regclass(%s) AND NOT tgisinternal AND tgtype & 32 = 32
"""
CITY = "emptied_by_a_city"


@pytest.fixture
def city() -> Iterator[psycopg.Connection]:
    """An empty database whose name says nothing of tests."""
    parameters = connection.get_connection_params()
    address = {name: parameters[name] for name in ("host", "port", "user", "password") if name in parameters}
    with psycopg.connect(**address, dbname="postgres", autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {CITY}")
        server.execute(f"CREATE DATABASE {CITY} TEMPLATE template0 ENCODING 'UTF8'")
        with psycopg.connect(**address, dbname=CITY, autocommit=True) as city:
            yield city
        server.execute(f"DROP DATABASE {CITY}")


@pytest.mark.parametrize("model", [AuditEvent, AuditReason, AuditLogHead, AuditHead, ModerationDecision, TaskChange])
def test_outside_of_tests_a_table_that_is_only_added_to_is_not_emptied(db, city, model: type[models.Model]):
    table = model._meta.db_table
    city.execute(f"CREATE TABLE {table} ()")
    with connection.cursor() as cursor:
        cursor.execute(BEFORE_EMPTYING, [table])
        for function, trigger in cursor.fetchall():
            city.execute(function)
            city.execute(trigger)

    with pytest.raises(psycopg.errors.RestrictViolation):
        city.execute(f"TRUNCATE {table}")
