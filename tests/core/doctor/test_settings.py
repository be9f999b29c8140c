"""What the doctor says about settings."""

import pytest

from portal.core.doctor import machine, site
from tests.core.doctor import OK, WARNING, WRONG, only

pytestmark = pytest.mark.django_db


def test_a_demo_and_a_debugger_are_named(settings):
    demo = only(site.mode)
    settings.DEMO_MODE, settings.DEBUG = False, True
    debugged = only(site.mode)
    settings.DEBUG = False

    assert (demo[0], debugged[0], only(site.mode)[0]) == (WARNING, WRONG, OK)


def test_tls_needs_https_and_a_proxy_that_is_believed(real):
    right = only(site.tls)[0]
    real.BEHIND_HTTPS_PROXY = False
    alone = only(site.tls)[0]
    real.SITE_URL = "http://madang.example.org"

    assert (right, alone, only(site.tls)[0]) == (OK, WRONG, WRONG)


@pytest.mark.parametrize(
    ("hosts", "level"),
    [(["madang.example.org", "127.0.0.1"], OK), (["madang.example.org"], WARNING), (["*"], WARNING)],
)
def test_health_checks_need_a_name(real, hosts, level):
    real.ALLOWED_HOSTS = hosts

    assert only(site.hosts)[0] == level


@pytest.mark.parametrize("key", ["5ec7e7" * 12, "x" * 64, "0123456789" * 5])
def test_a_key_with_a_pattern_is_wrong(real, key):
    right = only(machine.secret_keys)[0]
    real.IDENTITY_KEY = key

    assert (right, only(machine.secret_keys)[0]) == (OK, WRONG)


def test_what_others_may_read_and_what_means_nothing_in_the_file_is_named(real, tmp_path):
    missing = only(machine.env_file)[0]
    env_file = tmp_path / ".env"
    env_file.write_text("SECRET_KEY=x\nDATABASE_PASSWORD=x\nPGSSLMODE=require\n")
    env_file.chmod(0o600)
    right = only(machine.env_file)[0]
    env_file.write_text("ALLOWED_HOST=madang.example.org\n")
    misspelt = only(machine.env_file)
    env_file.chmod(0o640)

    assert (missing, right, misspelt[0], only(machine.env_file)[0]) == (OK, OK, WARNING, WRONG)
    assert "ALLOWED_HOST:" in misspelt[1]


def test_what_django_finds_wrong_is_wrong(real):
    right = only(machine.system_checks)[0]
    real.IDENTITY_PROVIDER = "nobody"

    assert right == OK
    assert only(machine.system_checks) == (WRONG, "IDENTITY_PROVIDER: there is no provider named 'nobody'. (accounts.C001)")


def test_somebody_to_turn_to(settings):
    settings.CONTACT_EMAIL = ""
    nobody = only(machine.contact)[0]
    settings.CONTACT_EMAIL = "help@madang.example.org"

    assert (nobody, only(machine.contact)[0]) == (WARNING, OK)
