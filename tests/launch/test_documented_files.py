"""The files that `docs/operations.md` shows hold what the portal relies on; `make proxies` starts it behind both proxies."""

import re
from configparser import ConfigParser

import pytest
from django.conf import settings

from tests.documented import documented

KNOWN = {
    "Unit": {"Description", "After", "Wants", "StartLimitIntervalSec"},
    "Install": {"WantedBy"},
    "Service": {
        "User",
        "WorkingDirectory",
        "StateDirectory",
        "StateDirectoryMode",
        "ExecStart",
        "Restart",
        "RestartSec",
        "TimeoutStopSec",
        "KillMode",
        "ProtectSystem",
        "ProtectHome",
        "PrivateTmp",
        "PrivateDevices",
        "ProtectClock",
        "ProtectControlGroups",
        "ProtectHostname",
        "ProtectKernelLogs",
        "ProtectKernelModules",
        "ProtectKernelTunables",
        "ProtectProc",
        "NoNewPrivileges",
        "CapabilityBoundingSet",
        "RestrictAddressFamilies",
        "RestrictNamespaces",
        "RestrictRealtime",
        "RestrictSUIDSGID",
        "LockPersonality",
        "RemoveIPC",
        "SystemCallArchitectures",
        "SystemCallFilter",
        "UMask",
        "MemoryHigh",
        "MemoryMax",
        "TasksMax",
    },
}


@pytest.fixture(scope="module")
def unit() -> ConfigParser:
    parser = ConfigParser(interpolation=None, strict=True)
    parser.optionxform = str
    parser.read_string(documented("/etc/systemd/system/hanbat-madang.service"))
    return parser


def test_the_unit_has_no_key_that_systemd_252_does_not_know(unit):
    assert {name: set(unit[name]) for name in unit.sections()} == KNOWN


def test_the_unit_starts_make_run_as_a_user_who_writes_to_one_directory(unit):
    service, env_file = unit["Service"], documented("/srv/hanbat-madang/.env")

    assert (service["ExecStart"], service["User"], service["Restart"]) == ("/usr/bin/make run", "madang", "always")
    assert (service["ProtectSystem"], service["NoNewPrivileges"], service["CapabilityBoundingSet"]) == ("strict", "true", "")
    assert f"PORTAL_DATA_DIR=/var/lib/{service['StateDirectory']}\n" in env_file


def test_nginx_takes_requests_in_whole_and_says_who_sent_them():
    text = documented("/etc/nginx/sites-available/hanbat-madang")
    said = dict(re.findall(r"^ *(?:proxy_set_header )?([\w-]+) +([^;]+);", text, re.MULTILINE))

    assert {name: said[name] for name in ("Host", "X-Forwarded-Proto", "X-Forwarded-For", "proxy_request_buffering")} == {
        "Host": "$http_host",
        "X-Forwarded-Proto": "$scheme",
        "X-Forwarded-For": "$remote_addr",
        "proxy_request_buffering": "on",
    }
    assert int(said["client_max_body_size"].removesuffix("m")) * 1024**2 >= settings.LARGEST_REQUEST


def test_caddy_takes_requests_in_whole():
    text = documented("/etc/caddy/Caddyfile")

    assert "buffer_requests\n" in text
    for name in ("max_size", "max_buffer_size"):
        assert int(re.search(rf"{name} (\d+)MB", text).group(1)) * 10**6 >= settings.LARGEST_REQUEST


def test_what_is_not_shown_is_named():
    with pytest.raises(LookupError, match="0 times"):
        documented("/etc/motd")
