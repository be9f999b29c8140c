"""The environment and `.env` are read by one reader, in every mix; a first run needs neither."""

import os
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.core.configuration.environment import Listening, load_environment

REAL = {
    "SECRET_KEY": "s" * 40,
    "IDENTITY_KEY": "i" * 40,
    "SITE_URL": "https://madang.example.org",
    "SMTP_URL": "submission://user:p%40ss@smtp.example.org:587",
    "DATABASE_URL": "postgresql://portal:p$x{1}@127.0.0.1:5432/portal",
}
KEYS = {"SECRET_KEY", "IDENTITY_KEY"}
HERE, EVERYWHERE = Listening("127.0.0.1", 8000), Listening("0.0.0.0", 8000)  # noqa: S104 (the case)


@pytest.fixture
def environment(monkeypatch) -> dict[str, str]:
    """An environment in which nobody set anything."""
    variables: dict[str, str] = {}
    monkeypatch.setattr(os, "environ", variables)
    return variables


@pytest.fixture
def env_file(tmp_path) -> Path:
    return tmp_path / ".env"


def write(env_file: Path, variables: dict[str, str]) -> None:
    env_file.write_text("".join(f"{name}={value}\n" for name, value in variables.items()), encoding="utf-8")


def read(environment: dict[str, str]) -> dict[str, str]:
    """What the settings will find, without how it got there."""
    return {name: value for name, value in environment.items() if name not in {"READ_ENV_FILE", "PYTEST_CURRENT_TEST"}}


@pytest.mark.parametrize("listening", [None, HERE, EVERYWHERE, Listening("192.0.2.7", 80)])
@pytest.mark.parametrize(
    "in_file", [set(REAL), set(), KEYS, set(REAL) - KEYS, {"SITE_URL"}], ids=lambda names: "+".join(sorted(names))
)
def test_a_real_configuration_is_the_same_wherever_it_stands_and_never_a_demo(environment, env_file, in_file, listening):
    write(env_file, {name: REAL[name] for name in in_file})
    environment.update({name: value for name, value in REAL.items() if name not in in_file})

    load_environment(env_file, listening=listening)

    assert read(environment) == REAL


def test_the_environment_goes_before_the_file_even_when_it_is_empty(environment, env_file):
    write(env_file, {"SITE_URL": "https://file.example", "DATABASE_URL": "postgresql:///file", "LOG_LEVEL": "DEBUG"})
    environment.update(SITE_URL="https://environment.example", DATABASE_URL="")

    load_environment(env_file)

    assert read(environment) == {"SITE_URL": "https://environment.example", "DATABASE_URL": "", "LOG_LEVEL": "DEBUG"}


def test_the_file_is_read_once(environment, env_file):
    write(env_file, {"LOG_LEVEL": "DEBUG"})
    load_environment(env_file)
    write(env_file, {"LOG_LEVEL": "ERROR", "WEB_WORKERS": "9"})

    load_environment(env_file)

    assert read(environment) == {"LOG_LEVEL": "DEBUG"}


@pytest.mark.parametrize(
    ("listening", "derived"),
    [
        (HERE, {"SITE_URL": "http://127.0.0.1:8000"}),
        (EVERYWHERE, {"SITE_URL": "http://127.0.0.1:8000", "ALLOWED_HOSTS": "*"}),
        (Listening("::", 8000), {"SITE_URL": "http://127.0.0.1:8000", "ALLOWED_HOSTS": "*"}),
        (Listening("192.0.2.7", 80), {"SITE_URL": "http://192.0.2.7:80"}),
        (Listening("::1", 8000), {"SITE_URL": "http://[::1]:8000"}),
        (Listening("127.0.0.1", 8000, is_dev=True), {"SITE_URL": "http://127.0.0.1:8000", "DEBUG": "true"}),
    ],
)
def test_a_first_run_is_a_demo_at_its_own_address(environment, env_file, listening, derived):
    load_environment(env_file, listening=listening)

    assert read(environment) == {"DEMO_MODE": "true"} | derived


def test_nothing_is_derived_for_a_command(environment, env_file):
    load_environment(env_file)

    assert read(environment) == {}


@pytest.mark.parametrize("name", ["SECRET_KEY", "IDENTITY_KEY", "SMTP_URL"])
def test_half_of_a_real_configuration_is_no_demo(environment, env_file, name):
    write(env_file, {name: REAL[name]})

    load_environment(env_file, listening=EVERYWHERE)

    assert read(environment) == {name: REAL[name]}


def test_a_demo_of_a_name_of_its_own_keeps_it(environment, env_file):
    write(env_file, {"DEMO_MODE": "yes", "SITE_URL": "http://demo.example", "ALLOWED_HOSTS": "demo.example"})

    load_environment(env_file, listening=EVERYWHERE)

    assert read(environment) == {"DEMO_MODE": "yes", "SITE_URL": "http://demo.example", "ALLOWED_HOSTS": "demo.example"}


def test_a_file_as_people_write_it(environment, env_file):
    env_file.write_text(
        '# ours\r\n\r\nexport A=1\r\nB="한밭 <x@y.kr>"  # who\r\nC=p$w{x}#y\r\nD=\r\nA=2\r\n', encoding="utf-8-sig"
    )

    load_environment(env_file)

    assert read(environment) == {"A": "2", "B": "한밭 <x@y.kr>", "C": "p$w{x}#y", "D": ""}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"A=1\nSECRET_KEY\n", "line 2 is not NAME=value"),
        (b"A=1\n\n= 5\nB='open\n", "line 3, 4 is not NAME=value"),
        ("MAIL_FROM=한밭".encode("cp949"), "is not UTF-8"),
        ("A=1".encode("utf-16"), "is not UTF-8"),
    ],
)
def test_a_file_that_cannot_be_understood_is_refused(environment, env_file, content, said):
    env_file.write_bytes(content)

    with pytest.raises(ImproperlyConfigured, match=said):
        load_environment(env_file)


def test_a_file_that_cannot_be_read_is_named(environment, env_file):
    env_file.mkdir()

    with pytest.raises(ImproperlyConfigured, match=r"\.env cannot be read: Is a directory"):
        load_environment(env_file)
