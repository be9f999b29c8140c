"""Settings that cannot be right are refused at the start, all at once, each with what to write instead."""

import os
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from portal.core.configuration.sealing import ImpossibleSettings

ROOT = Path(__file__).resolve().parent.parent.parent
REAL = {
    "READ_ENV_FILE": "false",
    "SECRET_KEY": "s" * 40,
    "IDENTITY_KEY": "i" * 40,
    "SITE_URL": "https://madang.example.org",
    "BEHIND_HTTPS_PROXY": "true",
    "SMTP_URL": "submission://user:p%40ss@smtp.example.org:587",
}
PUBLIC = {name: REAL[name] for name in ("SITE_URL", "BEHIND_HTTPS_PROXY")}


@pytest.fixture
def settings_of(monkeypatch, tmp_path):
    """The settings as they are under these variables."""

    def read(variables: dict[str, str]) -> dict[str, Any]:
        monkeypatch.setattr(os, "environ", {"PORTAL_DATA_DIR": str(tmp_path)} | variables)
        return runpy.run_path(str(ROOT / "portal" / "settings.py"))

    return read


@pytest.fixture
def refused(settings_of):
    """By name what a start says to these variables."""

    def ask(variables: dict[str, str]) -> dict[str, str]:
        try:
            settings_of(variables)
        except ImpossibleSettings as refusal:
            lines = str(refusal).splitlines()[1:]
            return {name: sentence for name, _colon, sentence in (line.strip().partition(": ") for line in lines)}
        return {}

    return ask


def test_a_real_configuration_is_taken_and_answers_to_its_own_name(settings_of):
    settings = settings_of(REAL)

    assert settings["ALLOWED_HOSTS"] == ["madang.example.org", "127.0.0.1", "localhost", "[::1]"]
    assert (settings["DEMO_MODE"], settings["SESSION_COOKIE_SECURE"], settings["SECURE_HSTS_SECONDS"]) == (
        False,
        True,
        31_536_000,
    )


@pytest.mark.parametrize(
    "right",
    [
        {"SITE_URL": "https://madang.example.org/"},
        {"SITE_URL": "https://[2001:db8::7]:8443"},
        {"SITE_URL": "http://127.0.0.1:8000", "BEHIND_HTTPS_PROXY": "false"},
        {"ALLOWED_HOSTS": ".example.org, 127.0.0.1"},
        {"CSRF_TRUSTED_ORIGINS": "https://madang.example.org, https://*.example.org"},
        {"MAIL_FROM": "한밭마당 <no-reply@madang.example.org>"},
        {"MAIL_FROM": "no-reply@localhost"},
        {"MAIL_FROM": '"Madang, Hanbat" <no-reply@madang.example.org>'},
        {"CONTACT_EMAIL": "", "SOURCE_CODE_URL": ""},
        {"AUDIT_WITNESSES": "council@example.org, press@example.org"},
        {"SMTP_URL": "smtp://127.0.0.1"},
        {"SMTP_URL": "smtp://user:p%2Fss@smtp.example.org:465/?ssl=true"},
        {"DATABASE_URL": "postgresql:///portal"},
        {"DATABASE_URL": "postgres://portal:p%40ss@[::1]:5432/portal?sslmode=verify-full&application_name=web"},
        {"DATABASE_URL": "postgresql://portal@%2Frun%2Fpostgresql:5432/portal"},
        {"CACHE_URL": "rediss://:secret@cache.example.org:6379/1"},
        {"CACHE_URL": "unix:///run/valkey.sock"},
        {"DISTRICTS": "north=북구/Buk-gu, south = 남구/Nam-gu"},
        {"WEB_WORKERS": "1", "WEB_THREADS": "1", "DATABASE_POOL_SIZE": "1", "ANSWER_THRESHOLD": "1"},
    ],
    ids=str,
)
def test_what_can_be_right_is_taken(refused, right):
    assert refused(REAL | right) == {}


