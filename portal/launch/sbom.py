"""The bill of materials: what the portal is made of, as CycloneDX 1.6 (ECMA-424), from what is pinned and what is installed.

`make sbom` writes it. Python packages are those of requirements.txt that this machine needs, each as it is installed; files of
npm packages are those that stand under static/vendor. Raises ImpureInstallation where the two do not agree.
"""

import base64
import json
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CHECKOUT = Path(__file__).resolve().parent.parent.parent
REQUIREMENTS = CHECKOUT / "requirements.txt"
VENDOR_LOCK = CHECKOUT / "static" / "vendor" / "vendor.lock.json"
LONGEST_NAME = 60  # of a licence; some packages put its whole text there


class ImpureInstallation(RuntimeError):
    """What is installed is not what is pinned."""


@dataclass(frozen=True)
class Pinned:
    """One package of requirements.txt that this machine needs, and the archives of it that pip accepts."""

    name: str
    version: str
    sha256: tuple[str, ...]


def main() -> None:
    """Write the bill of materials to the file that is named, or to the terminal."""
    try:
        text = JsonV1Dot6(bill_of_materials()).output_as_string(indent=2)
    except ImpureInstallation as problem:
        sys.exit(f"Hanbat Madang: {problem}")
    if sys.argv[1:]:
        Path(sys.argv[1]).write_text(text + "\n")
    else:
        sys.stdout.write(text + "\n")


def bill_of_materials() -> Bom:
    """Everything that runs in production. Raises ImpureInstallation."""
    root = Component(
        name="hanbat-madang",
        version=own_version(),
        type=ComponentType.APPLICATION,
        bom_ref="hanbat-madang",
        licenses=[LicenseFactory().make_with_expression("Apache-2.0")],
    )
    packages = {each.name: _python_component(each, _installed(each)) for each in pinned(REQUIREMENTS.read_text())}
    vendored = [_npm_component(each) for each in json.loads(VENDOR_LOCK.read_text())["packages"]]
    bom = Bom(components=[*packages.values(), *vendored])
    bom.metadata.component = root
    bom.register_dependency(root, [*packages.values(), *vendored])
    for name, component in packages.items():
        bom.register_dependency(component, [packages[other] for other in _needs(distribution(name)) if other in packages])
    return bom


def own_version() -> str:
    """The portal's own, as pyproject.toml says."""
    return str(tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]["version"])


def pinned(text: str) -> Iterator[Pinned]:
    """The packages of a requirements file with hashes, without those that only other machines need."""
    for lines in text.replace("\\\n", " ").splitlines():
        if not lines.strip() or lines.lstrip().startswith("#"):
            continue
        requirement, *hashes = lines.split("--hash=sha256:")
        parsed = Requirement(requirement)
        if parsed.marker is None or parsed.marker.evaluate():
            version = str(parsed.specifier).removeprefix("==")
            yield Pinned(canonicalize_name(parsed.name), version, tuple(each.strip() for each in hashes))


def _installed(wanted: Pinned) -> Distribution:
    try:
        found = distribution(wanted.name)
    except PackageNotFoundError as missing:
        raise ImpureInstallation(f"{wanted.name} is pinned and not installed.") from missing
    if found.version != wanted.version:
        raise ImpureInstallation(f"{wanted.name} {found.version} is installed, {wanted.version} is pinned.")
    return found


def _needs(installed: Distribution) -> set[str]:
    """The packages that one asks for itself; optional parts (`extra`) aside, which are listed where somebody chose them."""
    required = [Requirement(each) for each in installed.requires or []]
    return {canonicalize_name(each.name) for each in required if each.marker is None or each.marker.evaluate({"extra": ""})}


def _python_component(package: Pinned, installed: Distribution) -> Component:
    archives = _hashes(HashAlgorithm.SHA_256, package.sha256)
    page = XsUri(f"https://pypi.org/project/{package.name}/{package.version}/")
    return Component(
        name=package.name,
        version=package.version,
        type=ComponentType.LIBRARY,
        bom_ref=f"pypi:{package.name}",
        purl=PackageURL("pypi", name=package.name, version=package.version),
        licenses=[LicenseFactory().make_from_string(_licence(installed))],
        external_references=[ExternalReference(type=ExternalReferenceType.DISTRIBUTION, url=page, hashes=archives)],
    )


def _licence(installed: Distribution) -> str:
    """As the package states it: its expression (PEP 639), else its classifiers, else its word for it."""
    about = installed.metadata.json
    if expression := about.get("license_expression"):
        return str(expression)
    named = [each.rpartition(" :: ")[2] for each in about.get("classifier", []) if each.startswith("License :: OSI")]
    word = str(about.get("license", "")).strip().splitlines()
    return " or ".join(named) or (word[0][:LONGEST_NAME] if word else "not stated")


def _npm_component(package: dict) -> Component:
    """A vendored package, with the integrity that npm states of its archive and each file that stands here."""
    files = [
        Component(name=name, type=ComponentType.FILE, hashes=_hashes(HashAlgorithm.SHA_256, [sha256]))
        for name, sha256 in package["written"].items()
    ]
    integrity = base64.b64decode(package["integrity"].removeprefix("sha512-")).hex()
    return Component(
        name=package["name"],
        version=package["version"],
        type=ComponentType.LIBRARY,
        bom_ref=f"npm:{package['name']}",
        purl=PackageURL("npm", name=package["name"], version=package["version"]),
        hashes=_hashes(HashAlgorithm.SHA_512, [integrity]),
        licenses=[LicenseFactory().make_from_string(package["licence"])],
        components=files,
    )


def _hashes(algorithm: HashAlgorithm, values: Iterable[str]) -> list[HashType]:
    return [HashType(alg=algorithm, content=value) for value in values]


if __name__ == "__main__":
    main()
