"""What the settings are made of: the data directory, the secrets, the database and the mail.

`environment` reads the variables, `values` says what each may be, `sealing` what they may be together. What comes here is right.
"""

import hashlib
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.core.database.limits import limited

# For each of its answers: a message has about ten of them (`notifications.services.sending.CLAIMED_FOR`).
SECONDS_FOR_THE_MAIL_SERVER = 10
# Several jobs at a time, so that a mail server that stalls holds up no other work; looked for each second, since codes are
# tried again after two.
JOBS = {
    "PROCRASTINATE_AUTODISCOVER_MODULE_NAME": "jobs",
    "PROCRASTINATE_ON_APP_READY": "portal.core.database.jobs.defer_in_transactions",
    "PROCRASTINATE_WORKER_DEFAULTS": {"concurrency": 4, "fetch_job_polling_interval": 1.0},
}


def data_directory(given: Path | None, *, checkout: Path) -> Path:
    """Where the portal keeps what it makes: `var/` in the checkout, or `PORTAL_DATA_DIR`.

    Root gets a directory under /var/lib instead: the embedded server runs as another user, who may not be allowed to enter the
    checkout, and nobody's permissions are loosened for it.
    """
    if given:
        return given.expanduser().resolve()
    if os.geteuid() != 0:
        return checkout / "var"
    digest = hashlib.sha256(os.fsencode(checkout)).hexdigest()[:8]
    return Path("/var/lib/hanbat-madang") / digest


@dataclass(frozen=True)
class Secrets:
    """The key that signs and the key that makes people's hashes."""

    secret_key: str
    identity_key: str
    are_production: bool

    @classmethod
    def read(cls, *, secret_key: str, identity_key: str, is_demo: bool, data_dir: Path) -> "Secrets":
        """Take the given secrets; in demo mode make throw-away ones and keep them in `data_dir`."""
        if is_demo:
            return cls(_throw_away_key(data_dir, "secret"), _throw_away_key(data_dir, "identity"), are_production=False)
        return cls(secret_key, identity_key, are_production=True)


def _throw_away_key(data_dir: Path, name: str) -> str:
    path = data_dir / f"demo-{name}.key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(f".{os.getpid()}")
        unfinished.touch(mode=0o600)
        unfinished.write_text(secrets.token_urlsafe(48))
        with suppress(FileExistsError):  # whoever comes second keeps the first one's key
            os.link(unfinished, path)
        unfinished.unlink()
    return path.read_text()


def database_settings(url: str, data_dir: Path, *, pool_size: int, seconds: int) -> dict[str, Any]:
    """Django's settings of the one database: the server at `url`, or the embedded one. `seconds` is what a statement may take."""
    from dj_database_url import parse  # only needed here

    from portal.core.embedded_database import EmbeddedDatabase  # only where no server is named

    embedded = {"ENGINE": "django.db.backends.postgresql", **EmbeddedDatabase(data_dir).settings()}
    address: dict[str, Any] = {**parse(url)} if url else embedded
    return limited(address, pool_size=pool_size, statement=seconds)


def cache_settings(url: str) -> dict[str, Any]:
    """Django's settings of the shared cache: the server at `url`, which has a second to answer, or a table of the database."""
    if not url:
        backend = "portal.core.database.cache.HonestCache"
        return {"BACKEND": backend, "LOCATION": "portal_cache", "OPTIONS": {"MAX_ENTRIES": 100_000}}
    limits = {"socket_connect_timeout": 1, "socket_timeout": 1}
    return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url, "OPTIONS": limits}


def mail_settings(url: str) -> dict[str, Any]:
    """Django's e-mail settings: the server at `url`, or without one (demo mode only) files that `/dev/mail/` shows."""
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend"}
    from dj_email_url import parse  # only needed here

    # What the URL says about sending, and nothing else of what the parser adds.
    wanted = ("BACKEND", "HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_TLS", "USE_SSL")
    parsed = parse(url)
    return {f"EMAIL_{name}": parsed[f"EMAIL_{name}"] for name in wanted} | {"EMAIL_TIMEOUT": SECONDS_FOR_THE_MAIL_SERVER}


def logging_settings(level: str) -> dict[str, Any]:
    """Lines on standard error from this level on, with personal data masked."""
    line = {
        "()": "portal.core.personal_data.log_masking.MaskPersonalData",
        "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": line},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
        # Its start alone is ten lines, at every command.
        "loggers": {"procrastinate": {"level": "WARNING"}},
    }
