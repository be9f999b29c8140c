"""Production starts with its secrets or not at all; demo mode never runs beside them."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.core.configuration import Secrets, data_directory, database_settings, mail_settings
from portal.core.personal_data.log_masking import masked

LONG = "x" * 40


def test_production_needs_both_secrets(tmp_path):
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY"):
        Secrets.read(secret_key="", identity_key=LONG, is_demo=False, data_dir=tmp_path)
    with pytest.raises(ImproperlyConfigured, match="IDENTITY_KEY"):
        Secrets.read(secret_key=LONG, identity_key="short", is_demo=False, data_dir=tmp_path)


def test_demo_mode_refuses_to_run_beside_real_secrets(tmp_path):
    with pytest.raises(ImproperlyConfigured, match="DEMO_MODE"):
        Secrets.read(secret_key=LONG, identity_key="", is_demo=True, data_dir=tmp_path)


def test_demo_secrets_are_made_once_and_kept_private(tmp_path):
    first, second = [Secrets.read(secret_key="", identity_key="", is_demo=True, data_dir=tmp_path) for _ in range(2)]

    assert first == second
    assert first.secret_key != first.identity_key
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


def test_only_postgresql_will_do(tmp_path):
    with pytest.raises(ImproperlyConfigured, match="PostgreSQL"):
        database_settings("sqlite:///portal.db", data_dir=tmp_path, pool_size=4)


def test_production_needs_a_mail_server(tmp_path):
    with pytest.raises(ImproperlyConfigured, match="SMTP_URL"):
        mail_settings("", is_demo=False)

    server = mail_settings("submission://user:secret@mail.example.org:587", is_demo=False)

    assert (server["EMAIL_HOST"], server["EMAIL_PORT"], server["EMAIL_USE_TLS"]) == ("mail.example.org", 587, True)


def test_the_data_of_an_ordinary_user_lies_in_the_checkout(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    assert data_directory(None, checkout=tmp_path) == tmp_path / "var"
    assert data_directory(tmp_path / "elsewhere", checkout=tmp_path) == tmp_path / "elsewhere"


def test_the_data_of_root_lies_where_others_may_pass(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)

    assert data_directory(None, checkout=tmp_path).parent.as_posix() == "/var/lib/hanbat-madang"


def test_settings_say_every_bad_variable_at_once():
    environment = {**os.environ, "WEB_WORKERS": "many", "DEBUG": "perhaps"}
    result = subprocess.run(
        [sys.executable, "-c", "import portal.settings"], env=environment, capture_output=True, text=True, check=False
    )

    assert "WEB_WORKERS" in result.stderr
    assert "DEBUG" in result.stderr


def test_logs_hold_no_addresses():
    assert masked("mail to kim.minji@example.org from 203.0.113.77") == "mail to ***@*** from 203.0.x.x"


def test_an_address_right_behind_another_one_is_masked_too_and_what_is_none_stays():
    assert masked("a@b.kr+c@d.kr, e@f, @g.kr, 9.99+9") == "***@******@***, e@f, @g.kr, 9.99+9"
