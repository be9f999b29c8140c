"""One command that starts the whole portal: database, migrations, data, web server, worker. Ctrl-C stops all of it."""

import argparse
import errno
import os
import shutil
import signal
import socket
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from portal.core.configuration.environment import Listening, load_environment
from portal.core.configuration.sealing import ImpossibleSettings

CHECKOUT = Path(__file__).resolve().parent.parent.parent
LEAST_FREE_BYTES = 300 * 1024 * 1024
TRIES_FOR_THE_PORT = 6


class CannotStart(RuntimeError):
    """The text is the one line for the person at the terminal."""


def main() -> None:
    """Start everything, say where it is, wait for Ctrl-C."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--dev", action="store_true", help="auto-reload and the debug toolbar")
    options = parser.parse_args()
    # Also where a shell started this in the background and so had it ignore Ctrl-C.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    try:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
        load_environment(CHECKOUT / ".env", listening=Listening(options.host, options.port, is_dev=options.dev))
        _check_port(options.host, options.port)
        _serve(options.host, options.port, is_dev=options.dev)
    except KeyboardInterrupt:
        print("\nStopped.")  # noqa: T201
    except Exception as error:
        if line := _one_line(error):
            sys.exit(f"Hanbat Madang: {line}")
        raise


def _check_port(host: str, port: int) -> None:
    """Raise CannotStart unless the port can be had; the web server of a killed run needs a moment to let it go."""
    for _try in range(TRIES_FOR_THE_PORT):
        refusal = _port_refusal(host, port)
        if refusal is None:
            return
        time.sleep(0.5)
    raise CannotStart(refusal)


def _port_refusal(host: str, port: int) -> str | None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OverflowError:
        return f"{port} is no port: choose one from 1 to 65535"
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return f"port {port} is taken. Choose another one: make run PORT={port + 1}"
        return f"cannot listen on {host}:{port}: {error.strerror or error}"
    return None


def _serve(host: str, port: int, *, is_dev: bool) -> None:
    # Django is imported only now: its settings read the environment that was just set.
    from portal.core.embedded_database import database_for_this_process
    from portal.launch import preparation
    from portal.launch.children import Children

    _check_disk()
    with ExitStack() as stack:
        database = stack.enter_context(database_for_this_process())
        preparation.prepare()
        children = stack.enter_context(Children(host=host, port=port, is_dev=is_dev))
        children.wait_until_ready()
        print(preparation.welcome(), flush=True)  # noqa: T201
        children.go_on(database)


def _check_disk() -> None:
    from django.conf import settings

    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(settings.DATA_DIR).free < LEAST_FREE_BYTES:
        raise CannotStart(f"the disk that holds {settings.DATA_DIR} is full: make at least 300 MB free.")


def _one_line(error: Exception) -> str:
    """The line to show instead of a traceback, or one for each wrong setting; empty for what nobody foresaw."""
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EACCES, errno.EROFS}:
        return f"{error.strerror}: {error.filename or 'the data directory'}"
    if isinstance(error, ImpossibleSettings):
        return str(error)
    foreseen = {
        "CannotStart",
        "DatabaseWillNotStart",
        "ImproperlyConfigured",
        "ChildDied",
        "OperationalError",
        "DiskFull",
    }
    return str(error).strip().replace("\n", " ") if type(error).__name__ in foreseen else ""


if __name__ == "__main__":
    main()
