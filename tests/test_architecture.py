"""The floors of docs/architecture.md, held by reading every import."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = {
    "core": 1,
    "notifications": 2,
    "policy": 3,
    "discussion": 4,
    "forums": 4,
    "accounts": 4,
    "answers": 5,
    "moderation": 5,
    "insights": 5,
    "pages": 6,
    "opendata": 6,
}
# What stands above all floors and may import any of them.
ROOF = {"urls", "settings", "wsgi", "launch", "__init__"}
FORBIDDEN_FILES = {"utils", "helpers", "mixins", "managers", "selectors", "constants", "signals"}
WRITES = {"save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}

SOURCES = sorted(path for path in (ROOT / "portal").rglob("*.py") if "migrations" not in path.parts)


def package_of(path: Path) -> str:
    """The package (or roof file) that a source file belongs to."""
    return path.relative_to(ROOT / "portal").parts[0].removesuffix(".py")


def imported_packages(path: Path) -> set[str]:
    """Every package of the portal that a file imports, also inside of functions."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: imports are absolute"
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return {name.split(".")[1] for name in found if name.startswith("portal.")}


def breaches(sources: list[Path]) -> list[str]:
    """Each import that goes sideways or up, as `file: package -> package`."""
    found = []
    for path in sources:
        package = package_of(path)
        for other in imported_packages(path) - {package}:
            if package in ROOF or (other in FLOORS and FLOORS[other] < FLOORS[package]):
                continue
            if package == "core" and path.name == "configuration.py" and other in ROOF:
                continue
            found.append(f"{path.relative_to(ROOT)}: {package} -> {other}")
    return sorted(found)


def test_no_import_goes_sideways_or_up():
    assert breaches(SOURCES) == []


def test_a_breach_would_be_found(tmp_path, monkeypatch):
    monkeypatch.setattr(f"{__name__}.ROOT", tmp_path)
    offender = tmp_path / "portal" / "policy" / "views.py"
    offender.parent.mkdir(parents=True)
    offender.write_text("def view():\n    from portal.discussion import services\n")

    found = breaches([offender])

    assert found == ["portal/policy/views.py: policy -> discussion"]


def test_every_package_stands_on_a_floor():
    packages = {path.parent.name for path in (ROOT / "portal").glob("*/__init__.py")}

    assert packages - set(FLOORS) - ROOF == set()


def view_files() -> list[Path]:
    return [path for path in SOURCES if path.name == "views.py" or path.name.endswith("_views.py") or "views" in path.parts]


@pytest.mark.parametrize("path", view_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_views_write_nothing(path):
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    writes = [
        f"line {call.lineno}: {call.func.attr}"
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in WRITES
        and not (isinstance(call.func.value, ast.Name) and call.func.value.id in {"services", "set", "dict"})
    ]

    assert writes == []


def test_nothing_is_a_junk_drawer():
    assert [path for path in SOURCES if path.stem in FORBIDDEN_FILES] == []


def circles(sources: list[Path]) -> list[str]:
    """Modules that reach themselves through imports at the top of files."""
    graph: dict[str, set[str]] = {}
    for path in sources:
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        tops = [node for node in ast.parse(path.read_text()).body if isinstance(node, ast.ImportFrom) and node.module]
        graph[name] = {f"{node.module}.{alias.name}" for node in tops for alias in node.names}
    # `from package import module` reaches the module, `from module import thing` the module that holds the thing.
    edges = {
        name: {other if other in graph else other.rpartition(".")[0] for other in others} & set(graph) - {name}
        for name, others in graph.items()
    }
    return sorted(name for name in edges if _reaches(name, name, edges, set()))


def _reaches(start: str, goal: str, edges: dict[str, set[str]], seen: set[str]) -> bool:
    for other in edges[start]:
        if other == goal:
            return True
        if other not in seen:
            seen.add(other)
            if _reaches(other, goal, edges, seen):
                return True
    return False


def test_no_module_imports_itself_in_a_circle():
    assert circles(SOURCES) == []
