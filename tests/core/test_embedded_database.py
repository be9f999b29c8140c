"""The portal's own PostgreSQL: starts anywhere, stops with its last user, needs no repair."""

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import psycopg
import pytest

from portal.core.embedded_database import DatabaseWillNotStart, EmbeddedDatabase


@pytest.fixture
def data_dir():
    """A directory with a space and Hangul in its name, where the server's own user may pass."""
    import shutil
    import tempfile

    base = Path(tempfile.mkdtemp(prefix="hanbat test "))
    base.chmod(0o711)
    yield base / "자료 폴더"
    shutil.rmtree(base, ignore_errors=True)


def ask(database: EmbeddedDatabase, question: str):
    settings = database.settings()
    with psycopg.connect(host=settings["HOST"], port=5432, user="portal", dbname="portal") as connection:
        cursor = connection.execute(question)
        while cursor.nextset():
            pass
        return cursor.fetchone()[0]


def test_it_keeps_its_data_and_stops_with_its_last_user(data_dir):
    database = EmbeddedDatabase(data_dir, is_durable=False)
    with database.running():
        with EmbeddedDatabase(data_dir, is_durable=False).running():
            ask(database, "CREATE TABLE kept AS SELECT 42 AS answer; SELECT 1")
        assert ask(database, "SELECT answer FROM kept") == 42
    with pytest.raises(psycopg.OperationalError):
        ask(database, "SELECT 1")
    with database.running():
        assert ask(database, "SELECT answer FROM kept") == 42
        assert ask(database, "SELECT lower('ÄÉ') || upper('é')") == "äéÉ"


def test_a_killed_user_leaves_nothing_to_repair(data_dir):
    script = textwrap.dedent(f"""
        import sys, time
        from pathlib import Path
        from portal.core.embedded_database import EmbeddedDatabase
        with EmbeddedDatabase(Path({str(data_dir)!r}), is_durable=False).running():
            print("up", flush=True)
            time.sleep(60)
    """)
    starter = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert starter.stdout.readline() == "up\n"
    postmaster = int((data_dir / "postgresql" / "postmaster.pid").read_text().split("\n")[0])
    starter.kill()
    starter.wait()
    os.kill(postmaster, signal.SIGKILL)

    database = EmbeddedDatabase(data_dir, is_durable=False)
    with database.running():
        assert ask(database, "SELECT 1") == 1
    assert not (data_dir / "postgresql" / "postmaster.pid").exists()


def test_an_interrupted_first_start_is_done_again(data_dir):
    half_made = data_dir / "postgresql.new"
    half_made.mkdir(parents=True)
    (half_made / "PG_VERSION").write_text("18")

    database = EmbeddedDatabase(data_dir, is_durable=False)
    with database.running():
        assert ask(database, "SELECT 1") == 1


def test_permissions_of_parents_stay_as_they_are(data_dir):
    before = [(parent, parent.stat().st_mode) for parent in data_dir.parents]

    with EmbeddedDatabase(data_dir, is_durable=False).running():
        pass

    assert [(parent, parent.stat().st_mode) for parent in data_dir.parents] == before


def test_a_place_that_cannot_be_written_is_one_clear_line(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(DatabaseWillNotStart, match="Cannot write to"), EmbeddedDatabase(tmp_path / "file" / "data").running():
        pass
