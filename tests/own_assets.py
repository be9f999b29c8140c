"""What a browser would load for a page by itself, and whether all of it is the portal's own."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse

# What a browser loads, or sends a form to, without anybody following a link.
LOADING = {
    "src",
    "srcset",
    "poster",
    "data",
    "background",
    "action",
    "formaction",
    "manifest",
    "hx-get",
    "hx-post",
    "ping",
    "xlink:href",
}
OF_STYLES = re.compile(r"""(?:url\(|@import)\s*["']?\s*([^"')\s]+)""", re.IGNORECASE)
OF_SCRIPTS = re.compile(
    r"""(?:fetch|import|importScripts|WebSocket|EventSource|\.src\s*=|\.open\()\W*["'`](?:https?:|wss?:)?//"""
)
ONLY = {"'self'", "'none'", "data:"}
# What a page says about itself, and asks nothing of.
SPOKEN_OF = {"canonical", "alternate"}


class _Loaded(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        names = LOADING | ({"href"} if self._is_loaded(tag, given) else set())
        self.found += [part for name in names & given.keys() for part in given[name].replace(",", " ").split()]
        self.found += OF_STYLES.findall(given.get("style", ""))

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "style":
            self.found += OF_STYLES.findall(data)

    @staticmethod
    def _is_loaded(tag: str, given: dict[str, str]) -> bool:
        return tag in {"base", "use", "image"} or (tag == "link" and not SPOKEN_OF & {*given.get("rel", "").split()})


def loaded_by(page: str) -> list[str]:
    """Addresses, as they stand in the page."""
    parser = _Loaded()
    parser.feed(page)
    return parser.found


def is_foreign(address: str) -> bool:
    """Whether it leads to another host."""
    host = urlsplit(address).netloc
    return bool(host) and host not in {"testserver", urlsplit(settings.SITE_URL).netloc}


def foreign_in(answer: HttpResponse, page: str) -> list[str]:
    """What leads elsewhere in an answer: in the page, or let in by its content security policy."""
    if "text/html" not in answer.get("Content-Type", ""):
        return []
    policy = answer.get("Content-Security-Policy", "no policy")
    let_in = [word for rule in policy.split(";") for word in rule.split()[1:] if word not in ONLY]
    return [address for address in loaded_by(page) if is_foreign(address)] + let_in
