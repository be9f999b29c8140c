"""A portal to examine."""

import secrets

import pytest


@pytest.fixture
def real(settings, tmp_path):
    """A portal for real, as far as settings go."""
    settings.DEMO_MODE, settings.DATA_DIR, settings.BASE_DIR = False, tmp_path, tmp_path
    settings.SITE_URL, settings.BEHIND_HTTPS_PROXY = "https://madang.example.org", True
    settings.IDENTITY_PROVIDER = ""
    settings.ALLOWED_HOSTS = ["madang.example.org", "127.0.0.1"]
    settings.SECRET_KEY, settings.IDENTITY_KEY = secrets.token_hex(32), secrets.token_hex(32)
    return settings
