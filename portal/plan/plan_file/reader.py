"""Reads a plan file and says, line by line, what is wrong with it. Free of Django.

The file is YAML 1.1. It is walked as nodes, not as values, because only nodes know their line. Nothing is returned
unless the whole file is right.
"""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from portal.plan.plan_file import schema
from portal.plan.plan_file.schema import WrongValue

LARGEST_FILE = 1_000_000  # bytes; the shipped plan has about 20,000
SECTIONS = ("sources", "strategies", "tasks", "plan", "figures", "parties", "citizen_measures")
OPTIONAL_SECTIONS = ("statements",)


@dataclass(frozen=True, order=True)
class Problem:
    """What is wrong on which line (counted from 1)."""

    line: int
    reason: str


class BrokenPlanFile(ValueError):
    """The file cannot be used. `problems` are in the order of their lines."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("; ".join(f"line {problem.line}: {problem.reason}" for problem in self.problems))


@dataclass(frozen=True)
class Entry:
    """One object of the file. `values` hold columns; a reference is the key of what it refers to, a day is ISO 8601."""

    kind: str
    values: dict[str, Any]
    lines: dict[str, int] = field(compare=False, repr=False)

    def line_of(self, name: str) -> int:
        return self.lines.get(name, self.lines[""])


def read_plan(content: bytes) -> list[Entry]:
    """The objects of a plan file, what is referred to before what refers to it.

    Raises BrokenPlanFile, naming every problem found.
    """
    return _Reader().read(content)


class _Reader:
    """Collects problems while it walks, so that one run names them all."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def read(self, content: bytes) -> list[Entry]:
        root = _compose(content)
        entries = list(self._entries(root))
        if not self.problems:
            self.problems += [*_cross_checked(entries), *_repeated(entries), *_dangling(entries)]
        if self.problems:
            raise BrokenPlanFile(self.problems)
        return entries

    def _entries(self, root: yaml.Node) -> Iterator[Entry]:
        sections = self._pairs(root, allowed=(*SECTIONS, *OPTIONAL_SECTIONS), required=SECTIONS)
        for node in self._items(sections.get("sources"), "sources"):
            yield from self._entry("source", node)
        for node in self._items(sections.get("strategies"), "strategies"):
            yield from self._entry("strategy", node)
        for node in self._items(sections.get("tasks"), "tasks"):
            yield from self._task(node)
        if "plan" in sections:
            yield from self._entry("plan", sections["plan"], key="plan")
        yield from self._listed("figure", sections.get("figures"), plan="plan")
        yield from self._listed("party", sections.get("parties"), plan="plan")
        yield from self._listed("statement", sections.get("statements"), plan="plan")
        yield from self._listed("measure", sections.get("citizen_measures"), plan="plan")

    def _task(self, node: yaml.Node) -> Iterator[Entry]:
        facts = []
        if isinstance(node, yaml.MappingNode):
            facts = [pair for pair in node.value if pair[0].value == "facts"]
            others = [pair for pair in node.value if pair[0].value != "facts"]
            node = yaml.MappingNode(node.tag, others, node.start_mark, node.end_mark)
        for task in self._entry("task", node):
            yield task
            for name, _repeated in facts[1:]:
                self._say(name, f"the key 'facts' appears twice (first on line {_line(facts[0][0])})")
            for _name, listed in facts[:1]:
                yield from self._listed("fact", listed, task=task.values["slug"])

    def _listed(self, kind: str, node: yaml.Node | None, **fixed: Any) -> Iterator[Entry]:
        """Entries whose place in their list is their position."""
        for position, item in enumerate(self._items(node, f"a list of {kind} entries"), start=1):
            yield from self._entry(kind, item, position=position, **fixed)

    def _entry(self, kind: str, node: yaml.Node, **fixed: Any) -> Iterator[Entry]:
        keys = schema.SCHEMAS[kind]
        before = len(self.problems)
        required = [name for name, key in keys.items() if key.is_required]
        found = self._pairs(node, allowed=tuple(keys), required=required)
        values = {name: self._value(name, key, found.get(name)) for name, key in keys.items()}
        if len(self.problems) == before:
            lines = {"": _line(node), **{name: _line(value) for name, value in found.items()}}
            yield Entry(kind, _columns(kind, values) | fixed, lines)

    def _value(self, name: str, key: schema.Key, node: yaml.Node | None) -> Any:
        if node is None:
            return key.default
        try:
            return key.read(node)
        except WrongValue as wrong:
            self._say(node, f"{name}: {wrong}")
            return None

    def _items(self, node: yaml.Node | None, name: str) -> list[yaml.Node]:
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self._say(node, f"{name}: expected a list")
            return []
        return node.value

    def _pairs(self, node: yaml.Node, *, allowed: tuple[str, ...], required: Any) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            self._say(node, f"expected keys and values ({', '.join(required)})")
            return {}
        pairs: dict[str, yaml.Node] = {}
        first_lines: dict[str, int] = {}
        for name_node, value in node.value:
            name = str(name_node.value) if isinstance(name_node, yaml.ScalarNode) else "?"
            if name in first_lines:
                self._say(name_node, f"the key '{name}' appears twice (first on line {first_lines[name]})")
            elif name not in allowed:
                self._say(name_node, f"unknown key '{name}'{_suggestion(name, allowed)}")
            else:
                pairs[name] = value
            first_lines.setdefault(name, _line(name_node))
        for name in required:
            if name not in pairs:
                self._say(node, f"the key '{name}' is missing")
        return pairs

    def _say(self, node: yaml.Node, reason: str) -> None:
        self.problems.append(Problem(_line(node), reason))


