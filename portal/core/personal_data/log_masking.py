"""Keeps e-mail addresses, network addresses and addresses that are keys out of the logs."""

import logging
import re

# Each word is read once, also where no address follows: an endless word in an address of the portal must not cost its length
# twice over.
WORD_OR_EMAIL = re.compile(r"[\w.+-]+(@[\w-]+\.[\w.-]+)?")
# Whoever holds one of these may act, or read what is somebody's own: places and tickets of forums, calendars, requests for a
# block, follows.
SECRET_PATH = re.compile(r"/((?:forums/(?:place|tickets|feed|helping)|takedowns|follows)/(?:confirm/)?)[^/\s\"'?]{12,}")
IPV4 = re.compile(r"\b(\d{1,3}\.\d{1,3})\.\d{1,3}\.\d{1,3}\b")


def masked(text: str) -> str:
    """The text with e-mail addresses and secret parts of addresses gone, and the second half of IPv4 addresses gone."""
    without_keys = SECRET_PATH.sub(r"/\1***", text)
    without_emails = WORD_OR_EMAIL.sub(lambda found: "***@***" if found[1] else found[0], without_keys)
    return IPV4.sub(r"\1.x.x", without_emails)


class MaskPersonalData(logging.Formatter):
    """Masks the finished line, traceback included: the database quotes the row that broke a rule."""

    def format(self, record: logging.LogRecord) -> str:
        """The line as it is written."""
        return masked(super().format(record))
