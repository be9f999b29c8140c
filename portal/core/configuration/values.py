"""What one variable may say. Each check raises ValidationError with what to write instead; no check repeats a password."""

import re
from collections.abc import Callable, Collection, Iterable
from email.utils import getaddresses
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ValidationError as NoAddress
from django.core.validators import validate_email
from environs import ValidationError

PASSWORDS = "write @ : / ? # % of a password as %40 %3A %2F %3F %23 %25"
HOST_NAME = re.compile(r"\.?(?!-)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*", re.IGNORECASE)
MAIL_SERVER = "write submission://user:password@host:587 (STARTTLS) or smtp://user:password@host:465/?ssl=true"
DATABASE_SERVER = "write postgresql://user:password@host:5432/name"
CACHE_SERVER = "write redis://host:6379/0 (or rediss:// for TLS)"

Check = Callable[[str], None]


def between(lowest: int, highest: int) -> Callable[[int], None]:
    """A check of a whole number."""

    def check(number: int) -> None:
        if not lowest <= number <= highest:
            raise ValidationError(f"{number} cannot be right: write a whole number from {lowest} to {highest}.")

    return check


def one_of(*allowed: str) -> Check:
    """A check of a choice."""

    def check(value: str) -> None:
        if value not in allowed:
            raise ValidationError(f"{value!r} is unknown: write one of {', '.join(allowed)}.")

    return check


def site_url(value: str) -> None:
    """Scheme, host, perhaps a port, and nothing else: the portal stands at the root of its host."""
    parts = _parts(value)
    is_address = parts and parts.scheme in {"http", "https"} and parts.hostname and HOST_NAME.fullmatch(parts.hostname)
    is_ipv6 = parts and re.fullmatch(r"\[[0-9a-f:]+\](:\d+)?", parts.netloc)
    if not parts or not (is_address or is_ipv6) or parts.scheme not in {"http", "https"} or _has_more_than_a_host(parts):
        raise ValidationError(
            f"{value!r} is no address of a site: write scheme and host alone, such as https://madang.example.org "
            "(a Korean name as xn--…)."
        )


def _has_more_than_a_host(parts: SplitResult) -> bool:
    return bool(parts.path.strip("/") or parts.query or parts.fragment or parts.username is not None)


def host_names(values: Collection[str]) -> None:
    """Names or addresses without scheme and port; `*` is every host, `.example.org` all below one."""
    if not values:
        raise ValidationError("no host is named: write the host of SITE_URL, and 127.0.0.1 for health checks.")
    wrong = [
        value
        for value in values
        if value != "*" and not HOST_NAME.fullmatch(value) and not re.fullmatch(r"\[[0-9a-f:]+\]", value)
    ]
    if wrong:
        raise ValidationError(
            f"{', '.join(map(repr, wrong))}: write host names alone, without scheme, port and path ([::1] for IPv6)."
        )


def origins(values: Iterable[str]) -> None:
    """Scheme and host each."""
    for value in values:
        site_url(value.replace("://*.", "://", 1))


def mail_sender(value: str) -> None:
    """One address, with or without a name, on one line."""
    found = [address for _name, address in getaddresses([value])] if value.isprintable() else []
    if len(found) != 1 or not _is_mail_address(found[0]):
        raise ValidationError(f'{value!r} is no sender: write one line, such as "한밭마당 <no-reply@madang.example.org>".')


def mail_address(value: str) -> None:
    """One address, or none."""
    if value and not _is_mail_address(value):
        raise ValidationError(f"{value!r} is no e-mail address: write one such as help@madang.example.org, or nothing.")


def mail_addresses(given: list[str]) -> None:
    """Any number of addresses."""
    for value in given:
        mail_address(value or "?")


def _is_mail_address(value: str) -> bool:
    try:
        validate_email(value)
    except NoAddress:
        return False
    return True


def web_address(value: str) -> None:
    """An http address, or none."""
    parts = _parts(value)
    if value and not (
        parts and parts.scheme in {"http", "https"} and parts.hostname and value.isprintable() and " " not in value
    ):
        raise ValidationError(f"{value!r} is no address: write one that begins with https://, or nothing.")


def mail_server(value: str) -> None:
    """What `mail_settings` can read; user and password together or not at all."""
    parts = _parts(value)
    is_server = (
        parts and parts.scheme in {"smtp", "submission"} and parts.hostname and not parts.fragment and not parts.path.strip("/")
    )
    if value and not (parts and is_server and (parts.username is None) == (parts.password is None)):
        raise ValidationError(f"this is no mail server: {MAIL_SERVER}; {PASSWORDS}.")
    if parts and not re.fullmatch(r"(?:(?:ssl|tls)=(?:true|false)&?)*", parts.query):
        raise ValidationError(f"what follows the ? is unknown: {MAIL_SERVER}.")


def database_server(value: str) -> None:
    """What PostgreSQL's own library can read, with the name of a database."""
    if not value:
        return
    # Both are needed here only, and make a third of the time that reading the settings takes.
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    parts = _parts(value)
    if not parts or parts.scheme not in {"postgres", "postgresql"}:
        raise ValidationError(f"the portal runs on PostgreSQL only: {DATABASE_SERVER}; {PASSWORDS}.")
    try:
        is_named = bool(conninfo_to_dict(value).get("dbname"))
    except ProgrammingError:
        is_named = False
    if not is_named:
        raise ValidationError(f"this is no database: {DATABASE_SERVER}; {PASSWORDS}.")


def cache_server(value: str) -> None:
    """What the client of Redis can read."""
    parts = _parts(value)
    is_server = parts and parts.scheme in {"redis", "rediss"} and parts.hostname and re.fullmatch(r"/?\d*", parts.path)
    is_socket = parts and parts.scheme == "unix" and parts.path
    if value and not is_server and not is_socket:
        raise ValidationError(f"this is no cache server: {CACHE_SERVER}; {PASSWORDS}.")


def district_pairs(values: Iterable[str]) -> None:
    """`key=Korean name/English name`; keys become part of rows."""
    wrong = [value for value in values if not re.fullmatch(r"\s*[a-z][a-z0-9_-]{0,29}\s*=\s*[^/=]+/[^/=]+", value)]
    if wrong:
        raise ValidationError(f"{', '.join(map(repr, wrong))}: write key=Korean name/English name for each, parted by commas.")


def number_beginnings(values: Iterable[str]) -> None:
    """Digits and hyphens."""
    if wrong := [value for value in values if not re.fullmatch(r"[0-9][0-9-]*", value)]:
        raise ValidationError(f"{', '.join(map(repr, wrong))}: write how telephone numbers begin, such as 042-270.")


def backup_key(value: str) -> None:
    """A public key of age (age-encryption.org/v1)."""
    if value and not re.fullmatch(r"age1[02-9ac-hj-np-z]{58}", value.strip()):
        raise ValidationError("this is no public key: it begins with age1, and `manage.py backup --make-key FILE` makes one.")


def _parts(value: str) -> SplitResult | None:
    """The parts of a URL; None for what is none, a wrong port included."""
    try:
        parts = urlsplit(value)
        _port = parts.port
    except ValueError:
        return None
    return parts if value.isprintable() and " " not in value else None
