"""The uploaded files as one tar, with a checksum of all of them."""

import tarfile
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from django.core.files.storage import FileSystemStorage, default_storage

from portal.core.backups.manifest import UnusableBackup


class _HashingReader:
    """A file that is read once, with the SHA-256 of what was read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.hash = file, sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.hash.update(data)
        return data


class Uploads:
    """What was packed or unpacked: how many files, how many bytes, and one SHA-256 over the names and contents of all."""

    def __init__(self) -> None:
        self._sums: dict[str, str] = {}
        self._bytes = 0

    def note(self, name: str, size: int, digest: str) -> None:
        self._sums[name] = digest
        self._bytes += size

    def as_dict(self) -> dict[str, Any]:
        lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(self._sums.items()))
        return {"files": len(self._sums), "bytes": self._bytes, "sha256": sha256(lines.encode()).hexdigest()}


def directory() -> Path | None:
    """Where the uploads lie; None where the storage is no directory, and so has backups of its own."""
    return Path(default_storage.location) if isinstance(default_storage, FileSystemStorage) else None


def size() -> int:
    """How many bytes the uploads have."""
    root = directory()
    return sum(path.stat().st_size for path in root.rglob("*") if path.is_file()) if root and root.exists() else 0


def pack(writer: IO[bytes], uploads: Uploads) -> None:
    """Write a tar of every upload. What is erased at this very moment is left out."""
    root = directory()
    with tarfile.open(fileobj=writer, mode="w|") as tar:
        if root and root.exists():
            for path in sorted(path for path in root.rglob("*") if path.is_file()):
                _add(tar, root, path, uploads)


def unpack(reader: IO[bytes], uploads: Uploads) -> None:
    """Put the files of a tar where uploads lie. Raises UnusableBackup where something lies there already."""
    root = directory()
    with tarfile.open(fileobj=reader, mode="r|") as tar:
        for member in tar:
            if root is None or (root / member.name).exists():
                raise UnusableBackup(
                    f"{member.name} cannot be put where uploads lie: it is there already, or there is no directory."
                )
            tar.extract(member, root, filter="data")
            content = (root / member.name).read_bytes()
            uploads.note(member.name, len(content), sha256(content).hexdigest())


def _add(tar: tarfile.TarFile, root: Path, path: Path, uploads: Uploads) -> None:
    name = path.relative_to(root).as_posix()
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return
    with file:
        member = tarfile.TarInfo(name)
        member.size, member.mode = path.stat().st_size, 0o600
        reader = _HashingReader(file)
        tar.addfile(member, reader)
        uploads.note(name, member.size, reader.hash.hexdigest())
