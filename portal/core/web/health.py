"""Two questions for machines: does the process live, and can it serve."""

import shutil
from contextlib import suppress
from datetime import timedelta
from http import HTTPStatus

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from procrastinate.contrib.django.models import ProcrastinateJob

LEAST_FREE_BYTES = 200 * 1024 * 1024
OLDEST_WAITING_JOB = timedelta(minutes=15)


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers. Public; touches nothing."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """200 if database, migrations, job queue and disk are well, else 503; says which is not. Public, no details."""
    checks = {"database": False, "migrations": False, "queue": False}
    with suppress(DatabaseError):
        checks = {"database": _database_answers(), "migrations": _is_migrated(), "queue": _queue_moves()}
    checks["disk"] = shutil.disk_usage(settings.DATA_DIR).free > LEAST_FREE_BYTES
    status = HTTPStatus.OK if all(checks.values()) else HTTPStatus.SERVICE_UNAVAILABLE
    return JsonResponse(checks, status=status)


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def _is_migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _queue_moves() -> bool:
    """No job has been due for longer than the limit."""
    due_before = timezone.now() - OLDEST_WAITING_JOB
    waiting = ProcrastinateJob.objects.filter(
        status="todo", procrastinateevent__type="deferred", procrastinateevent__at__lt=due_before
    )
    return not waiting.exclude(scheduled_at__gt=due_before).exists()