@pytest.mark.parametrize("name", ["SECRET_KEY", "IDENTITY_KEY", "SITE_URL", "SMTP_URL"])
def test_production_needs_four_variables(refused, name):
    without = {key: value for key, value in REAL.items() if key != name}

    assert list(refused(without)) == list(refused(without | {name: ""})) == [name]
    assert "missing" in refused(without)[name]


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("SECRET_KEY", "s" * 31, "openssl rand -hex 32"),
        ("IDENTITY_KEY", "s" * 40, "the same as SECRET_KEY"),
        ("DEMO_MODE", "true", "SECRET_KEY"),
        ("DEMO_MODE", "perhaps", "true or false"),
        ("SITE_URL", "madang", "https://madang.example.org"),
        ("SITE_URL", "https://", "https://madang.example.org"),
        ("SITE_URL", "ftp://madang.example.org", "https://madang.example.org"),
        ("SITE_URL", "https://madang.example.org/portal", "scheme and host alone"),
        ("SITE_URL", "https://madang.example.org:https", "scheme and host alone"),
        ("SITE_URL", "https://user@madang.example.org", "scheme and host alone"),
        ("SITE_URL", "https://madang example.org", "scheme and host alone"),
        ("SITE_URL", "https://madang.example.org\nX: y", "scheme and host alone"),
        ("SITE_URL", "https://한밭.kr", "xn--"),
        ("SITE_URL", "http://madang.example.org", "BEHIND_HTTPS_PROXY"),
        ("ALLOWED_HOSTS", "", "the host of SITE_URL"),
        ("ALLOWED_HOSTS", "*", "demo mode only"),
        ("ALLOWED_HOSTS", "https://madang.example.org", "without scheme"),
        ("ALLOWED_HOSTS", "madang.example.org:443", "without scheme, port"),
        ("ALLOWED_HOSTS", "::1,madang.example.org", "[::1]"),
        ("CSRF_TRUSTED_ORIGINS", "madang.example.org", "https://madang.example.org"),
        ("BEHIND_HTTPS_PROXY", "nginx", "true or false"),
        ("MAIL_FROM", "한밭마당\nBcc: everybody@example.org <no-reply@example.org>", "one line"),
        ("MAIL_FROM", "한밭마당", "<no-reply@madang.example.org>"),
        ("MAIL_FROM", "", "<no-reply@madang.example.org>"),
        ("MAIL_FROM", "a@example.org, b@example.org", "one line"),
        ("CONTACT_EMAIL", "help", "help@madang.example.org"),
        ("AUDIT_WITNESSES", "council@example.org, press", "help@madang.example.org"),
        ("SOURCE_CODE_URL", "javascript:alert(1)", "https://"),
        ("SMTP_URL", "smtp.example.org:587", "submission://"),
        ("SMTP_URL", "console://", "submission://"),
        ("SMTP_URL", "smtps://smtp.example.org", "?ssl=true"),
        ("SMTP_URL", "submission://smtp.example.org:post", "submission://"),
        ("SMTP_URL", "submission://user@smtp.example.org", "user:password@"),
        ("SMTP_URL", "submission://user:pa/ss@smtp.example.org", "%2F"),
        ("SMTP_URL", "submission://user:pa#ss@smtp.example.org", "%23"),
        ("SMTP_URL", "smtp://smtp.example.org/?starttls=yes", "?ssl=true"),
        ("DATABASE_URL", "sqlite:///portal.db", "PostgreSQL only"),
        ("DATABASE_URL", "postgresql://portal:secret@127.0.0.1", "/name"),
        ("DATABASE_URL", "postgresql://portal:pa/ss@127.0.0.1:5432/portal", "%2F"),
        ("DATABASE_URL", "postgresql://portal@127.0.0.1/portal?sslmod=require", "/name"),
        ("CACHE_URL", "memcached://127.0.0.1", "redis://"),
        ("CACHE_URL", "redis://", "redis://"),
        ("CACHE_URL", "redis://127.0.0.1/first", "redis://"),
        ("WEB_WORKERS", "0", "from 1 to"),
        ("WEB_WORKERS", "many", "whole number"),
        ("WEB_THREADS", "-1", "from 1 to"),
        ("DATABASE_POOL_SIZE", "0", "from 1 to"),
        ("DATABASE_PAGE_SECONDS", "-1", "from 0 to"),
        ("DATABASE_LOCK_SECONDS", "-1", "from 0 to"),
        ("DATABASE_COMMAND_SECONDS", "forever", "whole number"),
        ("MODERATION_APPEAL_DAYS", "0", "from 1 to"),
        ("MODERATION_APPEAL_WINDOW_DAYS", "0", "from 1 to"),
        ("MODERATION_REVIEW_HOURS", "0", "from 1 to"),
        ("MODERATION_REVIEW_WEIGHT", "0", "from 1 to"),
        ("ANSWER_THRESHOLD", "0", "from 1 to"),
        ("LOG_LEVEL", "verbose", "DEBUG, INFO"),
        ("DISTRICTS", "dong", "key=Korean name/English name"),
        ("PUBLIC_OFFICE_NUMBERS", "042-270,city", "042-270"),
    ],
)
def test_what_cannot_be_right_is_refused_with_what_to_write(refused, name, value, advice):
    found = refused(REAL | {name: value})

    assert list(found) == [name]
    assert advice in found[name]


def test_a_site_that_its_own_hosts_leave_out_is_refused(refused):
    found = refused(REAL | {"ALLOWED_HOSTS": "127.0.0.1,localhost"})

    assert found == {
        "SITE_URL": "its host is not among ALLOWED_HOSTS, so nobody would get a page: "
        "write ALLOWED_HOSTS=madang.example.org,127.0.0.1 or leave it out."
    }


@pytest.mark.parametrize("name", ["SMTP_URL", "DATABASE_URL", "CACHE_URL"])
def test_no_refusal_repeats_a_password(refused, name):
    assert "hunter2" not in refused(REAL | {name: "wrong://user:hunter2/@127.0.0.1:x"})[name]


def test_a_demo_may_answer_to_every_name_and_needs_nothing(refused):
    assert refused({"READ_ENV_FILE": "false", "DEMO_MODE": "true", "ALLOWED_HOSTS": "*"}) == {}


@pytest.mark.parametrize("command", [["manage.py", "appoint"], ["-m", "portal.launch.serve"]])
def test_commands_and_make_run_say_all_of_it_at_once_without_a_traceback(command):
    variables = {**os.environ, **REAL, "DEMO_MODE": "false", "SITE_URL": "madang", "WEB_WORKERS": "0", "MAIL_FROM": "nobody"}

    result = subprocess.run([sys.executable, *command], cwd=ROOT, env=variables, capture_output=True, text=True, check=False)

    said = result.stderr.splitlines()
    assert (result.returncode, "Traceback" in result.stderr) == (1, False)
    assert [line.strip().partition(":")[0] for line in said[1:]] == ["MAIL_FROM", "SITE_URL", "WEB_WORKERS"]
    assert said[0].endswith("3 settings cannot be right:")
