"""What a run of the tests has for itself, so that neither another test nor another run can disturb it."""

import os
import subprocess
import sys

import psycopg
from django.contrib.auth.models import Group, Permission
from django.core.cache import cache
from django.db import connection, transaction

from portal.core.audit_log import record_event
from portal.core.models import AuditEvent
from tests import database, environment
from tests.factories import make_citizen
from tests.running_portal import free_port

LOCK = "SELECT pg_advisory_lock(hashtext(%s))"


def server() -> psycopg.Connection:
    """A connection beside Django's."""
    return psycopg.connect(**connection.get_connection_params() | {"dbname": "postgres"}, autocommit=True)


def test_what_a_test_committed_goes_and_what_it_took_away_comes_back(transactional_db, django_db_setup):
    permissions = set(Group.objects.values_list("name", "permissions"))
    make_citizen()
    cache.set("key", "value")
    with transaction.atomic():
        record_event(action="a.b", reason="why")  # its rows may be deleted by nobody
    Group.objects.all().delete()
    Permission.objects.filter(codename="decide").update(name="Another name")

    django_db_setup.restore()

    assert set(Group.objects.values_list("name", "permissions")) == permissions != set()
    assert not Permission.objects.filter(name="Another name").exists()
    assert (AuditEvent.objects.count(), cache.get("key")) == (0, None)


def test_the_databases_of_killed_runs_go_and_those_of_others_stay(transactional_db):
    killed, living = "test_1_gw98", "test_1_gw99"

    with server() as owner, server() as cleaner:
        owner.execute(LOCK, [living])
        for name in (killed, living):
            owner.execute(f"DROP DATABASE IF EXISTS {name}")
            owner.execute(f"CREATE DATABASE {name}")
        database._drop_what_was_left_behind(cleaner)
        left = {name for (name,) in owner.execute(database.LEFT_BEHIND)}
        owner.execute(f"DROP DATABASE {living}")

    assert left & {killed, living, database.OWN} == {living, database.OWN}


def test_the_directories_of_killed_runs_go_and_those_of_others_stay(tmp_path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    for process in (ended.pid, os.getppid()):
        (tmp_path / f"run-{process}").mkdir()

    own = environment.directory_of_this_run(tmp_path)

    assert {path.name for path in tmp_path.iterdir()} == {own.name, f"run-{os.getppid()}"}


def test_no_port_is_given_to_two_runs():
    command = [sys.executable, "-c", "from tests.running_portal import free_port; print(free_port(), flush=True); input()"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "cwd": database.ROOT, "text": True}
    with subprocess.Popen(command, **pipes) as other:
        taken = int(other.stdout.readline())
        own = {free_port() for _ in range(20)}
        other.communicate("\n")

    assert len(own) == 20
    assert taken not in own
