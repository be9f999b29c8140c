"""What stands in a field: what is right enough to reach what lies behind the form, and what nobody types by accident."""

import json
from datetime import timedelta
from random import Random
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.fuzz.pages import Field
from tests.hostile import ELSEWHERE, SCRIPT, TYPED
from tests.pictures import JPEG, PNG

NUMBERS = [
    "-1",
    "0",
    "1",
    "2147483648",
    "-9223372036854775809",
    "9223372036854775807",
    "9" * 30,
    "9" * 5_000,
    "1e400",
    "NaN",
    "Infinity",
    "-0",
    "0x1F",
    "1_000",
    "1.5",
    "٣",
    "１２",
    "",
    " ",
    "1 ",
    "true",
    "null",
]
TIMES = [
    "0000-00-00",
    "0001-01-01",
    "9999-12-31",
    "2026-02-30",
    "10000-01-01",
    "-001-01-01",
    "2009-12-31",
    "2061-01-01",
    "0001-01-01T00:00",
    "9999-12-31T23:59",
    "9999-12-31T23:59:59.999999-23:59",
    "2060-12-31T23:59",
    "2010-01-01T00:00",
    "2026-11-30T25:61",
    "2026-11-30T10:00+99:99",
    "2026-W01-1",
    "٢٠٢٦-١١-٣٠",
    "now",
    "",
    "1" * 400,
    "2026-11-30\x00",
    "20261130",
    "2026-3-29T02:30",
]
TEXTS = [
    "",
    " ",
    "\x00",
    f"{TYPED}\x00",
    "\u200b\u200d\ufeff",
    "\ufffe",
    "\ufffd",
    "\x08\x0b\x1b\x85",
    SCRIPT,
    "{{7*7}}{% load %}",
    "%s%d%n%(x)s",
    "{0}{x.__class__}",
    "' OR 1=1 --",
    "\\",
    "%",
    "_",
    "%00",
    "a" * 300,
    "가" * 4_000,
    "a" * 100_000,
    "\u0301" * 5_000,
    "\U000e0041",
    "\u202e",
    "🏳️‍🌈" * 50,
    "\n" * 3_000,
    "\r\n",
    "../../etc/passwd",
    "=1+1",
    "#" * 300,
    "[" * 2_000,
    "(" * 2_000,
    "😀",
    "a@b",
    "null",
    "undefined",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    *ELSEWHERE,
]
KEYS = [
    "",
    "-1",
    "0",
    "x",
    "9" * 30,
    "\x00",
    "1.5",
    "٣",
    "00000000-0000-0000-0000-000000000000",
    "{00000000-0000-0000-0000-000000000000}",
    "on",
    "no-such-choice",
    "a" * 3_000,
    "1,2",
    "[]",
]
ADDRESSES = [
    "a@b",
    "a" * 300 + "@example.org",
    "a@\x00.kr",
    "@",
    "a@b@c.kr",
    "a\r\nBcc: b@c.kr",
    "ａ@example.org",
    "a@[127.0.0.1]",
    "a@xn--",
    "a@한국",
    *TEXTS[:6],
]
LINKS = [
    "javascript:alert(1)",
    "https://",
    "https://[",
    "https://[::1",
    "http://a" + "b" * 400,
    "https://zoom.us:99999999/",
    "//x",
    "https://zoom.us@evil.example/",
    "https://zoom.us\\evil",
    "https://\x00",
    "https://zoom.us/%zz",
    "ftp://zoom.us/",
]
KINDS = {
    "number": NUMBERS,
    "range": NUMBERS,
    "date": TIMES,
    "datetime-local": TIMES,
    "time": TIMES,
    "month": TIMES,
    "email": ADDRESSES,
    "url": LINKS,
    "hidden": [*KEYS, *NUMBERS[:9], *TEXTS[:4]],
    "select": KEYS,
    "radio": KEYS,
    "checkbox": KEYS,
}
# Odd values of every kind, where the kind is not known.
ANY = [*NUMBERS, *TIMES, *TEXTS, *KEYS]
NAMES = [
    "a.png",
    "",
    ".png",
    "../../a.png",
    "a\x00.png",
    "가" * 300 + ".png",
    "a.png\r\nX: y",
    "\u202egnp.exe",
    "a" * 300,
    "CON",
    "a.svg",
    "a.html",
    "💥.csv",
]
CONTENTS = [
    PNG,
    JPEG,
    PNG[:40],
    JPEG + b"x" * 900,
    b"",
    b"\x00" * 50,
    b"\x89PNG\r\n\x1a\n",
    b"%PDF-1.7\n",
    b"PK\x03\x04" + b"\xff" * 80,
    b"\xff\xd8\xff\xe0" + b"\x00" * 40,
    b"GIF89a",
    b"<svg onload=alert(1)>",
    "과제,연도,재원,단계,금액(원),출처,기준일\n1,9999,국비,계획,-1,x,9999-12-31\n".encode(),
    b"\xff\xfe" + b"a" * 9,
    '과제,추진 단계,계획일\n1,"\x00",0000-00-00\n'.encode(),
    b"task,year\n" + b"1," * 5_000,
    b'"' * 3_000,
    b"a\n" * 6_000,
    b"\xd0\xcf\x11\xe0" * 99,
    "task;amount\n".encode("utf-16"),
]
TREES: list[Any] = [
    None,
    True,
    -1,
    10**40,
    1.5,
    float("nan"),
    "",
    "\x00",
    "9999-12-31T23:59:59Z",
    "0001-01-01T00:00:00+14:00",
    [],
    {},
    [[]],
    "x" * 5_000,
    {"scans": []},
    [None] * 60,
    "\ud83d",
]


