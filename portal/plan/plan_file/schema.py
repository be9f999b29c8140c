"""What may stand in a plan file: which keys, of which type, referring to what. Free of Django.

The lengths are those of the columns, so that a file which is accepted here fits the tables.
"""

import datetime
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import yaml

LARGEST_AMOUNT = 2**63 - 1  # what PostgreSQL's bigint holds
LARGEST_COUNT = 2**15 - 1  # smallint
LONGEST_KEY = 60
LONGEST_NUMBER = 40  # characters looked at: more than any maximum, less than what int() refuses
TAG = "tag:yaml.org,2002:"


class WrongValue(ValueError):
    """A value is not what its key asks for; the text says what is expected."""


@dataclass(frozen=True)
class Key:
    """One key of a mapping: how its value is read, and of which kind the object is that it names."""

    read: Callable[[yaml.Node], Any]
    is_required: bool = True
    default: Any = None
    refers_to: str = ""


Schema = dict[str, Key]


def text(max_length: int) -> Callable[[yaml.Node], str]:
    def read(node: yaml.Node) -> str:
        value = unicodedata.normalize("NFC", _scalar(node, "str", "text (in quotes if it looks like a number)")).strip()
        if not value:
            raise WrongValue("expected text, found none")
        if any(unicodedata.category(character) == "Cc" for character in value):
            raise WrongValue("control characters and line breaks are not allowed")
        if len(value) > max_length:
            raise WrongValue(f"is {len(value)} characters long, at most {max_length} are allowed")
        return value

    return read


def slug(node: yaml.Node) -> str:
    value = _scalar(node, "str", "a key such as smart-city")
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", value) or len(value) > LONGEST_KEY:
        raise WrongValue(f"expected small letters, digits and single hyphens, {LONGEST_KEY} at most")
    return value


def number(minimum: int, maximum: int) -> Callable[[yaml.Node], int]:
    def read(node: yaml.Node) -> int:
        written = _scalar(node, "int", "a whole number")
        if not re.fullmatch(r"-?(0|[1-9][0-9]*(_[0-9]+)*)", written):
            raise WrongValue("expected a whole number written in digits, without a leading zero")
        value = int(written[:LONGEST_NUMBER])
        if value < minimum:
            raise WrongValue("must not be negative" if minimum == 0 else f"must be {minimum} or more")
        if value > maximum:
            raise WrongValue(f"must be {maximum} at most")
        return value

    return read


def flag(node: yaml.Node) -> bool:
    value = _scalar(node, "bool", "true or false").lower()
    if value not in {"true", "false"}:
        raise WrongValue("expected true or false")
    return value == "true"


def day(node: yaml.Node) -> str:
    """A calendar day as ISO 8601, which is also how the loader remembers it."""
    written = _scalar(node, "timestamp", "a day such as 2018-09-20")
    try:
        return datetime.date.fromisoformat(written).isoformat()
    except ValueError as error:
        raise WrongValue("expected a day that exists, such as 2018-09-20") from error


def day_or_year(node: yaml.Node) -> str | int:
    is_year = node.tag == TAG + "int"
    return number(1900, 2200)(node) if is_year else day(node)


def choice(*allowed: str) -> Callable[[yaml.Node], str]:
    def read(node: yaml.Node) -> str:
        value = _scalar(node, "str", f"one of {', '.join(allowed)}")
        if value not in allowed:
            raise WrongValue(f"expected one of {', '.join(allowed)}")
        return value

    return read


def web_address(node: yaml.Node) -> str:
    value = text(500)(node)
    try:
        parts = urlsplit(value)
        is_usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and not re.search(r"\s", value)
    except ValueError:
        is_usable = False
    if not is_usable:
        raise WrongValue("expected an address that begins with http:// or https://")
    return value


def _scalar(node: yaml.Node, tag: str, expected: str) -> str:
    if not isinstance(node, yaml.ScalarNode) or node.tag != TAG + tag:
        raise WrongValue(f"expected {expected}")
    return node.value


def _both(name: str, max_length: int, *, is_required: bool = True) -> Schema:
    key = Key(text(max_length), is_required=is_required, default="")
    return {f"{name}_ko": key, f"{name}_en": key}


_SOURCE = Key(slug, refers_to="source")
_POSITION = Key(number(1, LARGEST_COUNT))

SOURCE: Schema = {
    "key": Key(slug),
    **_both("publisher", 100),
    "title": Key(text(300)),
    "published": Key(day_or_year),
    "is_date_inferred": Key(flag, is_required=False, default=False),
    "url": Key(web_address),
}
STRATEGY: Schema = {"slug": Key(slug), "position": _POSITION, **_both("title", 200), "source": _SOURCE}
TASK: Schema = {
    "number": Key(number(1, 16)),
    "slug": Key(slug),
    "strategy": Key(slug, refers_to="strategy"),
    **_both("title", 200),
    **_both("summary", 2000, is_required=False),
    "is_confirmed": Key(flag),
    **_both("note", 500, is_required=False),
    "source": _SOURCE,
    "budget_krw": Key(number(0, LARGEST_AMOUNT), is_required=False),
    "budget_source": Key(slug, is_required=False, refers_to="source"),
    **_both("department", 100, is_required=False),
    **_both("contact", 200, is_required=False),
    "starts_on": Key(day, is_required=False),
    "ends_on": Key(day, is_required=False),
}
FACT: Schema = {"key": Key(slug), **_both("text", 500), "source": _SOURCE}
PLAN: Schema = {
    **_both("title", 200),
    "announced_on": Key(day),
    **_both("announced_at", 200),
    "source": _SOURCE,
    "committee_launched_on": Key(day, is_required=False),
    "committee_launch_source": Key(slug, is_required=False, refers_to="source"),
    "committee_members": Key(number(0, LARGEST_COUNT), is_required=False),
}
FIGURE: Schema = {
    "report": Key(choice("announcement", "later")),
    "key": Key(slug),
    "value": Key(number(0, LARGEST_AMOUNT)),
    "unit": Key(choice("won", "count", "year")),
    **_both("label", 100),
    "source": _SOURCE,
}
PARTY: Schema = {"role": Key(choice("co_chair", "partner")), "key": Key(slug), **_both("name", 100), "source": _SOURCE}
STATEMENT: Schema = {
    "topic": Key(choice("why", "focus", "cooperation")),
    "key": Key(slug),
    **_both("text", 500),
    "source": _SOURCE,
}
MEASURE: Schema = {"key": Key(slug), **_both("text", 200), "source": _SOURCE}

SCHEMAS = {
    "source": SOURCE,
    "strategy": STRATEGY,
    "task": TASK,
    "fact": FACT,
    "plan": PLAN,
    "figure": FIGURE,
    "party": PARTY,
    "statement": STATEMENT,
    "measure": MEASURE,
}
UNIQUE: dict[str, list[tuple[str, ...]]] = {
    "source": [("key",)],
    "strategy": [("slug",), ("position",)],
    "task": [("slug",), ("number",)],
    "fact": [("task", "key")],
    "plan": [],
    "figure": [("report", "key")],
    "party": [("role", "key")],
    "statement": [("key",)],
    "measure": [("key",)],
}
