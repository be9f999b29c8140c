"""What a backup holds: how many rows of each table, their checksums, the files and theirs."""

import json
from dataclasses import asdict, dataclass, field
from hashlib import file_digest
from pathlib import Path
from typing import Any

from django.db import connection

SUFFIX = ".manifest.json"
FORMAT = 1
# Sign-ins belong to their moment: whoever holds a backup must not be able to go on with one, and the cache is made anew.
LEFT_OUT = ("django_session", "usersessions_usersession", "portal_cache")
TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname"
# The sum does not depend on the order of the rows; the text of a row does on these settings.
AS_TEXT = (
    "SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL IntervalStyle = 'postgres'; "
    "SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex'; SET LOCAL statement_timeout = 0"
)
SUM = "SELECT count(*), coalesce(sum(('x' || left(md5(line::text), 16))::bit(64)::bigint::numeric), 0)::text FROM {table} AS line"


class UnusableBackup(RuntimeError):
    """The backup is not whole, or not what its manifest says."""


@dataclass
class Manifest:
    """See `portal.core.backups`. `tables` maps a name onto rows and checksum, `files` onto bytes and SHA-256."""

    name: str
    made_at: str
    portal: str
    postgresql: str
    encrypted_to: str
    audit_head: str
    migrations: list[str]
    tables: dict[str, list[Any]]
    uploads: dict[str, Any]
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    format: int = FORMAT

    @classmethod
    def read(cls, path: Path) -> "Manifest":
        """Raises UnusableBackup."""
        try:
            return cls(**json.loads(path.read_text()))
        except (OSError, ValueError, TypeError) as error:
            raise UnusableBackup(f"{path} is no manifest of a backup: {error}") from error

    def text(self) -> str:
        return json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n"

    def file(self, kind: str) -> str:
        """The name of the dump or of the tar."""
        return next(name for name in self.files if f".{kind}" in name)

    def check_files(self, directory: Path) -> None:
        """Raises UnusableBackup unless each file is there and is what it was."""
        for name, said in self.files.items():
            path = directory / name
            if not path.exists():
                raise UnusableBackup(f"{path} is missing.")
            if path.stat().st_size != said["bytes"]:
                raise UnusableBackup(f"{path} has {path.stat().st_size:,} bytes, not {said['bytes']:,}: it is not whole.")
            with path.open("rb") as file:
                if file_digest(file, "sha256").hexdigest() != said["sha256"]:
                    raise UnusableBackup(f"{path} was changed: it has another SHA-256 than the manifest says.")


def applied_migrations() -> list[str]:
    """The migrations of the database, as `package.name`."""
    return [".".join(row) for row in _rows("SELECT app, name FROM django_migrations ORDER BY app, name")]


def measured_tables() -> dict[str, list[Any]]:
    """Rows and checksum of each table, as the transaction sees them."""
    _execute(AS_TEXT)
    tables = [table for (table,) in _rows(TABLES) if table not in LEFT_OUT]
    return {table: list(_rows(SUM.format(table=connection.ops.quote_name(table)))[0]) for table in tables}


def differences(said: dict[str, list[Any]], found: dict[str, list[Any]]) -> list[str]:
    """What is not as the manifest says, a sentence for each table."""
    sentences = []
    for table in sorted(said.keys() | found.keys()):
        rows, checksum = said.get(table, [None, ""])
        rows_now, checksum_now = found.get(table, [None, ""])
        if rows != rows_now:
            sentences.append(f"{table} has {rows_now} rows, the backup had {rows}.")
        elif checksum != checksum_now:
            sentences.append(f"{table} has as many rows as the backup, {rows}, with another content.")
    return sentences


def _execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def _rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()
