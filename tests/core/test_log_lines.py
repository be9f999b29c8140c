"""The lines of the log: one each, with time and zone, and nobody writes a line of their own."""

import logging
import re
import sys

import pytest

from portal.core.personal_data.log_masking import MaskPersonalData
from tests.factories import make_citizen

FORMATTER = MaskPersonalData("%(asctime)s %(levelname)s %(name)s %(message)s")


def line(message: str, *arguments: object, **extra: object) -> str:
    record = logging.LogRecord("portal.test", logging.WARNING, __file__, 1, message, arguments, None)
    for name, value in extra.items():
        setattr(record, name, value)
    return FORMATTER.format(record)


def test_a_line_says_when_with_its_zone():
    at = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d"

    assert re.fullmatch(rf"{at} WARNING portal\.test Not found: /a", line("Not found: %s", "/a"))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\x85", "\u2028", "\x1b[2K", "\0"])
def test_nobody_writes_a_line_of_their_own(end):
    written = line("Not found: %s", f"/a{end}2026-11-30 INFO all is well")

    assert len(written.splitlines()) == 1
    assert end not in written


def test_an_error_of_ours_keeps_its_traceback():
    try:
        int("kim@example.org\nsecond line")
    except ValueError:
        written = line("failed", exc_info=sys.exc_info())

    assert "Traceback (most recent call last):\n" in written
    assert "kim@example.org" not in written


@pytest.mark.django_db
def test_a_refusal_is_a_line(client, caplog):
    client.force_login(make_citizen())
    refused = client.get("/answers/desk/")

    said = [record.getMessage() for record in caplog.records if record.name == "django.request"]
    assert (refused.status_code, said) == (403, ["Forbidden (Permission denied): /answers/desk/"])
