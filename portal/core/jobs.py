"""Upkeep: nothing is lost when a worker dies, and nothing piles up."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from typing import Generic, TypeVar

from django.conf import settings
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app

from portal.core import invariants, rate_limits
from portal.core.audit_log import reasons
from portal.core.backups import erasures
from portal.core.files import orphans

FINISHED_JOBS_KEPT_HOURS = 72
# None takes a tenth of it.
LONGEST_JOB_MINUTES = 30
UNACKNOWLEDGED = """
    SELECT job.id FROM procrastinate_jobs AS job JOIN procrastinate_events AS event ON event.job_id = job.id
    WHERE job.status = 'doing' AND event.type = 'started'
    GROUP BY job.id HAVING max(event.at) < now() - make_interval(mins => %(minutes)s)
"""
# Korea Standard Time, which knows no summer time.
HOURS_AHEAD_OF_UTC = 9
logger = logging.getLogger(__name__)
Row = TypeVar("Row")
Outcome = TypeVar("Outcome")


class RulesBroken(RuntimeError):
    """Something does not hold that must; the log says what, `manage.py invariants` names the rows."""


def daily_at(hour: int, minute: int) -> str:
    """The cron expression for once a day at a time in Seoul; workers read such expressions in UTC, whatever `TIME_ZONE` says."""
    return f"{minute} {(hour - HOURS_AHEAD_OF_UTC) % 24} * * *"


class SomeFailed(Exception):
    """A loop of upkeep is done, except for the rows that are named."""


@dataclass(frozen=True)
class Attempt(Generic[Outcome]):
    """What a loop over rows did, and for which rows it failed."""

    done: list[Outcome]
    failed: list[str]

    def check(self) -> list[Outcome]:
        """What was done. Raises SomeFailed, so that the job is marked as failed and somebody looks."""
        if self.failed:
            raise SomeFailed(", ".join(self.failed))
        return self.done


def attempt(rows: Iterable[Row], act: Callable[[Row], Outcome]) -> Attempt[Outcome]:
    """Do the same for each row; where it fails, the reason goes to the log, and the next row has its turn.

    `act` is a transaction of its own, or a savepoint: what it did for a row before it failed must not stay.
    """
    found: Attempt[Outcome] = Attempt([], [])
    for row in rows:
        try:
            found.done.append(act(row))
        except Exception:
            name = f"{type(row).__name__} {getattr(row, 'pk', row)}"
            logger.exception("%s failed for %s", getattr(act, "__qualname__", act), name)
            found.failed.append(name)
    return found


def for_each(rows: Iterable[Row], act: Callable[[Row], Outcome]) -> list[Outcome]:
    """Do the same for each row, whatever happens to single ones; see `attempt`. Raises SomeFailed in the end."""
    return attempt(rows, act).check()


@app.periodic(cron="* * * * *")
@app.task(queue="upkeep", queueing_lock="retry_cut_off_jobs", pass_context=True)
async def retry_cut_off_jobs(context: JobContext, timestamp: int) -> None:
    """Put jobs back into the queue whose worker has shown no sign of life for half a minute, or that nobody said were done.

    A worker that is killed leaves its job marked as being done, and nobody else takes it. So does one whose connection was lost
    at the moment in which it wanted to say that a job is done. So a job runs at least once, and may run twice: whatever it does
    has to stand that.
    """
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        await manager.retry_job(job)
    for row in await context.app.connector.execute_query_all_async(UNACKNOWLEDGED, minutes=LONGEST_JOB_MINUTES):
        await manager.retry_job_by_id_async(job_id=row["id"], retry_at=timezone.now())


@app.periodic(cron=daily_at(3, 27))
@app.task(queue="upkeep", queueing_lock="forget_finished_jobs", pass_context=True)
async def forget_finished_jobs(context: JobContext, timestamp: int) -> None:
    """Delete what succeeded three days ago; what failed stays to be looked at."""
    await context.app.job_manager.delete_old_jobs(nb_hours=FINISHED_JOBS_KEPT_HOURS)


@app.periodic(cron="17 * * * *")
@app.task(queue="upkeep")
def forget_old_rate_counters(timestamp: int) -> None:
    """Delete rate counters older than two days; no window is longer than one."""
    rate_limits.forget_old(before=timezone.now() - timedelta(days=2))


@app.periodic(cron=daily_at(3, 37))
@app.task(queue="upkeep")
def forget_expired_sessions(timestamp: int) -> None:
    """Delete sessions nobody can use any more, and the drafts and addresses in them; a shared cache does so by itself."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


@app.periodic(cron=daily_at(4, 37))
@app.task(queue="upkeep", queueing_lock="check_invariants")
def check_invariants(timestamp: int) -> None:
    """Look every night whether everything holds that must. What does not is in the log, and the job stays as failed."""
    with invariants.snapshot():
        broken = invariants.check(invariants.all_rules()).broken
    for each in broken:
        logger.error("%s: %s %d rows, first %s", each.rule.name, each.rule.sentence, each.count, each.breaches[0])
    if broken:
        raise RulesBroken(", ".join(each.rule.name for each in broken))


@app.periodic(cron="*/10 * * * *")
@app.task(queue="upkeep")
def write_erasures(timestamp: int) -> None:
    """Write down beside the backups what was erased, so that no restore brings it back."""
    erasures.write(settings.BACKUP_DIR)


@app.periodic(cron=daily_at(3, 47))
@app.task(queue="upkeep")
def forget_old_audit_reasons(timestamp: int) -> None:
    """Erase the reasons in the audit log whose time is over; their digests stay. Late or twice does no harm."""
    reasons.forget_old_reasons(now=timezone.now())


@app.periodic(cron=daily_at(3, 47))
@app.task(queue="upkeep")
def sweep_orphaned_files(timestamp: int) -> None:
    """Delete uploaded files that no row names since their process died, and say in the log which rows have lost theirs."""
    orphans.sweep_files(now=timezone.now())
    for row, name in orphans.missing_files():
        logger.warning("%s has lost its file %s", row, name)
