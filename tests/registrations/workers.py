"""Doing the jobs that wait: in this process, by a real worker, or by one that is killed."""

import os
from collections.abc import Callable

from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from portal.forum_desk import jobs


def write_mailings() -> None:
    """Do the jobs of letters that wait, and those that follow from them."""
    waiting = ProcrastinateJob.objects.filter(task_name=jobs.write_mailing.name, status="todo").order_by("pk")
    while (job := waiting.first()) is not None:
        jobs.write_mailing(**job.args)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [job.pk])


def run_worker() -> None:
    """A real worker on its own connections, until nothing waits any more."""
    async_to_sync(_work)()


async def _work() -> None:
    worker = app.with_connector(app.connector.get_worker_connector())
    async with worker.open_async():
        # One job at a time: a worker with several would stop before those that follow from the last.
        alone = {"wait": False, "concurrency": 1, "install_signal_handlers": False, "listen_notify": False}
        await worker.run_worker_async(queues=["codes", "mail"], **alone)


def dies(act: Callable[[], object]) -> bool:
    """Do it in a process of its own; whether that process was killed."""
    # No connection may be shared by two processes.
    connection.close()
    connection.close_pool()
    child = os.fork()
    if child == 0:
        try:
            act()
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])
