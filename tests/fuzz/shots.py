"""The n-th request of a seed: who sends what to where."""

from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.fuzz.pages import Field, Form, Page, read
from tests.fuzz.values import ANY, KEYS, NUMBERS, TREES, hostile, odd_json, right
from tests.fuzz.world import City, role_for

# Names that pages read from an address, whether a link shows them or not.
PARAMETERS = [
    "q",
    "page",
    "p",
    "o",
    "next",
    "after",
    "sort",
    "state",
    "when",
    "task",
    "month",
    "stance",
    "topic",
    "department",
    "show",
    "reason",
    "action",
    "all",
    "e",
    "_popup",
    "_to_field",
    "_changelist_filters",
    "created_at__month",
    "created_at__year",
    "id__exact",
    "term",
    "app_label",
    "model_name",
    "field_name",
    "format",
    "version",
    "seen",
    "value",
    "language",
    "strategy",
    "status",
    "budget",
]
SEGMENTS = [*KEYS, *NUMBERS[:9], "%00", "%ED%A0%80", "%FF", "..", "%2e%2e%2f", "%252e", "a" * 3_000, "가", "new", "_5F", "%0A"]
HEADERS = {
    "HTTP_ACCEPT_LANGUAGE": ["xx", "ko;q=9", "a" * 5_000, "\x00", "ko," * 500, "*", "zh-Hant-TW-" * 30],
    "HTTP_REFERER": ["\x00", "https://[", "javascript:1", "//evil.example", "a" * 5_000],
    "HTTP_HX_REQUEST": ["true", "\x00"],
    "HTTP_HX_CURRENT_URL": ["https://[", "\x00", "a" * 900],
    "HTTP_HX_TARGET": ["\x00"],
    "HTTP_IF_MODIFIED_SINCE": ["Thu, 01 Jan 99999 00:00:00 GMT", "x", "Thu, 01 Jan 0000 00:00:00 GMT"],
    "HTTP_IF_NONE_MATCH": ['"', "*", 'W/"'],
    "HTTP_COOKIE": [
        "sessionid=\x00",
        "sessionid=" + "a" * 5_000,
        "csrftoken=x; csrftoken=y",
        "django_language=../x",
        "messages=x",
        "\xff",
    ],
    "HTTP_X_FORWARDED_FOR": ["1.2.3.4, x", "::1%eth0", "\x00"],
    "HTTP_RANGE": ["bytes=9-1", "bytes=-9999999999999999999999"],
    "HTTP_HOST": ["evil.example", "testserver:99999", "[::1", "\x00", ""],
    "REMOTE_ADDR": ["", "x", "::ffff:1.2.3.4"],
    "HTTP_ACCEPT_ENCODING": ["gzip;q=x", "br" * 900],
    "HTTP_ORIGIN": ["null", "https://["],
    "HTTP_ACCEPT": ["\x00", "a/" * 900],
}
TYPES = [
    "application/json",
    "text/plain",
    "multipart/form-data",
    "multipart/form-data; boundary=" + "x" * 300,
    "multipart/form-data; boundary=x",
    "application/x-www-form-urlencoded; charset=utf-7",
    "application/x-www-form-urlencoded",
    "",
    "x/y; charset=\x00",
    "image/png",
]
SCANS = {
    "scans": [
        {
            "key": "00000000-0000-4000-8000-000000000000",
            "shown": "123456",
            "people": 1,
            "scanned_at": "2026-10-05T10:00:00Z",
            "told": "",
        }
    ]
}
MOST_FIELDS, LONGEST_VALUE = 1_200, 6_000
# What no address says that was written by a browser.
RAW = [
    "&q=%FF",
    "&page=%ED%A0%80",
    "&q=%00",
    "&%00=1",
    "&=&&",
    "&next=%",
    "&q=1&q=2&q=%FF",
    "&o=-1.-99.x",
    ";q=1",
    "&_changelist_filters=%00",
]


@dataclass
class Shot:
    """One request; `fields` are the names in which something hostile stands."""

    number: int
    role: str
    place: str
    method: str
    address: str
    data: Any = None
    content_type: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    fields: tuple[str, ...] = ()

    def fire(self, client: Client) -> Any:
        """Send it."""
        if self.method == "get":
            return client.get(self.address, **self.headers)
        kind = {"content_type": self.content_type} if self.content_type else {}
        return client.post(self.address, self.data, **kind, **self.headers)

    def __str__(self) -> str:
        data = self.data
        named = {name: _short(data[name]) for name in self.fields if name in data} if isinstance(data, dict) else _short(data)
        return f"{self.method.upper()} {self.address[:200]} as {self.role}: {named} {_short(self.headers or '')}"


