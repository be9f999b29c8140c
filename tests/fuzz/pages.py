"""What a page offers to be sent: its forms with their fields, and the parameters of its links."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit


@dataclass
class Field:
    """One field; `kind` is the type of an input, or "select" or "textarea"."""

    name: str
    kind: str
    value: str = ""
    choices: list[str] = field(default_factory=list)


@dataclass
class Form:
    """Where a form is sent and what with; radio buttons and boxes of one name are one field."""

    address: str
    method: str
    fields: dict[str, Field] = field(default_factory=dict)

    @property
    def takes_files(self) -> bool:
        return any(each.kind == "file" for each in self.fields.values())


@dataclass
class Page:
    """The forms of a page, and parameter names with a value each that its links have for the page itself."""

    forms: list[Form] = field(default_factory=list)
    parameters: dict[str, str] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.page = Page()
        self.form: Form | None = None
        self.open: Field | None = None  # a select or textarea

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = Form(self._path(given.get("action", "")), given.get("method", "get").lower())
            self.page.forms.append(self.form)
        elif tag == "a":
            self._read_link(given.get("href", ""))
        elif tag == "option" and self.open:
            self.open.choices.append(given.get("value", ""))
            self.open.value = given.get("value", "") if "selected" in given else self.open.value
        elif self.form and given.get("name"):
            self._read_field(tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        if tag in {"select", "textarea"}:
            self.open = None

    def handle_data(self, data: str) -> None:
        if self.open and self.open.kind == "textarea":
            self.open.value += data

    def _read_link(self, href: str) -> None:
        link = urlsplit(urljoin(self.address, href))
        if link.path == urlsplit(self.address).path:
            self.page.parameters |= dict(parse_qsl(link.query))

    def _read_field(self, tag: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text") if tag == "input" else tag
        found = self.form.fields.setdefault(given["name"], Field(given["name"], kind))
        value = given.get("value", "on" if kind == "checkbox" else "")
        if kind in {"radio", "checkbox", "button", "submit"}:
            found.choices.append(value)
        if kind not in {"radio", "checkbox"} or "checked" in given:
            found.value = value
        if tag in {"select", "textarea"}:
            self.open = found

    def _path(self, action: str) -> str:
        target = urlsplit(urljoin(self.address, action))
        return f"{target.path}?{target.query}" if target.query else target.path


def read(address: str, html: str) -> Page:
    """The page that stands at an address. The token against foreign forms is left out: the test client needs none."""
    reader = _Reader(address)
    reader.feed(html)
    for form in reader.page.forms:
        form.fields.pop("csrfmiddlewaretoken", None)
    return reader.page
