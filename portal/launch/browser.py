"""Sees to it that there is a Chromium for the browser journeys.

Debian's own if it is there, else from the system's package manager where that is allowed, else Playwright's. With none to be had
it says so in one line and lets the tests go on: the journeys then fail, with that line.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

PROGRAMS = ("chromium", "chromium-browser", "google-chrome-stable")


def installed() -> str | None:
    """The path of a Chromium on this machine, Playwright's own included; None if there is none."""
    for program in PROGRAMS:
        if path := shutil.which(program, path="/usr/bin:/usr/local/bin"):
            return path
    caches = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache" / "ms-playwright"))
    found = sorted(caches.glob("chromium-*/chrome-linux*/chrome"))
    return str(found[-1]) if found else None


def install() -> None:
    """Try the package manager (as root), then Playwright."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Debian's chromium …", flush=True)  # noqa: T201
        _quietly(["apt-get", "update", "-qq"])
        _quietly(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"])
    if installed() is None:
        print("Installing Playwright's chromium …", flush=True)  # noqa: T201
        _quietly([sys.executable, "-m", "playwright", "install", "chromium"])


def _quietly(command: list[str]) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(command, check=False, capture_output=True, env=environment)


if __name__ == "__main__":
    if installed() is None:
        install()
    if installed() is None:
        print("No Chromium is to be had: the browser journeys will fail. Try: sudo apt install chromium")  # noqa: T201
