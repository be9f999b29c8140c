"""Where backups go in these tests, their key, and an empty database for them to come back into."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection

from tests.core.backups.city import TARGET
from tests.database import _used


@pytest.fixture
def backups(settings, tmp_path) -> Path:
    """Where backups go; uploads have a directory of their own."""
    settings.BACKUP_DIR = tmp_path / "backups"
    _put_uploads(settings, tmp_path / "uploads")
    return settings.BACKUP_DIR


def _put_uploads(settings, directory: Path) -> None:
    storages = settings.STORAGES
    settings.STORAGES = {**storages, "default": {**storages["default"], "OPTIONS": {"location": directory}}}


@pytest.fixture
def key(settings, tmp_path) -> Path:
    """A private key; the portal knows the public one that belongs to it."""
    path, said = tmp_path / "backup.key", StringIO()
    call_command("backup", "--make-key", path, stdout=said)
    settings.BACKUP_PUBLIC_KEY = said.getvalue().splitlines()[0].removeprefix("BACKUP_PUBLIC_KEY=")
    return path


@pytest.fixture
def empty_database(settings, tmp_path) -> Iterator[Callable]:
    """Another database of the same server, empty, and another place for uploads: `with empty_database(): …` uses them."""
    with psycopg.connect(**connection.get_connection_params() | {"dbname": "postgres"}, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {TARGET} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {TARGET} TEMPLATE template0 ENCODING 'UTF8'")

        @contextmanager
        def used() -> Iterator[None]:
            _put_uploads(settings, tmp_path / "restored-uploads")
            connection.close()
            connection.close_pool()
            with _used(TARGET):
                yield

        yield used
        server.execute(f"DROP DATABASE {TARGET} WITH (FORCE)")
