"""What has to run beside the web server: cache, workers, queue."""

import secrets
from collections.abc import Iterator
from datetime import timedelta
from time import sleep

from django.core.cache import cache
from django.db import OperationalError
from django.db.models import Max, Min, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from portal.core.doctor import Examination, Finding, ok, warning, wrong

# A worker shows a sign of life every ten seconds.
OLDEST_SIGN_OF_LIFE = timedelta(seconds=30)
# `/readyz` calls the queue stuck after the second.
SLOW_QUEUE, STUCK_QUEUE = timedelta(minutes=2), timedelta(minutes=15)
LATELY = timedelta(days=1)


def cache_keeps_and_forgets(examination: Examination) -> Iterator[Finding]:
    """What is written can be read, and is gone after its second."""
    key, value = f"doctor:{secrets.token_hex(8)}", secrets.token_hex(8)
    advice = "look at CACHE_URL; without it, manage.py createcachetable makes the table."
    try:
        cache.set(key, value, timeout=1)
        was_kept = cache.get(key) == value
        sleep(1.1)
        is_forgotten = cache.get(key) is None
        cache.delete(key)
    except OperationalError:  # the database's own line says so
        raise
    except Exception as error:
        yield wrong("cache", f"cannot be used ({type(error).__name__}): {advice}")
        return
    if was_kept and is_forgotten:
        yield ok("cache", "written, read and forgotten after a second")
    else:
        yield wrong("cache", f"{'keeps what should be forgotten' if was_kept else 'loses what was written'}: {advice}")


def workers(examination: Examination) -> Iterator[Finding]:
    """Somebody sends the mail."""
    alive = ProcrastinateWorker.objects.filter(last_heartbeat__gt=timezone.now() - OLDEST_SIGN_OF_LIFE).count()
    last = ProcrastinateWorker.objects.aggregate(last=Max("last_heartbeat"))["last"]
    if alive:
        yield ok("worker", f"{alive} at work" if alive > 1 else "one at work")
    else:
        seen = f", the last sign of life was at {timezone.localtime(last):%Y-%m-%d %H:%M:%S}" if last else ""
        yield wrong("worker", f"none is at work{seen}: no mail leaves. Start make run, or manage.py procrastinate worker.")


def queue(examination: Examination) -> Iterator[Finding]:
    """How long the oldest job has waited that is due, and what failed for good."""
    now = timezone.now()
    due = ProcrastinateJob.objects.filter(Q(scheduled_at=None) | Q(scheduled_at__lte=now), status="todo")
    asked_at = Min("procrastinateevent__at", filter=Q(procrastinateevent__type="deferred"))
    since = due.annotate(due_at=Coalesce("scheduled_at", asked_at))
    oldest = since.order_by("due_at").values_list("due_at", flat=True).first()
    waits = now - oldest if oldest else timedelta(0)
    text = f"{due.count()} jobs wait, the oldest for {waits.total_seconds():.0f} s"
    if waits > STUCK_QUEUE:
        yield wrong("queue", f"{text}: no worker takes them, or one keeps failing; its log says why.")
    elif waits > SLOW_QUEUE:
        yield warning("queue", f"{text}: start another worker if it stays so.")
    else:
        yield ok("queue", text)
    failed = ProcrastinateJob.objects.filter(
        status="failed", procrastinateevent__type="failed", procrastinateevent__at__gt=now - LATELY
    )
    if names := sorted(set(failed.values_list("task_name", flat=True))):
        yield warning("failed jobs", f"{failed.count()} since yesterday ({', '.join(names)}): the worker's log says why.")
