"""How long a statement, a lock and a connection may take: short for pages, long for commands, migrations and jobs."""

from typing import Any

ENGINE = "portal.core.database"  # base.py beside this file
# Whoever is not a page waits so long for a lock, in seconds; for a connection of the pool half as long.
LONGEST_WAIT = 60
# What libpq itself looks after (PostgreSQL manual, "Parameter Key Words"). A machine that vanished is noticed after ten seconds;
# over a Unix socket only the first of these counts.
CONNECTION = {
    "connect_timeout": 2,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}


def limited(database: dict[str, Any], *, pool_size: int, statement: int) -> dict[str, Any]:
    """Django's settings of a database with the limits for whoever is not a page; `statement` in seconds, 0 for no limit."""
    given = database.get("OPTIONS", {})
    options = {**CONNECTION, **given, "options": server_side(given.get("options", ""), statement=statement, lock=LONGEST_WAIT)}
    options["pool"] = {"min_size": 1, "max_size": pool_size, "timeout": LONGEST_WAIT / 2}
    # A connection that was ended meanwhile, by whomever, is noticed when it is taken and not handed out.
    return {**database, "ENGINE": ENGINE, "OPTIONS": options, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}


def server_side(given: str, *, statement: int, lock: int) -> str:
    """What the server is asked to look after. Whoever leaves a transaction lying for as long as a statement may take loses it."""
    limits = {"statement_timeout": statement, "lock_timeout": lock, "idle_in_transaction_session_timeout": statement}
    return " ".join([given, *(f"-c {name}={seconds}s" for name, seconds in limits.items())]).strip()
