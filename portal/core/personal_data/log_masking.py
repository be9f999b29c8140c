"""Keeps e-mail addresses, network addresses and addresses that are keys out of the logs."""

import logging
import re
from datetime import UTC, datetime

# Each word is read once, also where no address follows: an endless word in an address of the portal must not cost its length
# twice over.
WORD_OR_EMAIL = re.compile(r"[\w.+-]+(@[\w-]+\.[\w.-]+)?")
# Whoever holds one of these may act, or read what is somebody's own: places and tickets of forums, calendars, requests for a
# block, follows.
SECRET_PATH = re.compile(r"/((?:forums/(?:place|tickets|feed|helping)|takedowns|follows)/(?:confirm/)?)[^/\s\"'?]{12,}")
# What ends a line or moves a terminal: C0, DEL, C1, the separators of Unicode.
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
IPV4 = re.compile(r"\b(\d{1,3}\.\d{1,3})\.\d{1,3}\.\d{1,3}\b")


def masked(text: str) -> str:
    """The text with e-mail addresses and secret parts of addresses gone, and the second half of IPv4 addresses gone."""
    without_keys = SECRET_PATH.sub(r"/\1***", text)
    without_emails = WORD_OR_EMAIL.sub(lambda found: "***@***" if found[1] else found[0], without_keys)
    return IPV4.sub(r"\1.x.x", without_emails)


class MaskPersonalData(logging.Formatter):
    """Masks the finished line, traceback included: the database quotes the row that broke a rule.

    A message is one line: what would begin another one is written as an escape, so that nobody puts lines into the log.
    """

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802 (as logging calls it)
        """When, with the zone of the server: `2026-11-30T14:05:39.123+09:00`."""
        return datetime.fromtimestamp(record.created, tz=UTC).astimezone().isoformat(timespec="milliseconds")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 (as logging calls it)
        """The line without the traceback."""
        return CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), super().formatMessage(record))

    def format(self, record: logging.LogRecord) -> str:
        """The line as it is written."""
        return masked(super().format(record))