def right(field: Field, rng: Random) -> Any:
    """What somebody would send who means well; None for a field that is left out."""
    if field.kind in {"button", "submit"}:
        return rng.choice([*field.choices, field.value])
    if field.kind == "file":
        return None if rng.random() < 0.5 else SimpleUploadedFile("a.png", PNG, "image/png")
    if field.kind in {"checkbox", "radio", "select"}:
        offered = [each for each in field.choices if each]
        return field.value or (rng.choice(offered) if offered and rng.random() < 0.8 else None)
    return field.value or _typed(field, rng)


def _typed(field: Field, rng: Random) -> str:
    day = timezone.localtime() + timedelta(days=rng.choice([1, 20, 40]))
    by_kind = {
        "date": f"{day:%Y-%m-%d}",
        "datetime-local": f"{day:%Y-%m-%dT%H:%M}",
        "number": "2",
        "email": "somebody@example.org",
        "url": "https://zoom.us/j/1",
        "hidden": "",
    }
    return by_kind.get(field.kind, f"fuzz-{rng.randrange(9_999)}" if "slug" in field.name else TYPED)


def hostile(field: Field, rng: Random) -> Any:
    """What does not belong there: a value, or several of them."""
    if field.kind == "file":
        return odd_file(rng)
    if any(part in field.name for part in ("TOTAL_FORMS", "INITIAL_FORMS", "_FORMS")):
        return rng.choice(NUMBERS)
    value = rng.choice(KINDS.get(field.kind, TEXTS) if rng.random() < 0.8 else ANY)
    return [value, rng.choice(ANY)] if rng.random() < 0.1 else value


def odd_file(rng: Random) -> SimpleUploadedFile:
    """A file whose name, type and content need not agree."""
    file = SimpleUploadedFile(
        "a", rng.choice(CONTENTS), rng.choice(["image/png", "text/csv", "", "text/html", "x" * 300, "application/pdf"])
    )
    file._name = rng.choice(NAMES)  # past what the class does to names: a client sends what it likes
    return file


def odd_json(rng: Random, tree: Any) -> str:
    """A tree with one of its nodes replaced; now and then no JSON at all, or a very deep one."""
    if rng.random() < 0.15:
        return rng.choice(
            ["", "{", "[" * 50_000, "null", "NaN", '{"scans":', '"\\ud800"', "{" * 9, '{"a":' * 900 + "1" + "}" * 900]
        )
    return json.dumps(_replaced(rng, tree))


def _replaced(rng: Random, tree: Any) -> Any:
    if isinstance(tree, dict) and tree and rng.random() < 0.9:
        name = rng.choice(sorted(tree))
        return {key: _replaced(rng, value) if key == name else value for key, value in tree.items()}
    if isinstance(tree, list) and tree and rng.random() < 0.9:
        return [_replaced(rng, tree[0]), *tree[1:]]
    return rng.choice(TREES)
