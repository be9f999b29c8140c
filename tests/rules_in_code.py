"""What the code has of rules, read from the code itself: orders, limits, choices. `test_algorithms.py` asks for records."""

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

from portal.core.algorithms import all_algorithms

ROOT = Path(__file__).resolve().parent.parent
# Launching and upkeep, sample data and tables show citizens nothing.
NO_RULES = {"migrations", "management", "launch", "demo", "backups", "configuration", "doctor", "invariants", "database"}
SOURCES = [path for path in sorted((ROOT / "portal").rglob("*.py")) if not NO_RULES & set(path.parts)]
# Orders that say nothing of a thing but where it has its place, or only make an order complete.
PLACES = {"pk", "id", "position", "number", "key", "slug", "name", "name_ko", "title", "path", "year", "nickname"}
DRAWING = {"shuffle", "sample", "choice", "choices", "randint", "random", "nlargest", "nsmallest"}


def orders() -> set[str]:
    """The functions that put something into an order of time, number or worth, or draw something."""
    return {f"{module}.{function}" for module, function, call in _calls() if _ranks(call)}


def counters() -> set[str]:
    """The beginnings of the keys under which uses are counted, up to the colon."""
    found = set()
    for path in SOURCES:
        tree = ast.parse(path.read_text())
        if "rate_limits" in path.name or not any("spend" in ast.dump(node.func) for node in _of(tree, ast.Call)):
            continue
        keys = [word.value for call in _of(tree, ast.Call) for word in call.keywords if word.arg == "key"]
        keys += [key for table in _of(tree, ast.Dict) for key in table.keys if key is not None]
        found |= {beginning for key in keys if (beginning := _beginning(key))}
    return found


def sort_choices() -> dict[str, list[str]]:
    """What an address may say of an order, by the module that reads it."""
    found = {}
    for module, _function, call in _calls():
        if _name(call) == "chosen" and len(call.args) > 2 and ast.unparse(call.args[1]) == "'sort'":
            names = importlib.import_module(module)
            found[module] = list(eval(ast.unparse(call.args[2]), vars(names)))  # noqa: S307 (an expression of the portal's own code)
    return found


def recorded() -> set[str]:
    """The functions that records name."""
    return {name for rule in all_algorithms() for name in rule.functions}


def is_recorded(function: str, names: set[str]) -> bool:
    """Whether a record names the function, or its class."""
    return function in names or function.rpartition(".")[0] in names


def _calls() -> Iterator[tuple[str, str, ast.Call]]:
    for path in SOURCES:
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        yield from ((module, function, call) for function, call in _inside(ast.parse(path.read_text()), ""))


def _inside(node: ast.AST, within: str) -> Iterator[tuple[str, ast.Call]]:
    """Every call with the outermost function around it, and that one's class."""
    for child in ast.iter_child_nodes(node):
        inner = within
        if isinstance(child, ast.ClassDef):
            inner = f"{within}{child.name}."
        elif isinstance(child, ast.FunctionDef) and (not within or within.endswith(".")):
            inner = f"{within}{child.name}"
        if isinstance(child, ast.Call):
            yield within.rstrip("."), child
        yield from _inside(child, inner)


def _ranks(call: ast.Call) -> bool:
    name = _name(call)
    if name == "order_by":
        return any(not _is_place(argument) for argument in call.args)
    is_sorted = name == "sorted" or (name == "sort" and isinstance(call.func, ast.Attribute))
    return name in DRAWING or (is_sorted and any(word.arg == "key" for word in call.keywords))


def _is_place(argument: ast.expr) -> bool:
    """`position`, `-pk` or `task__number`, spelled out."""
    return isinstance(argument, ast.Constant) and str(argument.value).lstrip("-").rpartition("__")[2] in PLACES


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _beginning(key: ast.expr) -> str:
    text = key.values[0] if isinstance(key, ast.JoinedStr) and key.values else None
    return str(text.value).removesuffix(":") if isinstance(text, ast.Constant) and str(text.value).endswith(":") else ""


def _of(tree: ast.AST, kind: type[ast.AST]) -> list:
    return [node for node in ast.walk(tree) if isinstance(node, kind)]
