"""What the settings are made of."""

import os

from portal.core.configuration import SECONDS_FOR_THE_MAIL_SERVER, Secrets, data_directory, mail_settings
from portal.core.personal_data.log_masking import masked


def test_demo_secrets_are_made_once_and_kept_private(tmp_path):
    first, second = [Secrets.read(secret_key="", identity_key="", is_demo=True, data_dir=tmp_path) for _ in range(2)]

    assert first == second
    assert first.secret_key != first.identity_key
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


def test_the_address_of_the_mail_server_says_how_to_sign_in():
    server = mail_settings("submission://user:p%40ss@mail.example.org")

    assert server == {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "mail.example.org",
        "EMAIL_PORT": 587,
        "EMAIL_HOST_USER": "user",
        "EMAIL_HOST_PASSWORD": "p@ss",
        "EMAIL_USE_TLS": True,
        "EMAIL_USE_SSL": False,
        "EMAIL_TIMEOUT": SECONDS_FOR_THE_MAIL_SERVER,
    }


def test_the_data_of_an_ordinary_user_lies_in_the_checkout(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    assert data_directory(None, checkout=tmp_path) == tmp_path / "var"
    assert data_directory(tmp_path / "elsewhere", checkout=tmp_path) == tmp_path / "elsewhere"


def test_the_data_of_root_lies_where_others_may_pass(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)

    assert data_directory(None, checkout=tmp_path).parent.as_posix() == "/var/lib/hanbat-madang"


def test_logs_hold_no_addresses():
    assert masked("mail to kim.minji@example.org from 203.0.113.77") == "mail to ***@*** from 203.0.x.x"


def test_an_address_right_behind_another_one_is_masked_too_and_what_is_none_stays():
    assert masked("a@b.kr+c@d.kr, e@f, @g.kr, 9.99+9") == "***@******@***, e@f, @g.kr, 9.99+9"
