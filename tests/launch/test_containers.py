"""The container files, read by a parser: nothing in them may do more than it has to. No engine is needed."""

import re

import pytest
import yaml
from django.conf import settings

COMPOSE = yaml.safe_load((settings.BASE_DIR / "compose.yaml").read_text())
SERVICES: dict[str, dict] = COMPOSE["services"]
DOCKERFILE = (settings.BASE_DIR / "Dockerfile").read_text()
# Name, three numbers or two, a variant; a digest behind it where somebody looked one up.
EXACT = re.compile(r"[a-z0-9./-]+:\d+\.\d+(?:\.\d+)?(?:-[a-z-]+)?(?:@sha256:[0-9a-f]{64})?")
OF_OTHERS = {"database", "cache"}
each_service = pytest.mark.parametrize("name", SERVICES)


@each_service
def test_no_service_writes_to_its_root_or_gains_privileges(name):
    service = SERVICES[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service.keys() & {"privileged", "cap_add", "pid", "ipc", "network_mode", "devices", "userns_mode"} == set()


@each_service
def test_every_service_has_limits_of_processors_memory_and_processes(name):
    limits = SERVICES[name]["deploy"]["resources"]["limits"]

    assert limits.keys() == {"cpus", "memory", "pids"}
    assert SERVICES[name]["logging"]["options"].keys() == {"max-size", "max-file"}


@each_service
def test_what_is_written_goes_into_a_volume_or_into_limited_memory(name):
    mounts = [mount.partition(":") for mount in SERVICES[name]["tmpfs"]]
    volumes = [volume.partition(":") for volume in SERVICES[name]["volumes"]]

    assert [path for path, _colon, options in mounts if not {"noexec", "nosuid", "nodev"} <= set(options.split(","))] == []
    assert [path for path, _colon, options in mounts if "size=" not in options] == []
    assert {source for source, _colon, _path in volumes} <= set(COMPOSE["volumes"])


@each_service
def test_images_are_pinned_by_exact_version(name):
    assert EXACT.fullmatch(SERVICES[name]["image"])


def test_the_images_that_ours_is_made_of_are_pinned_by_exact_version_too():
    bases = re.findall(r"^FROM (\S+)", DOCKERFILE, flags=re.MULTILINE)

    assert len(bases) == 2
    assert [base for base in bases if not EXACT.fullmatch(base)] == []
    assert re.findall(r"^ADD ", DOCKERFILE, flags=re.MULTILINE) == []
    assert "--require-hashes --only-binary :all: -r" in DOCKERFILE


def test_nobody_runs_as_root():
    users = re.findall(r"^USER (\d+):(\d+)$", DOCKERFILE, flags=re.MULTILINE)

    assert users == [("10001", "10001")]
    assert {name: service["user"] for name, service in SERVICES.items() if "user" in service} == {
        "database": "postgres",
        "cache": "valkey",
    }


def test_each_service_says_whether_it_is_healthy_or_who_says_it_instead():
    own = {name for name, service in SERVICES.items() if "test" in service.get("healthcheck", {})}
    without = {name for name, service in SERVICES.items() if service.get("healthcheck", {}).get("disable")}

    assert (own, without) == (OF_OTHERS, {"worker", "migrate"})
    assert re.search(r"^HEALTHCHECK .*\n +CMD .*healthz", DOCKERFILE, flags=re.MULTILINE)


def test_only_the_web_server_is_published_and_only_to_this_machine():
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}

    assert published == {"web": ["127.0.0.1:8000:8000"]}


def test_database_and_cache_have_no_way_out():
    assert {name for name, service in SERVICES.items() if service["networks"] == ["inside"]} == OF_OTHERS
    assert COMPOSE["networks"]["inside"] == {"internal": True}


def test_the_image_takes_only_what_it_needs():
    """Everything is left out but what is named: no version control, no tests, no secrets, no data."""
    lines = [line for line in (settings.BASE_DIR / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")]
    named = {line.removeprefix("!").rstrip("/") for line in lines if line.startswith("!")}

    assert lines[0] == "*"
    assert named & {".git", ".env", "tests", "var", "requirements-dev.txt", "."} == set()
    assert {"portal", "static", "templates", "manage.py", "requirements.txt"} <= named


def test_no_secret_stands_in_the_files():
    environment = {name: value for service in SERVICES.values() for name, value in service.get("environment", {}).items()}

    assert [name for name, value in environment.items() if "PASSWORD" in name and not str(value).startswith("${")] == []
    assert "SECRET_KEY=" not in DOCKERFILE
