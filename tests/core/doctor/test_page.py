"""The page of the doctor, and its exit status."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from portal.core import doctor

pytestmark = pytest.mark.django_db


@pytest.fixture
def checks(monkeypatch):
    """No check but those that a test declares."""
    declared: dict[str, doctor.Check] = {}
    monkeypatch.setattr(doctor, "_checks", declared)
    return declared


def test_warnings_alone_are_no_failure(checks):
    checks |= {"disk": lambda _asked: [doctor.ok("disk", "fine"), doctor.warning("disk", "small")]}
    page = StringIO()

    call_command("doctor", stdout=page)

    assert page.getvalue().splitlines()[1:] == [
        "ok       disk            fine",
        "warning  disk            small",
        "1 ok, 1 warnings, 0 wrong.",
    ]


def test_what_would_hurt_is_a_failure_and_keeps_no_other_check_from_being_asked(checks):
    def broken(_asked):
        raise RuntimeError("no such thing")

    checks |= {"first": broken, "second": lambda _asked: [doctor.ok("second", "fine")]}
    page = StringIO()

    with pytest.raises(CommandError, match="1 ok, 0 warnings, 1 wrong"):
        call_command("doctor", stdout=page)

    assert "RuntimeError: no such thing" in page.getvalue()
    assert "fine" in page.getvalue()


def test_an_address_that_is_none_is_refused():
    with pytest.raises(CommandError, match="--mail-to"):
        call_command("doctor", mail_to="nobody")


def test_every_package_has_its_say():
    assert {"mode", "database", "cache", "mail", "identity", "second factor"} <= set(doctor._checks)
