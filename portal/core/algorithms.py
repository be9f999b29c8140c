"""The register of rules: whatever orders, suggests, holds back, groups, gives out or limits something that citizens see.

Each package declares its rules (`declare`) when it starts, beside the code that computes them. `/algorithms/` is made of these
records, with the constants and settings that the code itself uses, so it cannot say anything else than what happens.
`tests/test_algorithms.py` fails where the code has a rule without a record, and where the code of a rule was changed without a
new version: a version keeps a digest of the code.
"""

import ast
import hashlib
import inspect
import textwrap
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import FunctionType, MethodType
from typing import Any, TypeAlias

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from portal.core.rate_limits import Limit

Words: TypeAlias = str | Promise
TRANSLATING = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext", "pgettext_lazy", "npgettext"}
DIGEST_DIGITS = 12


class Kind(TextChoices):
    """What a rule does to what people see."""

    ORDER = "order", pgettext_lazy("kind of rule", "Order")
    SUGGESTION = "suggestion", pgettext_lazy("kind of rule", "Suggestions and notices")
    HOLD = "hold", pgettext_lazy("kind of rule", "Held back and hidden")
    DEADLINE = "deadline", pgettext_lazy("kind of rule", "Thresholds and deadlines")
    GROUP = "group", pgettext_lazy("kind of rule", "Groups and counts")
    SEATS = "seats", pgettext_lazy("kind of rule", "Seats and draws")
    LIMIT = "limit", pgettext_lazy("kind of rule", "Limits")


# What the link beside it asks.
QUESTIONS: dict[str, Words] = {
    Kind.ORDER: _("Why this order?"),
    Kind.SUGGESTION: _("Why do I see this?"),
    Kind.HOLD: _("Why is this held back?"),
    Kind.DEADLINE: _("How is this decided?"),
    Kind.GROUP: _("How is this counted?"),
    Kind.SEATS: _("How are seats given out?"),
    Kind.LIMIT: _("Why is there a limit?"),
}


class Owner(TextChoices):
    """Who answers for a rule."""

    OPERATORS = "operators", pgettext_lazy("answers for a rule", "The operators of this portal")
    MODERATORS = "moderators", pgettext_lazy("answers for a rule", "The moderators")
    DEPARTMENTS = "departments", pgettext_lazy("answers for a rule", "The department in charge of the task")
    ORGANISERS = "organisers", pgettext_lazy("answers for a rule", "The organisers of the forum")


@dataclass(frozen=True, slots=True)
class Version:
    """A state of the formula: its number, since when it holds, and the digest of its code."""

    number: int
    since: date
    digest: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where the rule is at work; with the name of an address where everybody can look."""

    words: Words
    url_name: str = ""

    @property
    def address(self) -> str:
        return reverse(self.url_name) if self.url_name else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Algorithm:
    """A rule as everybody may read it. `formula` gives whole sentences, with the numbers that hold at this moment.

    `code` is what computes it: functions, expressions, constants. `covers` are the choices it explains (members of enumerations,
    names of orders), `limits` the keys of counters with what they allow.
    """

    key: str
    kind: Kind
    name: Words
    purpose: Words
    inputs: Words
    formula: Callable[[], list[Words]]
    notation: str = ""
    versions: tuple[Version, ...]
    answers_for: Owner
    off: Words
    places: tuple[Place, ...]
    code: tuple[object, ...]
    covers: frozenset[str] = frozenset()
    limits: Mapping[str, Limit] = field(default_factory=dict)

    @property
    def version(self) -> Version:
        return self.versions[-1]

    @property
    def question(self) -> Words:
        return QUESTIONS[self.kind]

    @property
    def digest(self) -> str:
        """What the newest version's digest has to be: of the code as it runs, without its comments and its words for people."""
        text = "\n".join(map(_spelled, self.code))
        return hashlib.sha256(text.encode()).hexdigest()[:DIGEST_DIGITS]

    @property
    def functions(self) -> list[str]:
        """The names of the functions that compute it."""
        found = (_function(part) for part in self.code)
        return [f"{each.__module__}.{each.__qualname__}" for each in found if each]


_declared: dict[str, Algorithm] = {}


def declare(*algorithms: Algorithm) -> None:
    """Make rules known, called in `AppConfig.ready()`. Raises ValueError for a key that another rule has."""
    for algorithm in reversed(algorithms):
        if _declared.setdefault(algorithm.key, algorithm) is not algorithm:
            raise ValueError(f"Two rules are called {algorithm.key}.")


def all_algorithms() -> list[Algorithm]:
    """Every rule: those of the highest packages first, which people meet first, in the order in which each declares its own."""
    return list(reversed(_declared.values()))


def algorithms_by_kind() -> list[tuple[Kind, list[Algorithm]]]:
    """Every kind with its rules."""
    return [(kind, [each for each in all_algorithms() if each.kind == kind]) for kind in Kind]


def find(key: str) -> Algorithm | None:
    """The rule of this name, if there is one."""
    return _declared.get(key)


def address_of(key: str) -> str:
    """The path of a rule on the page of all rules."""
    return f"{reverse('pages:algorithms')}#{key}"


def names_of(*choices: Iterable[str], prefix: str) -> frozenset[str]:
    """The choices of a list as `covers` names them."""
    return frozenset(f"{prefix}:{each}" for choice in choices for each in choice)


def limit_words(what: Words, limit: Limit) -> str:
    """One limit as a line: what it counts, how often, in which time."""
    return f"{what}: {_times(limit['limit'])} / {duration(limit['per'])}"


def duration(span: timedelta) -> str:
    """A whole length of time in words: 10 minutes, 1 hour, 7 days."""
    seconds = int(span.total_seconds())
    days, hours, minutes = seconds // 86_400, seconds // 3_600, seconds // 60
    if seconds % 86_400 == 0:
        return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    if seconds % 3_600 == 0:
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}


def _times(count: int) -> str:
    return ngettext("%(count)d time", "%(count)d times", count) % {"count": count}


def _function(part: object) -> FunctionType | type | None:
    part = getattr(part, "fget", None) or getattr(part, "func", None) or getattr(part, "__wrapped__", None) or part
    if isinstance(part, MethodType):
        part = part.__func__
    return part if isinstance(part, FunctionType | type) else None


def _spelled(part: object) -> str:
    """A piece of code, or a value, as one text that only another meaning changes."""
    function = _function(part)
    if function is None:
        return repr(_ordered(part))
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    return ast.unparse(_Meaning().visit(tree))


def _ordered(value: Any) -> Any:
    """A value without what differs from run to run: the order of sets."""
    if isinstance(value, set | frozenset):
        return sorted(map(repr, value))
    return getattr(value, "pattern", value)


class _Meaning(ast.NodeTransformer):
    """Leaves docstrings, and words for people, out of code."""

    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        is_text = isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        return ast.Pass() if is_text else self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if isinstance(node.func, ast.Name) and node.func.id in TRANSLATING:
            return ast.Constant("")
        return self.generic_visit(node)
