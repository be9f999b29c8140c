"""What the portal is made of is listed as it is pinned, installed and vendored; known weaknesses are found without a network."""

import json
import subprocess
import sys
import zipfile
from importlib.metadata import distribution, version
from pathlib import Path

import pytest
from django.conf import settings

from portal.launch import advisories, sbom

ROOT: Path = settings.BASE_DIR


@pytest.fixture(scope="module")
def bill() -> dict:
    """As `make sbom` writes it."""
    from cyclonedx.output.json import JsonV1Dot6

    return json.loads(JsonV1Dot6(sbom.bill_of_materials()).output_as_string())


def of(bill: dict, ecosystem: str) -> dict[str, dict]:
    return {each["name"]: each for each in bill["components"] if each["purl"].startswith(f"pkg:{ecosystem}/")}


def test_it_is_cyclonedx_of_this_portal(bill):
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert bill["metadata"]["component"]["name"] == "hanbat-madang"
    assert bill["metadata"]["component"]["version"] == sbom.own_version()


def test_python_packages_are_those_that_are_pinned_with_every_hash_that_pip_accepts(bill):
    pinned = list(sbom.pinned((ROOT / "requirements.txt").read_text()))
    listed = {
        name: (each["version"], sorted(value["content"] for value in each["externalReferences"][0]["hashes"]))
        for name, each in of(bill, "pypi").items()
    }

    assert listed == {each.name: (each.version, sorted(each.sha256)) for each in pinned}
    assert len(listed) > 40


def test_python_packages_are_those_that_are_installed_and_state_a_licence(bill):
    listed = of(bill, "pypi")

    assert {name: each["version"] for name, each in listed.items()} == {name: version(name) for name in listed}
    assert [name for name, each in listed.items() if not each["licenses"]] == []


def test_nothing_that_the_portal_asks_for_is_left_out(bill):
    """Whatever a listed package needs is listed too."""
    listed = of(bill, "pypi")

    assert [(name, need) for name in listed for need in sbom._needs(distribution(name)) if need not in listed] == []


def test_vendored_packages_are_listed_file_by_file(bill):
    lock = json.loads((ROOT / "static/vendor/vendor.lock.json").read_text())["packages"]
    listed = of(bill, "npm")

    assert {name: each["version"] for name, each in listed.items()} == {each["name"]: each["version"] for each in lock}
    for package in lock:
        files = {file["name"]: file["hashes"][0]["content"] for file in listed[package["name"]]["components"]}
        assert files == package["written"]


def test_the_command_writes_it(tmp_path):
    path = tmp_path / "sbom.cdx.json"

    done = subprocess.run([sys.executable, "-W", "error", "-m", "portal.launch.sbom", str(path)], cwd=ROOT, check=False)

    assert (done.returncode, json.loads(path.read_text())["specVersion"]) == (0, "1.6")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("django==5.2.0 --hash=sha256:aa", "is installed, 5.2.0 is pinned"),
        ("not-a-package-of-ours==1.0 --hash=sha256:aa", "is pinned and not installed"),
    ],
)
def test_what_is_not_installed_as_pinned_is_refused(tmp_path, monkeypatch, line, words):
    (tmp_path / "requirements.txt").write_text(line)
    monkeypatch.setattr(sbom, "REQUIREMENTS", tmp_path / "requirements.txt")

    with pytest.raises(sbom.ImpureInstallation, match=words):
        sbom.bill_of_materials()


USED = {("PyPI", "django"): "5.2.19", ("npm", "qr"): "0.7.0"}


def advisory(name="Django", ecosystem="PyPI", **affected) -> dict:
    return {"id": "X-1", "affected": [{"package": {"ecosystem": ecosystem, "name": name}, **affected}]}


def between(*events: dict) -> dict:
    return {"ranges": [{"type": "ECOSYSTEM", "events": list(events)}]}


@pytest.mark.parametrize(
    ("given", "is_hit"),
    [
        (advisory(versions=["5.2.18", "5.2.19"]), True),
        (advisory(versions=["5.2.18"]), False),
        (advisory(**between({"introduced": "0"})), True),
        (advisory(**between({"introduced": "5.2"}, {"fixed": "5.2.20"})), True),
        (advisory(**between({"introduced": "5.2"}, {"fixed": "5.2.19"})), False),
        (advisory(**between({"fixed": "4.2.1"}, {"introduced": "0"}, {"introduced": "5.0"}, {"fixed": "5.2.20"})), True),
        (advisory(**between({"introduced": "5.2"}, {"last_affected": "5.2.19"})), True),
        (advisory(**between({"introduced": "5.2"}, {"last_affected": "5.2.18"})), False),
        (advisory(name="qr", ecosystem="npm", ranges=[{"type": "SEMVER", "events": [{"introduced": "0.6.0"}]}]), True),
        (advisory(name="qr", **between({"introduced": "0"})), False),
        (advisory(ranges=[{"type": "GIT", "events": [{"introduced": "0"}]}]), False),
    ],
)
def test_an_advisory_concerns_the_versions_it_names(given, is_hit):
    assert bool(list(advisories.hits(given, USED))) is is_hit


def run_with(path: Path, *given: dict) -> subprocess.CompletedProcess:
    with zipfile.ZipFile(path, "w") as archive:
        for number, each in enumerate(given):
            archive.writestr(f"{number}.json", json.dumps(each))
    return subprocess.run(
        [sys.executable, "-m", "portal.launch.advisories", str(path)], cwd=ROOT, check=False, capture_output=True, text=True
    )


def test_the_command_names_what_it_finds_and_says_how_much_it_read(tmp_path):
    hit = {**advisory(**between({"introduced": "0"})), "aliases": ["CVE-2026-1"], "summary": "A hole"}
    gone = {**hit, "id": "X-2", "withdrawn": "2026-01-01T00:00:00Z"}

    found, clean = run_with(tmp_path / "a.zip", hit, gone), run_with(tmp_path / "b.zip", advisory(name="other"))

    assert (found.returncode, clean.returncode) == (1, 0)
    assert found.stdout.splitlines()[0] == f"django {version('django')}: X-1 CVE-2026-1 A hole"
    assert clean.stdout.startswith("1 advisories read, ")


def test_nothing_read_is_not_nothing_found(tmp_path):
    done = run_with(tmp_path / "empty.zip")

    assert (done.returncode, done.stderr) == (2, "No advisory was read, so nothing was checked.\n")
