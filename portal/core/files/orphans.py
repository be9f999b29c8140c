"""Files in the storage that no row names: a process that dies between file and row, or between row and file, leaves one."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.apps import apps
from django.core.files.storage import default_storage
from django.db.models import FileField, Model

logger = logging.getLogger(__name__)
# By then whatever was written together with a file is stored, or never will be.
LEFT_ALONE_FOR = timedelta(days=1)
AT_ONCE = 500
Column = tuple[type[Model], str]


def orphaned_files(*, now: datetime) -> Iterator[str]:
    """The names of files older than a day that no row names."""
    names = _stored("")
    while lot := list(islice(names, AT_ONCE)):
        named = _named(lot)
        for name in lot:
            if name not in named and default_storage.get_modified_time(name) < now - LEFT_ALONE_FOR:
                yield name


def missing_files() -> Iterator[tuple[str, str]]:
    """Rows whose file is not there, as a name for the row and that of the file."""
    for model, column in _columns():
        rows = model._default_manager.exclude(**{column: ""}).order_by("pk").values_list("pk", column)
        for key, name in rows.iterator():
            if name and not default_storage.exists(name):
                yield f"{model._meta.label} {key}", name


def sweep_files(*, now: datetime, dry_run: bool = False) -> list[str]:
    """Delete the orphaned files, unless it is a dry run; their names. One that cannot be deleted stays, and stands in the log."""
    swept = []
    for name in orphaned_files(now=now):
        try:
            if not dry_run:
                default_storage.delete(name)
        except OSError:
            logger.exception("the orphaned file %s could not be deleted", name)
        else:
            swept.append(name)
    return swept


def _columns() -> list[Column]:
    """Where names of files in the portal's own storage stand."""
    fields = [(model, field) for model in apps.get_models() for field in model._meta.concrete_fields]
    return [(model, field.name) for model, field in fields if isinstance(field, FileField) and field.storage == default_storage]


def _named(names: list[str]) -> set[str]:
    """Which of the names stand in a row."""
    found: set[str] = set()
    for model, column in _columns():
        found |= set(model._default_manager.filter(**{f"{column}__in": names}).values_list(column, flat=True))
    return found


def _stored(folder: str) -> Iterator[str]:
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        yield f"{folder}{name}"
    for name in folders:
        yield from _stored(f"{folder}{name}/")
