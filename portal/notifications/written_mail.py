"""Reads the messages that Django's file backend wrote: several to a file, each followed by a line of 79 dashes."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

SEPARATOR = b"\n" + b"-" * 79 + b"\n"
LINK = re.compile(r"https?://[^\s<>\"']+")


@dataclass(frozen=True)
class WrittenMail:
    """One message: where it lies, and what stands in it."""

    name: str
    recipient: str
    subject: str
    body: str
    attachments: tuple[str, ...]
    written_at: datetime


def written_mail(folder: str | Path) -> list[WrittenMail]:
    """Every message in the folder, newest first; none if the folder does not exist yet."""
    files = sorted(Path(folder).glob("*.log"), key=lambda path: (path.stat().st_mtime_ns, path.name))
    return [mail for path in reversed(files) for mail in reversed(_messages(path))]


def linked(body: str, *, site_url: str) -> SafeString:
    """The text, escaped, with links into this portal made clickable: the same path, on the host that shows the page."""
    parts, end = [], 0
    for match in LINK.finditer(body):
        address = match.group().rstrip(".,)")
        path = address.removeprefix(site_url.rstrip("/"))
        if path == address or not path.startswith("/"):
            continue
        parts += [escape(body[end : match.start()]), format_html('<a href="{}">{}</a>', path, address)]
        end = match.start() + len(address)
    return mark_safe("".join([*parts, escape(body[end:])]))  # noqa: S308 (every part is escaped)


def _messages(path: Path) -> list[WrittenMail]:
    texts = [text for text in path.read_bytes().split(SEPARATOR) if text.strip()]
    return [_read(text, f"{path.stem}-{number}", path) for number, text in enumerate(texts)]


def _read(text: bytes, name: str, path: Path) -> WrittenMail:
    message = message_from_bytes(text, policy=policy.default)
    body = message.get_body(("plain",))
    return WrittenMail(
        name=name,
        recipient=str(message["To"]),
        subject=str(message["Subject"]),
        body=body.get_content() if body else "",
        attachments=tuple(part.get_filename() or "" for part in message.iter_attachments()),
        written_at=datetime.fromtimestamp(path.stat().st_mtime, tz=UTC),
    )
