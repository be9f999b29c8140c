"""The one reader of the variables: the environment, and `.env` beside the Makefile for what the environment does not say.

Settings, commands and `make run` all begin with `load_environment`. It completes the environment itself, so that whatever is
started afterwards reads the very same.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from dotenv.parser import Binding, parse_stream
from environs import Env

EVERY_ADDRESS = {"0.0.0.0", "::"}  # noqa: S104 (somebody asked for it with HOST=)
# Whoever set one of these means it for real and is not given a demo unasked.
MEANT_FOR_REAL = ("SECRET_KEY", "IDENTITY_KEY", "SMTP_URL")


@dataclass(frozen=True)
class Listening:
    """Where `make run` listens, and whether a developer started it."""

    host: str
    port: int
    is_dev: bool = False


def load_environment(env_file: Path, *, listening: Listening | None = None) -> None:
    """Add to the environment what `env_file` says and the environment does not, and for `make run` what a first run needs.

    What was read once is not read again, neither by this process nor by those it starts: a portal whose file is being edited goes
    on as it began. Raises ImproperlyConfigured for a file that cannot be read or understood.
    """
    if _flag("READ_ENV_FILE", default=True):
        for name, value in variables_of(env_file):
            os.environ.setdefault(name, value)
        os.environ["READ_ENV_FILE"] = "false"
    if listening:
        _fill_in_for_first_run(listening)


def _fill_in_for_first_run(listening: Listening) -> None:
    """Demo mode where nothing is meant for real; in a demo also the address that mails link to and the hosts to answer to."""
    if not any(os.environ.get(name) for name in MEANT_FOR_REAL):
        os.environ.setdefault("DEMO_MODE", "true")
    if _flag("DEMO_MODE", default=False):
        is_everywhere = listening.host in EVERY_ADDRESS
        os.environ.setdefault("SITE_URL", site_address("127.0.0.1" if is_everywhere else listening.host, listening.port))
        if is_everywhere:
            os.environ.setdefault("ALLOWED_HOSTS", "*")
    if listening.is_dev:
        os.environ["DEBUG"] = "true"


def site_address(host: str, port: int) -> str:
    """The http address of a host, which may be an IPv6 address."""
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def _flag(name: str, *, default: bool) -> bool:
    """What a variable says; a wrong value is named later, with all others."""
    return bool(Env(eager=False).bool(name, default))


def variables_of(path: Path) -> Iterator[tuple[str, str]]:
    """Names and values as they stand: `$` and `{` of a password mean nothing. The last of two lines of one name counts."""
    try:
        # An editor may put a byte order mark before the first name.
        with path.open(encoding="utf-8-sig") as lines:
            bindings = list(parse_stream(lines))
    except FileNotFoundError:
        return
    except (OSError, UnicodeDecodeError) as problem:
        reason = "is not UTF-8" if isinstance(problem, UnicodeDecodeError) else f"cannot be read: {problem.strerror}"
        raise ImproperlyConfigured(
            f"{path} {reason}. It belongs to the user who runs the portal (mode 0600), as UTF-8."
        ) from problem
    if unread := [_line_of(each) for each in bindings if each.error or (each.key and each.value is None)]:
        raise ImproperlyConfigured(f"{path}: line {', '.join(map(str, unread))} is not NAME=value.")
    yield from {each.key: each.value for each in bindings if each.key and each.value is not None}.items()


def _line_of(binding: Binding) -> int:
    """Empty lines before a binding count as its beginning."""
    text = binding.original.string
    return binding.original.line + text[: len(text) - len(text.lstrip())].count("\n")
