"""Tickets: what proves at the door that somebody has a seat. Signed, and bound to one forum, one registration and one version.

A ticket is `HM1.<forum>.<registration>.<version>.<signature>`; the signature is the first 132 bits of an HMAC-SHA256
(RFC 2104) under a key made from SECRET_KEY, in base64url (RFC 4648, section 5). Its QR code holds the address of the
ticket's page, so that any phone can read it. Pure but for the key.
"""

import base64
import re
from dataclasses import dataclass
from typing import Protocol

import segno
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.safestring import SafeString, mark_safe

SALT = "portal.forums.ticket"
LETTERS = 22
SHAPE = re.compile(r"HM1\.(\d{1,18})\.(\d{1,18})\.(\d{1,4})\.([A-Za-z0-9_-]{22})", re.ASCII)


@dataclass(frozen=True)
class Ticket:
    """What a genuine ticket says."""

    forum_id: int
    registration_id: int
    version: int


class Ticketed(Protocol):
    """What a ticket is made of: a registration."""

    pk: int
    forum_id: int
    ticket_version: int


def ticket_token(registration: Ticketed) -> str:
    """The ticket of a registration as it is now."""
    return _signed(f"HM1.{registration.forum_id}.{registration.pk}.{registration.ticket_version}")


def read_ticket(shown: str) -> Ticket | None:
    """The ticket in what was shown, be it the ticket alone or the address in its QR code; None for anything else,
    forgeries included.
    """
    found = SHAPE.search(shown)
    if not found:
        return None
    body = found.group().rpartition(".")[0]
    if not constant_time_compare(_signed(body), found.group()):
        return None
    return Ticket(*(int(number) for number in found.groups()[:3]))


def qr_code(address: str) -> SafeString:
    """The QR code (ISO/IEC 18004, error correction M) as SVG without a style, sharp at every size."""
    code = segno.make(address, error="m", micro=False, boost_error=False)
    drawing = code.svg_inline(omitsize=True, svgclass="ticket__code", lineclass=None, border=4)
    return mark_safe(drawing)  # noqa: S308 (segno's own drawing)


def _signed(body: str) -> str:
    digest = salted_hmac(SALT, body, algorithm="sha256").digest()
    return f"{body}.{base64.urlsafe_b64encode(digest).decode()[:LETTERS]}"
