"""Files that only the holder of a key can read: the age format (age-encryption.org/v1), by the library `pyrage`.

The server holds the public key alone. The programs `age` and `rage` open such a file as well, without the portal.
"""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import IO

from pyrage import DecryptError, EncryptError, IdentityError, RecipientError, decrypt_io, encrypt_io
from pyrage.x25519 import Identity, Recipient

CHUNK = 1024 * 1024


class UnusableKey(ValueError):
    """The text is no key of this kind."""


class CannotDecrypt(RuntimeError):
    """Another key is needed, or the file is not whole."""


class HashingWriter:
    """A new file that only its owner may read, with the SHA-256 and the number of the bytes written to it."""

    def __init__(self, path: Path) -> None:
        self._file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self._hash, self.size = hashlib.sha256(), 0

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def write(self, data: bytes) -> int:
        """Write all of it."""
        self._file.write(data)
        self._hash.update(data)
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """What was written is given to the system."""
        self._file.flush()

    def close(self) -> None:
        """What was written lies on the disk."""
        with self._file:
            self._file.flush()
            os.fsync(self._file.fileno())


def make_key(path: Path) -> str:
    """Write a new private key to a new file that its owner alone may read; the public key that belongs to it."""
    identity = Identity.generate()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"# public key: {identity.to_public()}\n{identity}\n")
    return str(identity.to_public())


def public_key(text: str) -> Recipient:
    """The key that encrypts. Raises UnusableKey."""
    try:
        return Recipient.from_str(text.strip())
    except RecipientError as error:
        raise UnusableKey("A public key begins with age1; `manage.py backup --make-key FILE` makes one.") from error


def private_key(path: Path) -> Identity:
    """The key that decrypts, from a file as `age-keygen` and `make_key` write it. Raises UnusableKey."""
    lines = [line.strip() for line in path.read_text().splitlines()]
    try:
        return Identity.from_str(next(line for line in lines if line and not line.startswith("#")))
    except (IdentityError, StopIteration) as error:
        raise UnusableKey(f"{path} holds no private key (AGE-SECRET-KEY-1…).") from error


def seal(reader: IO[bytes], writer: HashingWriter, key: Recipient | None) -> None:
    """Copy all bytes, encrypted to a key if there is one. Raises OSError."""
    if key is None:
        shutil.copyfileobj(reader, writer, CHUNK)
        return
    try:
        encrypt_io(reader, writer, [key])
    except EncryptError as error:
        raise OSError(str(error)) from error


def unseal(reader: IO[bytes], writer: IO[bytes], key: Identity | None) -> None:
    """Copy all bytes, decrypted if there is a key. Raises CannotDecrypt."""
    if key is None:
        shutil.copyfileobj(reader, writer, CHUNK)
        return
    try:
        decrypt_io(reader, writer, [key])
    except DecryptError as error:
        raise CannotDecrypt("The key is not the one that the backup was encrypted to.") from error
    except OSError as error:
        raise CannotDecrypt(f"The backup is not whole: {error}") from error


@contextmanager
def written_by(write: Callable[[IO[bytes]], None]) -> Iterator[IO[bytes]]:
    """A reader of what a function writes meanwhile, in a thread of its own; what the function raises is raised at the end."""
    reading, writing = os.pipe()
    failures: list[Exception] = []

    def run() -> None:
        try:
            with os.fdopen(writing, "wb") as writer:
                write(writer)
        except Exception as error:
            failures.append(error)

    thread = Thread(target=run, daemon=True)
    thread.start()
    with os.fdopen(reading, "rb") as reader:
        yield reader
    thread.join()
    if failures:
        raise failures[0]
