"""The committed third-party files are exactly those that the lock describes."""

import base64
import hashlib
import io
import json
import shutil
import tarfile

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from portal.core.management.commands import vendor_assets


@pytest.fixture
def copy_of_vendor(tmp_path, monkeypatch):
    copy = shutil.copytree(vendor_assets.VENDOR, tmp_path / "vendor")
    monkeypatch.setattr(vendor_assets, "VENDOR", copy)
    monkeypatch.setattr(vendor_assets, "LOCK", copy / "vendor.lock.json")
    return copy


def archive_of(files):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        for name, content in files.items():
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


def integrity_of(archive):
    return "sha512-" + base64.b64encode(hashlib.sha512(archive).digest()).decode()


def test_the_committed_files_match_the_lock(capsys):
    call_command("vendor_assets", check=True)

    assert "match the lock" in capsys.readouterr().out


def test_a_changed_byte_is_named(copy_of_vendor):
    target = copy_of_vendor / "krds-uiux" / "1.1.0" / "tokens.css"
    target.write_bytes(target.read_bytes().replace(b"#256ef4", b"#256ef5"))

    with pytest.raises(CommandError, match=r"changed: krds-uiux/1\.1\.0/tokens\.css"):
        call_command("vendor_assets", check=True)


def test_a_missing_and_an_unknown_file_are_named(copy_of_vendor):
    (copy_of_vendor / "pretendard-gov" / "1.3.9" / "LICENSE.txt").rename(copy_of_vendor / "stray.txt")
    lock = json.loads(vendor_assets.LOCK.read_text())

    assert vendor_assets.differences(lock, copy_of_vendor) == [
        "missing: pretendard-gov/1.3.9/LICENSE.txt",
        "not in the lock: stray.txt",
    ]


def test_only_the_wanted_files_are_taken_and_patched():
    source = b":root {\n  --krds-number-8: 1.6rem;\n  --krds-unused: 1rem;\n}\n"
    archive = archive_of({"tokens.css": source, "script.js": b"alert(1)"})
    package = {
        "name": "krds-uiux",
        "version": "1.1.0",
        "take": [
            {
                "from": "*.css",
                "to": "tokens.css",
                "patches": {"keep_custom_properties": ["--krds-number-*"], "scale_rem": 0.625},
            }
        ],
    }

    files = vendor_assets.taken(archive, package)

    assert files == {"tokens.css": b":root {\n  --krds-number-8: 1rem;\n}\n"}


def test_an_archive_with_another_integrity_is_refused():
    archive = archive_of({"tokens.css": b""})

    assert vendor_assets.verified(archive, integrity_of(archive)) == archive
    with pytest.raises(CommandError, match="Integrity mismatch"):
        vendor_assets.verified(archive + b"\0", integrity_of(archive))


def test_only_a_web_address_is_accepted_as_registry(monkeypatch):
    monkeypatch.setenv("NPM_REGISTRY", "file:///srv/npm")

    with pytest.raises(CommandError, match="http or https"):
        vendor_assets.download({"name": "krds-uiux", "version": "1.1.0", "integrity": ""})
