"""Says no to settings that cannot be right, to all of them at once."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.http.request import validate_host
from environs import Env, EnvValidationError

SHORTEST_SECRET = 32
NEW_KEY = "write the output of: openssl rand -hex 32"
# What environs says, in words that say what to write.
WORDS = {"Not a valid boolean.": "write true or false.", "Not a valid integer.": "write a whole number."}

Values = Mapping[str, Any]
Rule = Callable[..., str]


class ImpossibleSettings(ImproperlyConfigured):
    """The text names every wrong variable and what to write, one a line."""

    def __init__(self, wrong: Mapping[str, str]) -> None:
        lines = [f"  {name}: {sentence}" for name, sentence in sorted(wrong.items())]
        head = "One setting cannot be right:" if len(lines) == 1 else f"{len(lines)} settings cannot be right:"
        super().__init__("\n".join([head, *lines]))


class Environment(Env):
    """Reads variables with their types, and tells of every wrong one when it is sealed."""

    def __init__(self) -> None:
        super().__init__(eager=False)

    def seal(self) -> None:
        """Raises ImpossibleSettings: what has the wrong type or shape, and what contradicts something else."""
        wrong: dict[str, str] = {}
        try:
            super().seal()
        except EnvValidationError as error:
            found = error.error_messages
            wrong = {} if isinstance(found, list) else {name: _sentence(messages) for name, messages in found.items()}
        if wrong := contradictions(self.dump(), wrong):
            raise ImpossibleSettings(wrong)


def _sentence(messages: Any) -> str:
    first = messages[0] if isinstance(messages, list) else str(messages)
    return WORDS.get(first, first)


def contradictions(values: Values, wrong: Mapping[str, str] | None = None) -> dict[str, str]:
    """By name what cannot be right; `wrong` is known already, and nothing is concluded from it."""
    found = dict(wrong or {})
    for names, rule in RULES:
        if not any(name in found for name in names) and (sentence := rule(*(values[name] for name in names))):
            found[names[0]] = sentence
    return found


def _demo_beside_keys(is_demo: bool, secret_key: str, identity_key: str) -> str:
    return (
        "it may not be on where SECRET_KEY or IDENTITY_KEY is set: take one of them away."
        if is_demo and (secret_key or identity_key)
        else ""
    )


def _weak(key: str, is_demo: bool) -> str:
    if is_demo or len(key) >= SHORTEST_SECRET:
        return ""
    return f"it is missing or shorter than {SHORTEST_SECRET} characters: {NEW_KEY} (or set DEMO_MODE=true)."


def _same(identity_key: str, secret_key: str) -> str:
    return f"it is the same as SECRET_KEY: {NEW_KEY}." if identity_key and identity_key == secret_key else ""


def _no_site(site_url: str, is_demo: bool) -> str:
    return "" if is_demo or site_url else "it is missing: write the address that people type, such as https://madang.example.org."


def _plain_behind_tls(site_url: str, is_behind_https_proxy: bool) -> str:
    if is_behind_https_proxy and site_url.startswith("http://"):
        return "it begins with http://, yet BEHIND_HTTPS_PROXY is on: write https://."
    return ""


def _not_answered(site_url: str, allowed_hosts: list[str]) -> str:
    host = _host(site_url)
    if not host or validate_host(host, allowed_hosts):
        return ""
    return (
        f"its host is not among ALLOWED_HOSTS, so nobody would get a page: write ALLOWED_HOSTS={host},127.0.0.1 or leave it out."
    )


def _every_host(allowed_hosts: list[str], is_demo: bool) -> str:
    if is_demo or "*" not in allowed_hosts:
        return ""
    return "* answers to every name, which works in demo mode only: write the host of SITE_URL and 127.0.0.1, or leave it out."


def _no_mail(smtp_url: str, is_demo: bool) -> str:
    missing = (
        "it is missing, and without mail nobody can sign in: write submission://user:password@host:587 (or set DEMO_MODE=true)."
    )
    return "" if is_demo or smtp_url else missing


# The first name is the one to change.
RULES: tuple[tuple[tuple[str, ...], Rule], ...] = (
    (("DEMO_MODE", "SECRET_KEY", "IDENTITY_KEY"), _demo_beside_keys),
    (("SECRET_KEY", "DEMO_MODE"), _weak),
    (("IDENTITY_KEY", "DEMO_MODE"), _weak),
    (("IDENTITY_KEY", "SECRET_KEY"), _same),
    (("SITE_URL", "DEMO_MODE"), _no_site),
    (("SITE_URL", "BEHIND_HTTPS_PROXY"), _plain_behind_tls),
    (("SITE_URL", "ALLOWED_HOSTS"), _not_answered),
    (("ALLOWED_HOSTS", "DEMO_MODE"), _every_host),
    (("SMTP_URL", "DEMO_MODE"), _no_mail),
)


def hosts_of(site_url: str | None) -> list[str]:
    """The hosts that are answered where nobody names them: that of the site, and this machine for health checks."""
    return list(dict.fromkeys([*([_host(site_url)] if site_url and _host(site_url) else []), "127.0.0.1", "localhost", "[::1]"]))


def _host(site_url: str) -> str:
    """The host as a request names it, without its port."""
    host = urlsplit(site_url).hostname or ""
    return f"[{host}]" if ":" in host else host
