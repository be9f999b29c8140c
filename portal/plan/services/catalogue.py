"""How the objects of a plan file stand in the tables: which model, found by what, read and written as plain values."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models

from portal.plan.models import CitizenMeasure, Fact, Plan, PlanFigure, PlanParty, PlanStatement, Source, Strategy, Task

# The column by which a file names a row of another kind.
NAMED_BY = {Source: "key", Strategy: "slug", Task: "slug", Plan: "key"}


@dataclass(frozen=True)
class Kind:
    """One kind of object. `identity` finds it again; `is_part` means that it goes when the file leaves it out."""

    name: str
    model: type[models.Model]
    identity: tuple[str, ...]
    is_part: bool = False


KINDS = (
    Kind("source", Source, ("key",)),
    Kind("strategy", Strategy, ("slug",)),
    Kind("task", Task, ("slug",)),
    Kind("fact", Fact, ("task", "key"), is_part=True),
    Kind("plan", Plan, ("key",)),
    Kind("figure", PlanFigure, ("report", "key"), is_part=True),
    Kind("party", PlanParty, ("role", "key"), is_part=True),
    Kind("statement", PlanStatement, ("key",), is_part=True),
    Kind("measure", CitizenMeasure, ("key",), is_part=True),
)


@dataclass
class Catalogue:
    """The rows of every kind, locked until the transaction ends, found by their key."""

    rows: dict[str, dict[str, models.Model]] = field(default_factory=dict)

    @classmethod
    def locked(cls) -> "Catalogue":
        """Read all rows. Needs a transaction; a later edit by staff waits for it."""
        catalogue = cls()
        for kind in KINDS:
            related = list(_foreign_keys(kind.model))
            rows = kind.model._default_manager.select_for_update(of=("self",)).select_related(*related).order_by("pk")
            catalogue.rows[kind.name] = {key_of(kind, values_of(row, kind.identity)): row for row in rows}
        return catalogue

    def missing_references(self, kind: Kind, values: dict[str, Any]) -> list[str]:
        """What `values` refer to and no row carries, as `source jungdo-2018-09-20`."""
        models_by_name = _foreign_keys(kind.model)
        return [
            f"{other.name} {value}"
            for name, value in values.items()
            if value is not None and name in models_by_name
            for other in KINDS
            if other.model is models_by_name[name] and value not in self.rows[other.name]
        ]

    def write(self, row: models.Model, values: dict[str, Any]) -> None:
        """Set columns on a row that is saved by the caller."""
        models_by_name = _foreign_keys(type(row))
        columns = {column.name: column for column in row._meta.concrete_fields}
        for name, value in values.items():
            if name in models_by_name and value is not None:
                other = next(kind for kind in KINDS if kind.model is models_by_name[name])
                setattr(row, name, self.rows[other.name][value])
            else:
                setattr(row, name, columns[name].to_python(value))


def key_of(kind: Kind, values: dict[str, Any]) -> str:
    """The identity of an object as one word: startups-2000/survive-five-years."""
    return "/".join(str(values[name]) for name in kind.identity)


def values_of(row: models.Model, names: Iterable[str]) -> dict[str, Any]:
    """The columns of a row as a plan file writes them: references by key, days in ISO 8601, no text as ""."""
    return {name: _plain(row, name) for name in names}


def _plain(row: models.Model, name: str) -> Any:
    value = getattr(row, name)
    if isinstance(value, models.Model):
        return getattr(value, NAMED_BY[type(value)])
    if isinstance(value, date):
        return value.isoformat()
    is_text = isinstance(row._meta.get_field(name), models.CharField | models.TextField)
    return "" if value is None and is_text else value


def _foreign_keys(model: type[models.Model]) -> dict[str, type[models.Model]]:
    return {
        column.name: column.related_model
        for column in model._meta.concrete_fields
        if column.many_to_one and isinstance(column.related_model, type)
    }
