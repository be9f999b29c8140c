"""Fetch the pinned npm packages of `static/vendor/vendor.lock.json` and write the files we serve.

The lock names each package with its version, npm's integrity (a Subresource Integrity string, W3C SRI),
the files to take, how each is patched, and the SHA-256 of every file written. The written files are
committed, so neither a run nor a test needs Node or a network.
"""

import base64
import hashlib
import io
import json
import os
import re
import tarfile
import urllib.request
from collections.abc import Callable
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

VENDOR = Path(settings.BASE_DIR) / "static" / "vendor"
LOCK = VENDOR / "vendor.lock.json"
REGISTRY = "https://registry.npmjs.org"
TIMEOUT_SECONDS = 120
Package = dict[str, Any]  # as the lock describes it


def keep_custom_properties(text: str, patterns: list[str]) -> str:
    """Reduce a style sheet of custom properties to one `:root` rule with those whose names match."""
    found = re.findall(r"^\s*(--[\w-]+):\s*([^;]+);", text, flags=re.MULTILINE)
    kept = {name: value for name, value in found if any(fnmatch(name, pattern) for pattern in patterns)}
    lines = [f"  {name}: {value.strip()};" for name, value in kept.items()]
    return ":root {\n" + "\n".join(lines) + "\n}\n"


def scale_rem(text: str, factor: float) -> str:
    """Multiply every rem length: KRDS counts 1 rem as 10 px, we leave the reader's 16 px alone."""
    return re.sub(
        r"(\d*\.?\d+)rem\b",
        lambda match: f"{round(float(match[1]) * factor, 5):g}rem",
        text,
    )


PATCHES: dict[str, Callable[..., str]] = {"keep_custom_properties": keep_custom_properties, "scale_rem": scale_rem}


def differences(lock: dict[str, Any], root: Path) -> list[str]:
    """Name every file under `root` that the lock does not describe byte by byte, sorted."""
    expected: dict[Path, str] = {}
    for package in lock["packages"]:
        folder = root / package["name"] / package["version"]
        expected |= {folder / name: digest for name, digest in package["written"].items()}
    present = {path for path in root.rglob("*") if path.is_file() and path != root / LOCK.name}
    missing = [f"missing: {path.relative_to(root)}" for path in expected.keys() - present]
    unknown = [f"not in the lock: {path.relative_to(root)}" for path in present - expected.keys()]
    changed = [
        f"changed: {path.relative_to(root)}"
        for path in expected.keys() & present
        if hashlib.sha256(path.read_bytes()).hexdigest() != expected[path]
    ]
    return sorted(missing + unknown + changed)


def verified(archive: bytes, integrity: str) -> bytes:
    """Return the archive if it has the promised integrity (`sha512-…`), else raise CommandError."""
    algorithm, _, promised = integrity.partition("-")
    digest = base64.b64encode(hashlib.new(algorithm, archive).digest()).decode()
    if digest != promised:
        raise CommandError(f"Integrity mismatch: expected {integrity}, got {algorithm}-{digest}")
    return archive


def download(package: Package) -> bytes:
    """Fetch the tarball from the npm registry (`NPM_REGISTRY` names another one) and verify it."""
    registry = os.environ.get("NPM_REGISTRY", REGISTRY).rstrip("/")
    if not registry.startswith(("https://", "http://")):
        raise CommandError("NPM_REGISTRY must be an http or https address.")
    name, version = package["name"], package["version"]
    url = f"{registry}/{name}/-/{name.rpartition('/')[2]}-{version}.tgz"
    try:
        with urllib.request.urlopen(url, timeout=TIMEOUT_SECONDS) as response:  # noqa: S310
            archive = response.read()
    except OSError as error:
        raise CommandError(f"{url} cannot be fetched: {error}") from error
    return verified(archive, package["integrity"])


def taken(archive: bytes, package: Package) -> dict[str, bytes]:
    """Return the wanted files by target name, patched, in the order of the archive."""
    files = {}
    with tarfile.open(fileobj=io.BytesIO(archive), mode="r:gz") as tar:
        for member in filter(tarfile.TarInfo.isfile, tar):
            for rule in rules_for(member.name, package):
                name = rule["to"] + (Path(member.name).name if rule["to"].endswith("/") else "")
                files[name] = patched(_content(tar, member), rule.get("patches", {}))
    return files


def _content(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = tar.extractfile(member)
    return file.read() if file else b""


def rules_for(name: str, package: Package) -> list[dict[str, Any]]:
    return [rule for rule in package["take"] if fnmatch(name, f"package/{rule['from']}")]


def patched(content: bytes, patches: dict[str, Any]) -> bytes:
    for patch, argument in patches.items():
        content = PATCHES[patch](content.decode(), argument).encode()
    return content


class Command(BaseCommand):
    help = "Fetch, verify and write the pinned third-party assets under static/vendor/."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only verify the files, offline")
        parser.add_argument(
            "--update",
            action="store_true",
            help="write the hashes of a changed lock into the lock",
        )

    def handle(self, *, check: bool, update: bool, **options: object) -> None:
        lock = json.loads(LOCK.read_text())
        if not check:
            for package in lock["packages"]:
                self._write(package, update=update)
        if update:
            LOCK.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n")
        found = differences(lock, VENDOR)
        if found:
            raise CommandError("static/vendor differs from its lock:\n  " + "\n  ".join(found))
        count = sum(len(package["written"]) for package in lock["packages"])
        self.stdout.write(f"{count} files of {len(lock['packages'])} packages match the lock.")

    def _write(self, package: Package, *, update: bool) -> None:
        files = taken(download(package), package)
        digests = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}
        if update:
            package["written"] = digests
        if digests != package["written"]:
            raise CommandError(f"{package['name']}: the patched files differ from the lock.")
        for name, data in files.items():
            target = VENDOR / package["name"] / package["version"] / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
