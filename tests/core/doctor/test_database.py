"""What the doctor says about the database and its clock."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from portal.core.doctor import database
from tests.core.doctor import OK, WARNING, WRONG, found, only

pytestmark = pytest.mark.django_db


def test_a_database_that_is_reached_and_complete(real):
    real.DATABASE_URL = "postgresql://somewhere"

    assert [level for level, _text in found(database.database)] == [OK, OK, OK]


def test_the_embedded_server_is_for_trials(real):
    real.DATABASE_URL = ""

    assert found(database.database)[-1][0] == WARNING


def test_a_database_that_does_not_answer_is_wrong_and_nothing_else_is_asked_of_it(monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")

    [(level, text)] = found(database.database)

    assert (level, text.startswith("cannot be reached (connection")) == (WRONG, True), text


def test_an_old_server_is_refused_in_words_before_anything_is_migrated(monkeypatch):
    assert database.too_old() == ""
    monkeypatch.setattr(database, "OLDEST_POSTGRESQL", 99_00_00)

    [message] = database.server_is_new_enough(None, databases=["default"])
    with pytest.raises(CommandError, match="the portal needs 99 or newer"):
        call_command("migrate", skip_checks=False, verbosity=0)

    assert message.msg.startswith("DATABASE_URL: the server is PostgreSQL ")
    assert found(database.database)[0][0] == WRONG


def test_a_missing_migration_is_wrong():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'core'")

    assert [text for level, text in found(database.database) if level == WRONG] != []


@pytest.mark.parametrize(("seconds", "level"), [(0, OK), (1.5, OK), (3, WARNING)])
def test_two_clocks_agree(monkeypatch, seconds, level):
    now = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: now() + timedelta(seconds=seconds))

    assert only(database.clock)[0] == level
