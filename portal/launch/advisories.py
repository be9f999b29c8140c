"""Which known weaknesses concern what is pinned, without a network: from files that osv.dev offers for download.

`make audit OSV="pypi.zip npm.zip"` reads them. The format is that of https://ossf.github.io/osv-schema/: an advisory names
packages, and for each the versions that are affected, listed or as ranges.
"""

import json
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from portal.launch.sbom import REQUIREMENTS, VENDOR_LOCK, pinned

NOTHING_CHECKED = 2
Advisory = dict[str, Any]
# Ecosystem and name as advisories spell them, and the version that we use.
Parts = dict[tuple[str, str], str]


def main() -> None:
    """Name each advisory about a part of the portal; exit with 1 if there is one, with 2 if nothing was read."""
    found, known = [], 0
    for path in map(Path, sys.argv[1:]):
        for advisory in advisories(path):
            known += 1
            found += [f"{name} {version}: {advisory['id']} {summary(advisory)}" for name, version in hits(advisory, parts())]
    if not known:
        sys.stderr.write("No advisory was read, so nothing was checked.\n")
        sys.exit(NOTHING_CHECKED)
    sys.stdout.write("".join(f"{line}\n" for line in sorted(set(found))))
    sys.stdout.write(f"{known:,} advisories read, {len(parts())} parts checked, {len(set(found))} found\n")
    sys.exit(1 if found else 0)


def parts() -> Parts:
    """Every Python package that runs on this machine, and every vendored npm package."""
    python = {("PyPI", each.name): each.version for each in pinned(REQUIREMENTS.read_text())}
    npm = {("npm", each["name"]): each["version"] for each in json.loads(VENDOR_LOCK.read_text())["packages"]}
    return python | npm


def advisories(path: Path) -> Iterator[Advisory]:
    """Each advisory in a file as osv.dev packs them; those that were withdrawn do not count."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.endswith(".json"):
                advisory = json.loads(archive.read(name))
                if "withdrawn" not in advisory:
                    yield advisory


def hits(advisory: Advisory, used: Parts) -> Iterator[tuple[str, str]]:
    """The parts of ours that an advisory concerns, with their versions."""
    for affected in advisory.get("affected", []):
        package = affected.get("package", {})
        ecosystem, name = package.get("ecosystem", ""), package.get("name", "")
        name = canonicalize_name(name) if ecosystem == "PyPI" else name
        version = used.get((ecosystem, name))
        if version and (version in affected.get("versions", []) or _is_in_ranges(version, affected.get("ranges", []))):
            yield name, version


def summary(advisory: Advisory) -> str:
    """What it is about, in a line."""
    aliases = " ".join(each for each in advisory.get("aliases", []) if each.startswith("CVE-"))
    return " ".join(f"{aliases} {advisory.get('summary', '')}".split())


def _is_in_ranges(version: str, ranges: Iterable[dict[str, Any]]) -> bool:
    return any(_is_in(Version(version), each["events"]) for each in ranges if each.get("type") in {"ECOSYSTEM", "SEMVER"})


def _is_in(version: Version, events: Iterable[dict[str, str]]) -> bool:
    """Events are points on the line of versions: affected from `introduced` on, not from `fixed` on or behind `last_affected`."""
    is_affected = False
    for event in sorted(events, key=_place):
        kind, place = next(iter(event)), _place(event)
        if kind == "introduced" and version >= place:
            is_affected = True
        elif (kind == "fixed" and version >= place) or (kind == "last_affected" and version > place):
            is_affected = False
    return is_affected


def _place(event: dict[str, str]) -> Version:
    try:
        return Version(next(iter(event.values())))
    except InvalidVersion:
        return Version("0")


if __name__ == "__main__":
    main()
