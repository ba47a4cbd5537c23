"""People's uploaded files, kept under the SHA-256 of their content: on disk, and in memory."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from threading import Lock
from typing import Final

from engine.blob import CHUNK, Blob
from engine.core.ids import Digest
from engine.errors import IntegrityViolation

_DIGEST: Final = re.compile(r"sha256:([0-9a-f]{64})")


def digest_of(content: bytes) -> Digest:
    """The name of a content."""
    return Digest("sha256:" + hashlib.sha256(content).hexdigest())


def hex_of(digest: str) -> str | None:
    """The digits of a digest; None for what is none, such as a path."""
    found = _DIGEST.fullmatch(digest)
    return found[1] if found else None


def in_folders(digits: str) -> str:
    """The name of a content, two folders deep by its first digits."""
    return f"{digits[:2]}/{digits[2:4]}/{digits}"


def whole(pieces: Iterable[bytes], digest: Digest) -> Iterator[bytes]:
    """The pieces of a content; the last one only if all of them make up the digest."""
    hashed, last = hashlib.sha256(), b""
    for piece in pieces:
        hashed.update(piece)
        if last:
            yield last
        last = piece
    if f"sha256:{hashed.hexdigest()}" != digest:
        raise IntegrityViolation(
            f"文件 {digest} 的内容已被改动", f"Expected file {digest} to be unchanged"
        )
    if last:
        yield last


class MemoryBlobStore:
    """A BlobStore that is gone with the process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._contents: dict[Digest, bytes] = {}

    def put(self, content: bytes) -> Digest:
        """Keep a content; keeping it twice is keeping it once."""
        digest = digest_of(content)
        with self._lock:
            self._contents[digest] = content
        return digest

    def put_pieces(self, pieces: Iterable[bytes]) -> Digest:
        """Keep a content that comes a piece at a time."""
        return self.put(b"".join(pieces))

    def read(self, digest: Digest) -> Blob | None:
        """The content with this digest."""
        content = self._contents.get(digest)
        return None if content is None else Blob(size=len(content), pieces=iter([content]))

    def has(self, digest: Digest) -> bool:
        """Whether the content is here."""
        return digest in self._contents

    def close(self) -> None:
        """Nothing is held open."""


class FileBlobStore:
    """A BlobStore of plain files, two folders deep by the first digits of the digest."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, content: bytes) -> Digest:
        """Durable when it returns. A reader never sees half a file."""
        return self.put_pieces([content])

    def put_pieces(self, pieces: Iterable[bytes]) -> Digest:
        """Durable when it returns, and never whole in memory."""
        self._folder.mkdir(parents=True, exist_ok=True)
        hashed = hashlib.sha256()
        with tempfile.NamedTemporaryFile(dir=self._folder, prefix=".new-", delete=False) as file:
            try:
                for piece in pieces:
                    hashed.update(piece)
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
                return self._settle(Path(file.name), hashed.hexdigest())
            finally:
                Path(file.name).unlink(missing_ok=True)

    def _settle(self, written: Path, name: str) -> Digest:
        """Give a whole file its name; one that is there already stays."""
        path = self._folder / in_folders(name)
        if not path.is_file():
            path.parent.mkdir(parents=True, exist_ok=True)
            written.replace(path)
            _sync_folder(path.parent)
        return Digest(f"sha256:{name}")

    def read(self, digest: Digest) -> Blob | None:
        """The content with this digest, checked as it is read; the file is opened only then."""
        path = self._path(digest)
        if path is None or not path.is_file():
            return None
        return Blob(size=path.stat().st_size, pieces=whole(_pieces(path), digest))

    def has(self, digest: Digest) -> bool:
        """Whether the content is here."""
        path = self._path(digest)
        return path is not None and path.is_file()

    def close(self) -> None:
        """Nothing is held open."""

    def _path(self, digest: str) -> Path | None:
        digits = hex_of(digest)
        return None if digits is None else self._folder / in_folders(digits)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            yield piece


def _sync_folder(folder: Path) -> None:
    """Make the new name durable too; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
