"""Makes `.venv` and installs the pinned packages. Runs on a bare Python 3.11, so it imports the standard library only.

Repeatable: a stamp remembers what is installed; a killed installation leaves no stamp and is simply done again.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent.parent
VENV = CHECKOUT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST_PYTHON = (3, 11)

# What pip says when it fails, and the one line a newcomer needs.
CAUSES = {
    "Python.h": "A package has to be compiled and Python's header is missing: sudo apt install python3-dev build-essential",
    "No space left on device": "The disk is full. The portal needs about 1 GB: make room and start again.",
    "gcc": "A package has to be compiled and there is no compiler: sudo apt install python3-dev build-essential",
    "THESE PACKAGES DO NOT MATCH THE HASHES": (
        "A downloaded package is not the one that was pinned. Nothing was installed from it."
    ),
    "CERTIFICATE_VERIFY_FAILED": (
        "This machine does not trust the certificate of the package index. Where a proxy of your network opens TLS, name its "
        "authority: PIP_CERT=/etc/ssl/….pem make install"
    ),
    "Temporary failure in name resolution": "The package index cannot be reached. Check the network and start again.",
    "Connection refused": "The package index cannot be reached. Check the network and start again.",
    "Network is unreachable": "The package index cannot be reached. Check the network and start again.",
}


class InstallationFailed(RuntimeError):
    """The text is the one line for the person at the terminal."""


def main() -> None:
    """Install what is named on the command line: `run` or `test`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("purpose", choices=["run", "test"])
    wanted = ["requirements.txt"] + (["requirements-dev.txt"] if parser.parse_args().purpose == "test" else [])
    try:
        install([CHECKOUT / name for name in wanted])
    except InstallationFailed as failure:
        sys.exit(f"Hanbat Madang: {failure}")
    except OSError as error:
        sys.exit(f"Hanbat Madang: {CAUSES.get('No space left on device') if error.errno == 28 else error}")  # noqa: PLR2004 (ENOSPC)


def install(requirement_files: list[Path]) -> None:
    """Bring `.venv` to what the files pin. Raises InstallationFailed."""
    if sys.version_info < OLDEST_PYTHON:
        raise InstallationFailed(f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}.")
    fingerprints = {path: _fingerprint(path) for path in requirement_files}
    missing = [path for path, fingerprint in fingerprints.items() if not _stamp(path, fingerprint).exists()]
    if not missing:
        return
    if not _works():
        _create_venv()
    for path in missing:
        print(f"Installing the packages of {path.name} …", flush=True)  # noqa: T201 (it talks to a person)
        _pip_install(path)
        _stamp(path, fingerprints[path]).touch()


def _fingerprint(path: Path) -> str:
    parts = (path.read_bytes(), sys.version.encode(), os.fsencode(CHECKOUT))
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


def _stamp(path: Path, fingerprint: str) -> Path:
    return VENV / f".installed-{path.stem}-{fingerprint}"


def _works() -> bool:
    """Whether the environment answers: it may have been moved, or its Python removed."""
    return PYTHON.exists() and subprocess.run([PYTHON, "-c", "import pip"], capture_output=True, check=False).returncode == 0


def _create_venv() -> None:
    shutil.rmtree(VENV, ignore_errors=True)
    if _run([sys.executable, "-m", "venv", str(VENV)]):
        return
    # Debian parts the venv module from Python itself.
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Debian's python3-venv …", flush=True)  # noqa: T201
        _run(["apt-get", "update", "-qq"])
        _run(["apt-get", "install", "-y", "-qq", "python3-venv"])
        shutil.rmtree(VENV, ignore_errors=True)
        if _run([sys.executable, "-m", "venv", str(VENV)]):
            return
    raise InstallationFailed("Python's venv module is missing: sudo apt install python3-venv")


def _run(command: list[str]) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(command, capture_output=True, check=False, env=environment).returncode == 0


def _pip_install(path: Path) -> None:
    uv = shutil.which("uv")
    installer = [uv, "pip", "install", "--python", str(PYTHON)] if uv else [str(PYTHON), "-m", "pip", "install"]
    command = [*installer, "--quiet", "--require-hashes", "-r", str(path)]
    result = subprocess.run(command, capture_output=True, text=True, check=False, cwd=CHECKOUT)
    if result.returncode == 0:
        return
    output = result.stdout + result.stderr
    for sign, cause in CAUSES.items():
        if sign in output:
            raise InstallationFailed(cause)
    raise InstallationFailed(
        f"the packages could not be installed: {output.strip().splitlines()[-1] if output.strip() else 'no message'}"
    )


if __name__ == "__main__":
    main()
