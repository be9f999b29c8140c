"""Decides, field by field, whether the loader may write. Free of Django.

Three values meet: what the table holds (`current`), what the file says (`wanted`) and what the loader itself wrote last
(`loaded`). A field that is no longer what the loader wrote was edited by staff, and their edit stays unless told otherwise.
"""

from dataclasses import dataclass, field
from typing import Any

Values = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """One field before and after."""

    name: str
    before: Any
    after: Any


@dataclass
class Merge:
    """What to write, what to leave, and what to remember as written by the loader."""

    changes: list[Change] = field(default_factory=list)
    kept: list[Change] = field(default_factory=list)
    remembered: Values = field(default_factory=dict)


def merge(*, current: Values, wanted: Values, loaded: Values, overwrite: bool) -> Merge:
    """Compare one object. `loaded` is empty for an object that the loader never wrote."""
    result = Merge(remembered=dict(loaded))
    for name, value in wanted.items():
        change = Change(name, current[name], value)
        # A field that the loader never wrote, such as one of a new release, is nobody's edit while it is empty.
        was_edited = current[name] != loaded[name] if name in loaded else current[name] not in {"", None}
        if current[name] != value and was_edited and not overwrite:
            result.kept.append(change)
            continue
        result.remembered[name] = value
        if current[name] != value:
            result.changes.append(change)
    return result


def is_as_loaded(*, current: Values, loaded: Values) -> bool:
    """Whether nobody has edited the object since the loader wrote it."""
    return all(current.get(name) == value for name, value in loaded.items())
