"""What goes wrong, one after the other."""

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass

import psycopg

from tests.chaos.instance import Instance
from tests.chaos.mail_server import BREAKING_OFF, REFUSING, STALLING, WELL

TERMINATE = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
)
Deed = Callable[[Instance], object]


def nothing(instance: Instance) -> None:
    """What is over as soon as it was done."""


@dataclass(frozen=True)
class Fault:
    """`begin`, `seconds` of it, `end`; recovery counts from the end."""

    name: str
    begin: Deed
    end: Deed = nothing
    seconds: float = 0
    is_possible: Callable[[Instance], bool] = lambda _instance: True


def _kill(which: Callable[[Instance], int]) -> Deed:
    return lambda instance: os.kill(which(instance), signal.SIGKILL)


def _mail(mode: str) -> Deed:
    return lambda instance: setattr(instance.mail, "mode", mode)


def _terminate(instance: Instance) -> None:
    from django.db import connection

    parameters = {name: connection.settings_dict[name.upper()] for name in ("user", "host", "port")}
    with psycopg.connect(**parameters, dbname="portal", autocommit=True) as beside:
        beside.execute(TERMINATE)


def frozen(seconds: float) -> Fault:
    """All of the database's processes are stopped."""
    return Fault(
        f"database frozen for {seconds:g} s",
        lambda instance: instance.signal_database(signal.SIGSTOP),
        lambda instance: instance.signal_database(signal.SIGCONT),
        seconds,
    )


TERMINATED = Fault("all connections terminated", _terminate)
WEB_WORKER_KILLED = Fault("one web worker killed", _kill(lambda instance: instance.web_workers()[0]))
ALL = (
    Fault("web server killed", _kill(Instance.web)),
    WEB_WORKER_KILLED,
    Fault("job worker killed", _kill(Instance.worker)),
    Fault("database killed", _kill(Instance.database)),
    Fault("database restarted", Instance.restart_database),
    frozen(10),
    TERMINATED,
    Fault("disk full for 8 s", Instance.fill_disk, Instance.empty_disk, 8, lambda instance: instance.disk is not None),
    Fault("mail server refusing for 8 s", _mail(REFUSING), _mail(WELL), 8),
    Fault("mail server stalling for 8 s", _mail(STALLING), _mail(WELL), 8),
    Fault("mail server breaking off for 8 s", _mail(BREAKING_OFF), _mail(WELL), 8),
    Fault(
        "clock an hour ahead for 8 s",
        lambda instance: instance.set_clock(3600),
        lambda instance: instance.set_clock(0),
        8,
        lambda instance: instance.clock_library is not None,
    ),
)
SHORT = (WEB_WORKER_KILLED, TERMINATED, frozen(3))