def _compose(content: bytes) -> yaml.Node:
    """The file as YAML nodes. Raises BrokenPlanFile where it is no YAML at all."""
    if len(content) > LARGEST_FILE:
        raise BrokenPlanFile([Problem(1, f"the file has more than {LARGEST_FILE:,} bytes")])
    try:
        written = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BrokenPlanFile([Problem(line, "the text is not UTF-8")]) from error
    try:
        root = yaml.compose(written, Loader=yaml.SafeLoader)
    except yaml.reader.ReaderError as error:
        line = written.count("\n", 0, error.position) + 1
        raise BrokenPlanFile([Problem(line, "a character that YAML does not allow")]) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise BrokenPlanFile([Problem(line, f"not valid YAML: {error.problem or error.context}")]) from error
    except RecursionError as error:
        raise BrokenPlanFile([Problem(1, "not valid YAML: nested too deeply")]) from error
    if root is None:
        raise BrokenPlanFile([Problem(1, "the file is empty")])
    return root


def _columns(kind: str, values: dict[str, Any]) -> dict[str, Any]:
    """The keys of the file as columns. A source writes its date once, as a day or as a year."""
    if kind != "source":
        return values
    values = dict(values)
    published = values.pop("published")
    is_day = isinstance(published, str)
    values["published_on"] = published if is_day else None
    values["published_year"] = int(published[:4]) if is_day else published
    return values


def _cross_checked(entries: list[Entry]) -> Iterator[Problem]:
    """What concerns two keys of one object."""
    for entry in entries:
        values = entry.values
        if entry.kind == "source" and values["published_on"] and values["is_date_inferred"]:
            yield Problem(entry.line_of("is_date_inferred"), "a date that is inferred cannot name a day")
        if entry.kind == "task":
            yield from _task_checked(entry)
        if entry.kind == "plan" and values["committee_launched_on"] and not values["committee_launch_source"]:
            yield Problem(entry.line_of("committee_launched_on"), "a launch date needs committee_launch_source")


def _task_checked(entry: Entry) -> Iterator[Problem]:
    values = entry.values
    if values["budget_krw"] is not None and not values["budget_source"]:
        yield Problem(entry.line_of("budget_krw"), "a budget needs budget_source")
    if values["budget_source"] and values["budget_krw"] is None:
        yield Problem(entry.line_of("budget_source"), "budget_source without budget_krw")
    if values["starts_on"] and values["ends_on"] and values["ends_on"] < values["starts_on"]:
        yield Problem(entry.line_of("ends_on"), "ends_on lies before starts_on")


def _repeated(entries: list[Entry]) -> Iterator[Problem]:
    first_lines: dict[tuple, int] = {}
    for entry in entries:
        for names in schema.UNIQUE[entry.kind]:
            found = (entry.kind, names, *(entry.values[name] for name in names))
            line = entry.line_of(names[-1])
            if found in first_lines:
                value = entry.values[names[-1]]
                yield Problem(line, f"{entry.kind} {names[-1]} '{value}' appears twice (first on line {first_lines[found]})")
            first_lines.setdefault(found, line)


def _dangling(entries: list[Entry]) -> Iterator[Problem]:
    known = {
        "source": {entry.values["key"] for entry in entries if entry.kind == "source"},
        "strategy": {entry.values["slug"] for entry in entries if entry.kind == "strategy"},
    }
    for entry in entries:
        for name, key in schema.SCHEMAS[entry.kind].items():
            value = entry.values[name] if key.refers_to else None
            if value is not None and value not in known[key.refers_to]:
                suggestion = _suggestion(value, known[key.refers_to])
                yield Problem(entry.line_of(name), f"{name}: there is no {key.refers_to} '{value}'{suggestion}")


def _suggestion(name: str, allowed: Any) -> str:
    close = difflib.get_close_matches(name, list(allowed), n=1)
    return f" (did you mean '{close[0]}'?)" if close else ""


def _line(node: yaml.Node) -> int:
    return node.start_mark.line + 1
