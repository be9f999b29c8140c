"""The checks of this package, in the order in which an operator reads them."""

from portal.core.doctor import Check, database, machine, running, site

CHECKS: dict[str, Check] = {
    "mode": site.mode,
    "settings": machine.system_checks,
    "secrets": machine.secret_keys,
    ".env": machine.env_file,
    "TLS": site.tls,
    "hosts": site.hosts,
    "online": site.online,
    "database": database.database,
    "clock": database.clock,
    "cache": running.cache_keeps_and_forgets,
    "worker": running.workers,
    "queue": running.queue,
    "disk": machine.disk,
    "backup": machine.backup,
    "contact": machine.contact,
}
