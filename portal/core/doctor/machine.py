"""What lies on this machine: disk, secrets, `.env`, backups."""

import shutil
import tempfile
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.checks import run_checks
from django.utils import timezone

from portal.core.backups.manifest import SUFFIX
from portal.core.configuration.environment import variables_of
from portal.core.doctor import Examination, Finding, ok, warning, wrong

MEGABYTE = 1024 * 1024
FULL_DISK, FILLING_DISK = 200 * MEGABYTE, 2048 * MEGABYTE
OLDEST_BACKUP = timedelta(hours=26)
# Repetition can be packed; 32 random letters and digits cannot be packed below this.
SHORTEST_PACKED_KEY = 30
OTHERS = 0o077
# Variables that are read by others than the portal.
FOREIGN = ("DATABASE_PASSWORD", "READ_ENV_FILE", "DJANGO_SETTINGS_MODULE", "TZ", "SSL_CERT_FILE", "SSL_CERT_DIR")
FOREIGN_BEGINNINGS = ("PG", "GRANIAN_", "PYTHON", "COMPOSE_", "DOCKER_", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")


def disk(examination: Examination) -> Iterator[Finding]:
    """Room in the data directory, and the right to write there."""
    free = shutil.disk_usage(settings.DATA_DIR).free
    text = f"{free // MEGABYTE:,} MB are free in {settings.DATA_DIR}"
    try:
        tempfile.TemporaryFile(dir=settings.DATA_DIR).close()
    except OSError as error:
        yield wrong("disk", f"{settings.DATA_DIR} cannot be written to ({error.strerror}): it belongs to the portal's user.")
        return
    if free < FULL_DISK:
        yield wrong("disk", f"{text}: make room, or nothing can be kept.")
    elif free < FILLING_DISK:
        yield warning("disk", f"{text}: make room soon.")
    else:
        yield ok("disk", text)


def secret_keys(examination: Examination) -> Iterator[Finding]:
    """Keys nobody guesses."""
    keys = {"SECRET_KEY": settings.SECRET_KEY, "IDENTITY_KEY": settings.IDENTITY_KEY}
    weak = [name for name, key in keys.items() if len(zlib.compress(key.encode(), 9)) < SHORTEST_PACKED_KEY]
    if weak:
        yield wrong("secrets", f"{' and '.join(weak)} can be guessed: write the output of openssl rand -hex 32.")
    else:
        yield ok("secrets", "long and without a pattern")


def env_file(examination: Examination) -> Iterator[Finding]:
    """Read by nobody else, and every line of it means something."""
    path = Path(settings.BASE_DIR) / ".env"
    if not path.exists():
        yield ok(".env", "there is none: the environment says everything")
        return
    names = {name for name, _value in variables_of(path)}
    unknown = sorted(name for name in names - settings.KNOWN_VARIABLES - {*FOREIGN} if not name.startswith(FOREIGN_BEGINNINGS))
    if path.stat().st_mode & OTHERS:
        yield wrong(".env", f"others may read {path}, with all passwords: chmod 600 {path}")
    elif unknown:
        yield warning(".env", f"{', '.join(unknown)}: the portal knows no such variable. Look for a slip in .env.example.")
    else:
        yield ok(".env", "its owner alone may read it")


def backup(examination: Examination) -> Iterator[Finding]:
    """The newest manifest in the directory of backups says when the last one was made."""
    folder = settings.BACKUP_DIR
    made_at = [datetime.fromtimestamp(path.stat().st_mtime, UTC) for path in folder.glob(f"*{SUFFIX}")]
    if not made_at:
        text = f"there is none in {folder}: run manage.py backup every night (operations, 9)."
        yield warning("backup", text) if settings.DEMO_MODE else wrong("backup", text)
        return
    hours = (timezone.now() - max(made_at)) / timedelta(hours=1)
    if hours > OLDEST_BACKUP / timedelta(hours=1):
        yield warning("backup", f"the newest is {hours:.0f} hours old: look at what runs manage.py backup every night.")
    else:
        yield ok("backup", f"the newest is {hours:.0f} hours old")


def system_checks(examination: Examination) -> Iterator[Finding]:
    """What Django and the packages find wrong with the settings."""
    found = [message for message in run_checks() if message.is_serious()]
    for message in found:
        yield wrong("settings", f"{message.msg} ({message.id})")
    if not found:
        yield ok("settings", "nothing that cannot be right")


def contact(examination: Examination) -> Iterator[Finding]:
    """Somebody to turn to."""
    if settings.CONTACT_EMAIL:
        yield ok("contact", settings.CONTACT_EMAIL)
    else:
        yield warning("contact", "pages name nobody to turn to: set CONTACT_EMAIL.")
