"""Loading a plan file into the tables, without losing what staff edited."""

from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, connection, models, transaction

from portal.core.audit_log import recorded_together
from portal.core.errors import RuleViolation
from portal.plan.models import Fact, LoadedRecord, Task, TaskChange
from portal.plan.plan_file.merge import Change, is_as_loaded, merge
from portal.plan.plan_file.reader import Entry, read_plan
from portal.plan.services.catalogue import KINDS, Catalogue, Kind, key_of, values_of
from portal.plan.services.changes import Action, note, value

HISTORY = {"task": TaskChange.Kind.TASK, "fact": TaskChange.Kind.FACT}


class PlanConflict(RuleViolation):
    """The file is right by itself but collides with rows that staff made, such as two tasks with one number."""


@dataclass
class LoadReport:
    """What a run did, or would have done. Objects are named as `task smart-city`."""

    created: list[str] = field(default_factory=list)
    changed: dict[str, list[Change]] = field(default_factory=dict)
    unchanged: list[str] = field(default_factory=list)
    kept: dict[str, list[Change]] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)
    not_in_file: list[str] = field(default_factory=list)


def load_plan(*, content: bytes, dry_run: bool = False, overwrite: bool = False) -> LoadReport:
    """Bring the tables to what a plan file says, all of it or nothing.

    A field that staff edited since the last run keeps their value, and an object that staff deleted stays deleted, both
    reported, unless `overwrite`. With `dry_run` nothing is written. Raises BrokenPlanFile (with lines) and PlanConflict.
    """
    entries = read_plan(content)
    with transaction.atomic():
        _wait_for_other_loads()
        with recorded_together():
            report = _Load(overwrite=overwrite).run(entries)
        transaction.set_rollback(dry_run)
    return report


def _wait_for_other_loads() -> None:
    """One load at a time, also on the very first run when there is no row to lock."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE plan_loadedrecord IN SHARE ROW EXCLUSIVE MODE")


class _Load:
    """One run: the rows as they are, what the last run wrote, and the report."""

    def __init__(self, *, overwrite: bool) -> None:
        self.overwrite = overwrite
        self.catalogue = Catalogue.locked()
        self.records = {(record.kind, record.key): record for record in LoadedRecord.objects.all()}
        self.report = LoadReport()
        self.touched_tasks: set[int] = set()
        self.new_tasks: set[int] = set()

    def run(self, entries: list[Entry]) -> LoadReport:
        try:
            for kind in KINDS:
                wanted = {key_of(kind, entry.values): entry for entry in entries if entry.kind == kind.name}
                self._settle_absent(kind, wanted)
                for key, entry in wanted.items():
                    self._settle(kind, key, entry)
            self._touch_tasks()
            connection.check_constraints()
        except IntegrityError as error:
            raise PlanConflict(_first_line(error)) from error
        return self.report

    def _settle(self, kind: Kind, key: str, entry: Entry) -> None:
        label = f"{kind.name} {key}"
        row = self.catalogue.rows[kind.name].get(key)
        missing = self.catalogue.missing_references(kind, entry.values)
        if missing:
            self.report.left_out[label] = f"staff removed {', '.join(missing)}"
        elif row is not None:
            self._update(kind, key, row, entry)
        elif (kind.name, key) in self.records and not self.overwrite:
            self.report.left_out[label] = "staff removed it"
        else:
            self._create(kind, key, entry)

    def _create(self, kind: Kind, key: str, entry: Entry) -> None:
        row = kind.model()
        self.catalogue.write(row, entry.values)
        row.save(force_insert=True)
        self.catalogue.rows[kind.name][key] = row
        self._remember(kind, key, entry.values)
        self._note_task_of(row)
        if kind.model is Task:
            self.new_tasks.add(row.pk)
        self._tell_history(kind, row, Action.ADDED, [value(name, None, given) for name, given in entry.values.items()])
        self.report.created.append(f"{kind.name} {key}")

    def _update(self, kind: Kind, key: str, row: models.Model, entry: Entry) -> None:
        record = self.records.get((kind.name, key))
        current = values_of(row, entry.values)
        loaded = record.values if record else {}
        result = merge(current=current, wanted=entry.values, loaded=loaded, overwrite=self.overwrite)
        label = f"{kind.name} {key}"
        if result.changes:
            self.catalogue.write(row, {change.name: change.after for change in result.changes})
            row.save(update_fields=[*(change.name for change in result.changes), *_timestamps(kind)])
            self._note_task_of(row)
            self.report.changed[label] = result.changes
            values = [value(change.name, change.before, change.after) for change in result.changes]
            self._tell_history(kind, row, Action.CHANGED, values)
        if result.kept:
            self.report.kept[label] = result.kept
        if not (result.changes or result.kept):
            self.report.unchanged.append(label)
        if result.remembered != loaded:
            self._remember(kind, key, result.remembered)

    def _settle_absent(self, kind: Kind, wanted: dict[str, Entry]) -> None:
        """What the file no longer has: parts go unless edited, objects that others may refer to stay."""
        for key, row in list(self.catalogue.rows[kind.name].items()):
            record = self.records.get((kind.name, key))
            if key in wanted or record is None:
                continue
            label = f"{kind.name} {key}"
            is_untouched = is_as_loaded(current=values_of(row, record.values), loaded=record.values)
            if kind.is_part and (is_untouched or self.overwrite):
                self._note_task_of(row)
                self._tell_history(kind, row, Action.REMOVED, [value("text_ko", getattr(row, "text_ko", None), None)])
                row.delete()
                record.delete()
                del self.catalogue.rows[kind.name][key]
                self.report.removed.append(label)
            else:
                self.report.not_in_file.append(label)

    def _remember(self, kind: Kind, key: str, values: dict[str, Any]) -> None:
        LoadedRecord.objects.update_or_create(kind=kind.name, key=key, defaults={"values": values})

    def _note_task_of(self, row: models.Model) -> None:
        if hasattr(row, "task_id"):
            self.touched_tasks.add(row.task_id)

    def _tell_history(self, kind: Kind, row: models.Model, action: Action, values: list[dict[str, Any]]) -> None:
        """What the file changes about a task that was there is public history; how a task began is the file itself."""
        task = row.task if isinstance(row, Fact) else row
        if kind.name not in HISTORY or not isinstance(task, Task) or task.pk in self.new_tasks:
            return
        about = (row.text_ko or "", row.text_en or "") if isinstance(row, Fact) else ("", "")
        note(task=task, kind=HISTORY[kind.name], action=action, by=None, row=row.pk, about=about, values=values)

    def _touch_tasks(self) -> None:
        """A task whose facts changed was updated as well."""
        for row in self.catalogue.rows["task"].values():
            if row.pk in self.touched_tasks and isinstance(row, Task):
                row.save(update_fields=["updated_at"])


def _timestamps(kind: Kind) -> list[str]:
    return ["updated_at"] if kind.model is Task else []


def _first_line(error: IntegrityError) -> str:
    detail = getattr(getattr(error.__cause__, "diag", None), "message_detail", None)
    return f"{str(error).splitlines()[0]}{f' ({detail})' if detail else ''}"
