"""While an upgrade goes on, the code of the release before runs on the tables of the next: a release adds and takes nothing away.

What the old code does not know must not stand in its way: a new column may be empty or is filled by PostgreSQL itself, a new
table may be anything. What the new code no longer needs is dropped by the release after (docs/operations.md, 10).
"""

import re
from collections.abc import Iterator

import pytest
from django.db import connection, models
from django.db.migrations import Migration
from django.db.migrations import operations as kinds
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Field
from django.db.models.fields import NOT_PROVIDED

TAKES_AWAY = (kinds.RemoveField, kinds.DeleteModel, kinds.RenameField, kinds.RenameModel, kinds.AlterModelTable)
TAKES_AWAY_IN_SQL = re.compile(
    r"\b(DROP\s+(TABLE|COLUMN)|RENAME\s+(TO|COLUMN)|SET\s+NOT\s+NULL|ALTER\s+COLUMN\s+\S+\s+TYPE)\b", re.IGNORECASE
)
# What the release before had stopped to use. Nobody runs code from before 0.1.0, so within it things came and went.
DROPPED = {"core.0007_event_keeps_a_digest": "the words of reasons, which 0006 moved; within 0.1.0"}


def obstacles(migration: Migration, before: ProjectState) -> Iterator[str]:
    """What a migration does that stands in the way of the code before it. `before` are the tables that this code knows."""
    for operation in _all_operations(migration.operations):
        model = getattr(operation, "model_name", "")
        if model and (migration.app_label, model.lower()) not in before.models:
            continue  # a table that the old code does not know
        if isinstance(operation, TAKES_AWAY):
            yield operation.describe()
        elif isinstance(operation, kinds.AddField) and not _fills_itself(operation.field):
            yield f"{operation.describe()} that the old code cannot fill: null=True or db_default"
        elif isinstance(operation, kinds.AlterField):
            old = before.models[migration.app_label, model.lower()].fields.get(operation.name)
            yield from _narrowed(operation, old) if old else ()
        elif isinstance(operation, kinds.RunSQL) and (found := TAKES_AWAY_IN_SQL.search(str(operation.sql))):
            yield f"SQL that takes away: {found[0]}"


def _all_operations(operations: list[Operation]) -> Iterator[Operation]:
    for operation in operations:
        if isinstance(operation, kinds.SeparateDatabaseAndState):
            yield from _all_operations(operation.database_operations)
        else:
            yield operation


def _fills_itself(field: Field) -> bool:
    return field.null or field.many_to_many or field.generated or field.db_default is not NOT_PROVIDED


def _narrowed(operation: kinds.AlterField, old: Field) -> Iterator[str]:
    new = operation.field
    if old.null and not _fills_itself(new):
        yield f"{operation.describe()}: the old code leaves it empty"
    if old.db_type(connection) != new.db_type(connection):
        is_longer = (new.max_length or 0) > (old.max_length or 0) and type(old) is type(new)
        if not is_longer:
            yield f"{operation.describe()}: {old.db_type(connection)} becomes {new.db_type(connection)}"
    if new.unique and not old.unique:
        yield f"{operation.describe()}: the old code does not know that it is unique"


@pytest.fixture(scope="module")
def loader() -> MigrationLoader:
    return MigrationLoader(None)


def test_the_code_of_the_release_before_can_go_on_with_the_tables_of_the_next(loader):
    found = {}
    first = [key for key in loader.graph.nodes if key[1].startswith("0001") or key[0] not in _own_labels(loader)]
    begun = {key[0]: key for key in first}
    for key in loader.graph.nodes:
        if key[0] in _own_labels(loader) and key not in first:
            migration = loader.graph.nodes[key]
            if what := list(obstacles(migration, loader.project_state([begun[key[0]]]))):
                found[".".join(key)] = what

    assert {name: what for name, what in found.items() if name not in DROPPED} == {}
    assert set(DROPPED) <= set(found)  # what is dropped no more goes from the list


def _own_labels(loader: MigrationLoader) -> set[str]:
    return {
        label for label, _name in loader.disk_migrations if loader.disk_migrations[label, _name].__module__.startswith("portal.")
    }


OLD = kinds.CreateModel(
    "thing",
    [
        ("id", models.BigAutoField(primary_key=True)),
        ("name", models.CharField(max_length=10)),
        ("note", models.TextField(null=True)),
    ],
)
STANDS_IN_THE_WAY = [
    (kinds.RemoveField("thing", "name"), "Remove field name from thing"),
    (kinds.RenameField("thing", "name", "title"), "Rename field name on thing to title"),
    (kinds.DeleteModel("Thing"), "Delete model Thing"),
    (kinds.RenameModel("Thing", "Stuff"), "Rename model Thing to Stuff"),
    (
        kinds.AddField("thing", "size", models.IntegerField(default=0)),
        "Add field size to thing that the old code cannot fill: null=True or db_default",
    ),
    (kinds.AlterField("thing", "note", models.TextField()), "Alter field note on thing: the old code leaves it empty"),
    (
        kinds.AlterField("thing", "name", models.CharField(max_length=5)),
        "Alter field name on thing: varchar(10) becomes varchar(5)",
    ),
    (
        kinds.AlterField("thing", "name", models.CharField(max_length=10, unique=True)),
        "Alter field name on thing: the old code does not know that it is unique",
    ),
    (kinds.RunSQL("ALTER TABLE a_thing DROP COLUMN name"), "SQL that takes away: DROP COLUMN"),
]
GOES_ON = [
    kinds.AddField("thing", "size", models.IntegerField(db_default=0)),
    kinds.AddField("thing", "size", models.IntegerField(null=True)),
    kinds.AlterField("thing", "name", models.CharField(max_length=20)),
    kinds.AddField("another", "size", models.IntegerField(default=0)),
    kinds.AddIndex("thing", models.Index(fields=["name"], name="x")),
]


@pytest.mark.parametrize(("operation", "said"), STANDS_IN_THE_WAY, ids=[said for _operation, said in STANDS_IN_THE_WAY])
def test_what_stands_in_the_way_is_found(operation, said):
    assert _obstacles_of(operation) == [said]


@pytest.mark.parametrize("operation", GOES_ON, ids=[operation.describe() for operation in GOES_ON])
def test_what_the_old_code_need_not_know_is_let_through(operation):
    assert _obstacles_of(operation) == []


def _obstacles_of(operation: Operation) -> list[str]:
    before, migration = ProjectState(), Migration("0002_next", "a")
    OLD.state_forwards("a", before)
    migration.operations = [operation]
    return list(obstacles(migration, before))
