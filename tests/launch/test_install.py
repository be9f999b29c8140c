"""The installer says in one line what a newcomer has to do; a failed installation is simply done again."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from portal.launch.install import VENV

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def checkout(tmp_path) -> Path:
    """A checkout with just what the installer reads, in a directory with a space, and no program but ours."""
    place = tmp_path / "my checkout"
    (place / "portal" / "launch").mkdir(parents=True)
    shutil.copy(ROOT / "portal" / "launch" / "install.py", place / "portal" / "launch")
    (place / "requirements.txt").write_text("")
    (place / "programs").mkdir()
    return place


def program(checkout: Path, name: str, script: str) -> None:
    path = checkout / "programs" / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def install(checkout: Path, **environment: str) -> subprocess.CompletedProcess:
    command = [sys.executable, str(checkout / "portal" / "launch" / "install.py"), "run"]
    variables = {"PATH": f"{checkout}/programs:{os.defpath}", **environment}
    return subprocess.run(command, env=variables, capture_output=True, text=True, check=False, timeout=120)


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        ("fatal error: Python.h: No such file or directory", "apt install python3-dev"),
        ("ERROR: [Errno 28] No space left on device", "The disk is full"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "not the one that was pinned"),
        ("SSLError([SSL: CERTIFICATE_VERIFY_FAILED] self-signed certificate", "PIP_CERT="),
        ("Temporary failure in name resolution", "cannot be reached"),
        ("something nobody foresaw", "something nobody foresaw"),
    ],
)
def test_a_failed_installation_is_one_line_of_advice(checkout, said, advice):
    program(checkout, "uv", f"echo '{said}' >&2; exit 1")

    result = install(checkout)

    assert result.returncode == 1
    assert advice in result.stderr
    assert result.stderr.count("\n") == 1


def test_after_a_failed_installation_the_next_one_goes_on(checkout):
    program(checkout, "uv", "exit 1")
    failed = install(checkout)
    program(checkout, "uv", "exit 0")
    succeeded = install(checkout)
    program(checkout, "uv", "echo nothing is left to install >&2; exit 1")
    third = install(checkout)

    assert [failed.returncode, succeeded.returncode, third.returncode] == [1, 0, 0]


def test_a_missing_venv_module_is_one_line_of_advice(checkout):
    (checkout / "stub").mkdir()
    (checkout / "stub" / "venv.py").write_text("raise ImportError('ensurepip is not available')\n")
    program(checkout, "apt-get", "exit 1")

    result = install(checkout, PYTHONPATH=str(checkout / "stub"))

    assert result.returncode == 1
    assert result.stderr == "Hanbat Madang: Python's venv module is missing: sudo apt install python3-venv\n"


def test_the_environment_lies_in_the_checkout():
    assert VENV == ROOT / ".venv"