class Gunner:
    """Makes shots; pages it has looked at it remembers, which changes no shot."""

    def __init__(self, city: City, seed: int) -> None:
        self.city, self.seed = city, seed
        self.pages: dict[tuple[str, str], Page] = {}

    def shot(self, number: int, look) -> Shot:
        """The n-th; `look(role, address)` is the page's text for somebody."""
        rng = Random(f"{self.seed}/{number}")
        place = self.city.places[number % len(self.city.places)]
        role, address = role_for(place, rng), rng.choice(place.addresses)
        address = f"/en{address}" if rng.random() < 0.15 and place.name not in {"healthz", "readyz", "nowhere"} else address
        ways = (self._query, self._path, self._form, self._body, self._header)
        way = rng.choices(ways, (25, 10, 52, 8, 5) if not place.only_takes else (8, 10, 55, 22, 5))[0]
        page = self._page(role, address, look) if way in (self._query, self._form) and not place.only_takes else Page()
        made = way(rng, page, address)
        headers = {"HTTP_HX_REQUEST": "true"} if rng.random() < 0.15 else {}
        return Shot(number, role, place.name, **{**made, "headers": headers | made.get("headers", {})})

    def _page(self, role: str, address: str, look) -> Page:
        if (role, address) not in self.pages:
            self.pages[role, address] = read(address, look(role, address))
        return self.pages[role, address]

    def _query(self, rng: Random, page: Page, address: str) -> dict[str, Any]:
        read_forms = [each for form in page.forms if form.method == "get" for each in form.fields.values()]
        offered = [*page.parameters, *(each.name for each in read_forms)]
        names = [rng.choice(offered if offered and rng.random() < 0.7 else PARAMETERS) for _ in range(rng.choice([1, 1, 2]))]
        query = (page.parameters if rng.random() < 0.3 else {}) | {name: rng.choice(ANY)[:LONGEST_VALUE] for name in names}
        raw = rng.choice(RAW) if rng.random() < 0.1 else ""
        return {"method": "get", "address": f"{address}?{urlencode(query)}{raw}", "fields": tuple(names)}

    def _path(self, rng: Random, page: Page, address: str) -> dict[str, Any]:
        parts = address.strip("/").split("/")
        parts[rng.randrange(len(parts))] = rng.choice(SEGMENTS)
        return {"method": rng.choice(["get", "get", "post"]), "address": f"/{'/'.join(parts)}/", "data": {}}

    def _form(self, rng: Random, page: Page, address: str) -> dict[str, Any]:
        sent = [form for form in page.forms if form.method == "post" and form.fields]
        form = rng.choice(sent) if sent else Form(address, "post", _guessed(rng))
        data = {name: value for name, each in form.fields.items() if (value := right(each, rng)) is not None}
        names = rng.sample(sorted(form.fields), min(len(form.fields), rng.choice([1, 1, 1, 2, 4])))
        for name in names:
            data[name] = hostile(form.fields[name], rng)
            if rng.random() < 0.06:
                del data[name]
        if rng.random() < 0.04:
            data |= {f"{rng.choice(names)}-{count}": "x" for count in range(rng.choice([5, MOST_FIELDS]))}
        return {"method": "post", "address": form.address, "data": data, "fields": tuple(names)}

    def _body(self, rng: Random, page: Page, address: str) -> dict[str, Any]:
        kind = rng.choice(TYPES) if rng.random() < 0.6 else "application/json"
        is_json = "json" in kind or rng.random() < 0.3
        body = odd_json(rng, SCANS if rng.random() < 0.7 else rng.choice(TREES)) if is_json else rng.choice(ANY)
        return {"method": "post", "address": address, "data": body, "content_type": kind or "application/octet-stream"}

    def _header(self, rng: Random, page: Page, address: str) -> dict[str, Any]:
        names = rng.sample(sorted(HEADERS), rng.choice([1, 1, 2]))
        headers = {name: rng.choice(HEADERS[name]) for name in names}
        return {"method": rng.choice(["get", "get", "post"]), "address": address, "data": {}, "headers": headers}


def _guessed(rng: Random) -> dict[str, Field]:
    """Fields that some form of the portal has, for an address whose own form stands on no page that was looked at."""
    every = sorted(_known_fields().items())
    return {name: Field(name, kind) for name, kind in rng.sample(every, min(len(every), 8))}


def _known_fields() -> dict[str, str]:
    known = {"_selected_action": "hidden", "action": "select", "index": "number", "form-TOTAL_FORMS": "hidden"}
    for form in _subclasses(forms.BaseForm):
        if form.__module__.startswith("portal."):
            fields = getattr(form, "base_fields", {})
            known |= {name: getattr(each.widget, "input_type", None) or "textarea" for name, each in fields.items()}
    return known


def _subclasses(kind: type) -> list[type]:
    return [each for direct in kind.__subclasses__() for each in (direct, *_subclasses(direct))]


def _short(value: Any) -> str:
    if isinstance(value, SimpleUploadedFile):
        return f"file {value._name[:40]!r} {value.content_type[:30]!r} {value.size} bytes"
    return repr(value)[:160]
