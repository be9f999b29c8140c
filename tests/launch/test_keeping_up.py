"""What runs under `make run` comes back when it dies, ever more slowly while it keeps dying, and its words are kept."""

import os
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from portal.core.embedded_database import DatabaseWillNotStart, EmbeddedDatabase
from portal.launch import keeping_up
from portal.launch.keeping_up import Child, KeptDatabase, KeptUp, LogFile

LIVES = "import time; print('here', flush=True); time.sleep(60)"
# Starts another process, as the web server does, and tells its number.
WITH_A_CHILD = "import subprocess, sys, time; print(subprocess.Popen(['sleep', '60']).pid, flush=True); time.sleep(60)"


class Mortal(KeptUp):
    """Dies when told, and cannot always be started."""

    name = "mortal"

    def __init__(self) -> None:
        self.is_up, self.starts, self.cannot_start = True, [], False

    def is_alive(self) -> bool:
        return self.is_up

    def start(self) -> None:
        self.starts.append(keeping_up.time.monotonic())
        if self.cannot_start:
            raise DatabaseWillNotStart("no room")
        self.is_up = True


class Clock:
    """Stands in for the module `time`."""

    now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch):
    ours = Clock()
    monkeypatch.setattr(keeping_up, "time", ours)
    return ours


def pauses(mortal: Mortal, clock: Clock, *, deaths: int) -> list[float]:
    """How long each start took to come, in seconds."""
    found = []
    for _ in range(deaths):
        mortal.is_up, died_at, starts = False, clock.now, len(mortal.starts)
        while len(mortal.starts) == starts:
            mortal.keep_up()
            clock.now += 0.5
        found.append(mortal.starts[-1] - died_at)
    return found


def test_it_comes_back_at_once_and_ever_more_slowly_while_it_keeps_dying(clock):
    assert pauses(Mortal(), clock, deaths=9) == [0, 1, 2, 4, 8, 16, 30, 30, 30]


def test_what_cannot_be_started_is_tried_again_and_said(clock, capsys):
    mortal = Mortal()
    mortal.cannot_start = True

    found = pauses(mortal, clock, deaths=1)
    mortal.cannot_start = False
    found += pauses(mortal, clock, deaths=1)

    assert found == [0, 1]
    assert "no room" in capsys.readouterr().err


def test_whoever_lived_for_long_comes_back_at_once(clock):
    mortal = Mortal()
    pauses(mortal, clock, deaths=5)
    clock.now += keeping_up.SECONDS_OF_A_GOOD_LIFE + 1

    assert pauses(mortal, clock, deaths=2) == [0, 1]


def until(condition, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def is_running(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


def test_a_killed_child_comes_back_and_what_its_earlier_life_left_behind_goes_on_for_a_moment(tmp_path, monkeypatch):
    monkeypatch.setattr(keeping_up, "SECONDS_TO_TAKE_OVER", 0.5)
    child = Child("web", [sys.executable, "-c", WITH_A_CHILD], directory=tmp_path, log=tmp_path / "web.log")
    child.start()
    until(lambda: child.log.last_line)
    first, grandchild = child.process.pid, int(child.log.last_line)
    os.kill(first, signal.SIGKILL)
    until(lambda: not child.is_alive())

    child.keep_up()

    assert child.is_alive()
    assert child.process.pid != first
    assert is_running(grandchild)
    time.sleep(0.6)
    child.keep_up()
    until(lambda: not is_running(grandchild))
    child.stop(0)
    assert not child.is_alive()


def test_logs_are_added_to_and_kept_from_others(tmp_path):
    path = tmp_path / "log" / "worker.log"
    for words in ("first life", "second life"):
        child = Child("worker", [sys.executable, "-c", f"print('{words}')"], directory=tmp_path, log=path)
        child.start()
        assert child.process.wait(20) == 0
        assert child.last_words().startswith(words)

    assert path.read_text() == "first life\nsecond life\n"
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_large_log_is_put_aside_and_the_oldest_goes(tmp_path, monkeypatch):
    monkeypatch.setattr(keeping_up, "LARGEST_LOG", 100)
    log = LogFile(tmp_path / "web.log")
    lines = [f"{number:09}" for number in range(100)]
    with (tmp_path / "said").open("w+") as said:
        said.write("\n".join(lines))
        said.seek(0)
        log.take_down(said)

    assert sorted(path.name for path in tmp_path.glob("web.log*")) == ["web.log", *(f"web.log.{n}" for n in range(1, 6))]
    assert lines[-1] in (tmp_path / "web.log").read_text()
    assert {path.stat().st_mode & 0o777 for path in tmp_path.glob("web.log*")} == {0o640}
    assert max(path.stat().st_size for path in tmp_path.glob("web.log*")) <= 100


def test_whoever_speaks_goes_on_while_the_disk_is_full(tmp_path, capfd):
    log = LogFile(tmp_path / "web.log")
    log.stream.close()
    log.stream = Path("/dev/full").open("w")  # noqa: SIM115 (the log closes it)
    with tempfile.TemporaryFile("w+") as said:
        said.write("one\ntwo\n")
        said.seek(0)
        log.take_down(said)

    assert log.last_line == "two"
    assert capfd.readouterr().err == ""


@pytest.fixture
def database():
    base = Path(tempfile.mkdtemp(prefix="hanbat-kept-"))
    base.chmod(0o711)
    own = EmbeddedDatabase(base / "data", is_durable=False)
    with own.running():
        yield own
    shutil.rmtree(base, ignore_errors=True)


def test_a_killed_database_answers_again_within_five_seconds(database):
    kept = KeptDatabase(database)
    first = int((database.cluster / "postmaster.pid").read_text().split("\n")[0])
    parameters = {"host": database.settings()["HOST"], "port": 5432, "user": "portal", "dbname": "portal"}
    kept.keep_up()
    with psycopg.connect(**parameters):
        started = time.monotonic()
        os.kill(first, signal.SIGKILL)
        until(lambda: not kept.is_alive())

        kept.keep_up()

    with psycopg.connect(**parameters) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert time.monotonic() - started < 5


def test_a_frozen_database_is_not_started_twice(database):
    kept = KeptDatabase(database)
    pid = int((database.cluster / "postmaster.pid").read_text().split("\n")[0])
    os.kill(pid, signal.SIGSTOP)
    try:
        assert kept.is_alive()
    finally:
        os.kill(pid, signal.SIGCONT)
