"""The floors of docs/architecture.md, held by reading every import, every name of an address and every included template."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = {
    "core": 1,
    "notifications": 2,
    "plan": 3,
    "accounts": 4,
    "progress": 4,
    "forums": 4,
    "discussion": 5,
    "registrations": 5,
    "moderation": 6,
    "door": 6,
    "answers": 7,
    "appeals": 7,
    "takedowns": 7,
    "forum_desk": 7,
    "privacy": 8,
    "insights": 8,
    "opendata": 8,
    "pages": 9,
}
# What stands above all floors and may import any of them.
ROOF = {"urls", "settings", "wsgi", "rsgi", "launch", "__init__"}
FORBIDDEN_FILES = {"utils", "helpers", "mixins", "managers", "selectors", "constants", "signals"}
TEMPLATES = ROOT / "templates"
WRITES = {"save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}

# What the frame of every page links to: templates/base.html and templates/components/ belong to no package.
FRAME = {"pages:home", "pages:my_page", "pages:algorithms", "pages:search"}
MOST_FILES_AT_A_ROOT = 12
LONGEST_VIEW = 25

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
    offender = tmp_path / "portal" / "plan" / "views.py"
    offender.parent.mkdir(parents=True)
    offender.write_text("def view():\n    from portal.discussion import services\n")

    found = breaches([offender])

    assert found == ["portal/plan/views.py: plan -> discussion"]


def reaches_up(package: str, other: str) -> bool:
    """Whether something of `package` that needs `other` goes sideways or up."""
    return package in FLOORS and other in FLOORS and other != package and FLOORS[other] >= FLOORS[package]


def addresses_named_in(path: Path) -> set[str]:
    """Every name of an address that a source file or a template spells, as `package:name`."""
    return set(re.findall(rf"[\"']((?:{'|'.join(FLOORS)}):[a-z_]+)[\"']", path.read_text())) - FRAME


def templates_named_in(path: Path) -> set[str]:
    """Every template that another one includes or extends."""
    return set(re.findall(r"{%\s*(?:include|extends)\s+[\"']([^\"']+)[\"']", path.read_text()))


def test_no_package_names_an_address_of_a_higher_one():
    files = [(package_of(path), path) for path in SOURCES] + [
        (path.relative_to(TEMPLATES).parts[0], path) for path in templates()
    ]
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for package, path in files
        for name in sorted(addresses_named_in(path))
        if reaches_up(package, name.partition(":")[0])
    ]

    assert found == []


def test_no_template_includes_one_of_a_higher_package():
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in templates()
        for name in sorted(templates_named_in(path))
        if reaches_up(path.relative_to(TEMPLATES).parts[0], name.partition("/")[0])
    ]

    assert found == []


def test_an_address_or_a_part_of_a_higher_package_would_be_found(tmp_path):
    page = tmp_path / "page.html"
    page.write_text('{% include "progress/_status.html" %}<a href="{% url \'moderation:queue\' %}">{% url "pages:home" %}</a>')

    assert (addresses_named_in(page), templates_named_in(page)) == ({"moderation:queue"}, {"progress/_status.html"})
    assert reaches_up("plan", "progress")
    assert reaches_up("accounts", "progress")
    assert not reaches_up("progress", "plan")


def test_no_root_of_a_package_is_crowded():
    packages = {path.parent for path in (ROOT / "portal").glob("*/__init__.py")}
    counts = {package.name: len([path for path in package.glob("*.py") if path.name != "__init__.py"]) for package in packages}

    assert {name: count for name, count in counts.items() if count > MOST_FILES_AT_A_ROOT} == {}


def test_every_package_stands_on_a_floor():
    packages = {path.parent.name for path in (ROOT / "portal").glob("*/__init__.py")}

    assert packages - set(FLOORS) - ROOF == set()


def templates() -> list[Path]:
    """The templates of packages and of the frame."""
    return sorted(TEMPLATES.rglob("*.html"))


def views_in(path: Path) -> list[ast.FunctionDef]:
    """The functions that take a request and answer it, wherever they stand."""
    functions = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)]
    return [each for each in functions if each.args.args and each.args.args[0].arg == "request" and _answers(each)]


def _answers(function: ast.FunctionDef) -> bool:
    return function.returns is not None and "Response" in ast.unparse(function.returns)


def view_files() -> list[Path]:
    return [path for path in SOURCES if path.name == "views.py" or "views" in path.parts or views_in(path)]


def lines_of(function: ast.FunctionDef) -> int:
    """Its length without its docstring."""
    docstring = ast.get_docstring(function, clean=False)
    return function.end_lineno - function.lineno + 1 - (len(docstring.splitlines()) if docstring else 0)


def test_no_view_is_longer_than_one_look():
    long = [
        f"{path.relative_to(ROOT)}:{view.name} {lines_of(view)}"
        for path in SOURCES
        for view in views_in(path)
        if lines_of(view) > LONGEST_VIEW
    ]

    assert long == []


@pytest.mark.parametrize("path", view_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_views_write_nothing(path):
    is_of_views = path.name == "views.py" or "views" in path.parts
    parts = [ast.parse(path.read_text())] if is_of_views else views_in(path)
    calls = [node for part in parts for node in ast.walk(part) if isinstance(node, ast.Call)]
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
