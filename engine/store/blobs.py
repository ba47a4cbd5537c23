"""People's uploaded files, kept under the SHA-256 of their content: on disk, and in memory."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path
from threading import Lock
from typing import Final

from engine.core.ids import Digest
from engine.errors import IntegrityViolation

_DIGEST: Final = re.compile(r"sha256:([0-9a-f]{64})")


def digest_of(content: bytes) -> Digest:
    """The name of a content."""
    return Digest("sha256:" + hashlib.sha256(content).hexdigest())


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

    def get(self, digest: Digest) -> bytes | None:
        """The content with this digest."""
        return self._contents.get(digest)

    def has(self, digest: Digest) -> bool:
        """Whether the content is here."""
        return digest in self._contents


class FileBlobStore:
    """A BlobStore of plain files, two folders deep by the first digits of the digest."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, content: bytes) -> Digest:
        """Durable when it returns. A reader never sees half a file."""
        digest = digest_of(content)
        path = self._path(digest)
        if path is None or path.is_file():
            return digest
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".new-", delete=False) as file:
            try:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
                Path(file.name).replace(path)
            except BaseException:
                Path(file.name).unlink(missing_ok=True)
                raise
        _sync_folder(path.parent)
        return digest

    def get(self, digest: Digest) -> bytes | None:
        """The content with this digest. Raises IntegrityViolation when the file was changed."""
        path = self._path(digest)
        if path is None or not path.is_file():
            return None
        content = path.read_bytes()
        if digest_of(content) != digest:
            raise IntegrityViolation(
                f"文件 {digest} 的内容已被改动", f"Expected file {digest} to be unchanged"
            )
        return content

    def has(self, digest: Digest) -> bool:
        """Whether the content is here."""
        path = self._path(digest)
        return path is not None and path.is_file()

    def _path(self, digest: str) -> Path | None:
        found = _DIGEST.fullmatch(digest)
        if found is None:
            return None
        name = found[1]
        return self._folder / name[:2] / name[2:4] / name


def _sync_folder(folder: Path) -> None:
    """Make the new name durable too; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def blobs_for(url: str, folder: Path | None = None) -> MemoryBlobStore | FileBlobStore:
    """Where the uploads of a database lie: in the folder, else beside an SQLite file
    (`cases.db` -> `cases.files`), else in memory for a database in memory."""
    if folder is not None:
        return FileBlobStore(folder)
    if url.startswith("sqlite:///"):
        return FileBlobStore(Path(url.removeprefix("sqlite:///")).with_suffix(".files"))
    if url.startswith("postgresql"):
        return FileBlobStore(Path(".guicheng") / "files")
    return MemoryBlobStore()
