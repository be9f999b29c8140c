"""What a task's page shows of what was reported."""

from portal.policy.models import Task, TaskUpdate, UpdateFile

UPDATES_SHOWN = 2


def newest_updates(task: Task) -> list[TaskUpdate]:
    """The newest reports with the names of their files. Two queries."""
    updates = list(task.updates.published().newest_first().select_related("department")[:UPDATES_SHOWN])
    files = UpdateFile.objects.filter(update__in=updates).defer("content").order_by("pk") if updates else []
    by_update: dict[int, list[UpdateFile]] = {}
    for file in files:
        by_update.setdefault(file.update_id, []).append(file)
    for update in updates:
        update.task, update.shown_files = task, by_update.get(update.pk, [])
    return updates
