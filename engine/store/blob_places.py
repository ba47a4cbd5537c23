"""Which store keeps the uploads of a database."""

from __future__ import annotations

from pathlib import Path

from engine.blob import FilePlace
from engine.ports import BlobStore
from engine.store.blobs import FileBlobStore, MemoryBlobStore

_SQLITE = "sqlite:///"


def blobs_at(place: FilePlace) -> BlobStore | None:
    """The store of this place; None when it names none. Raises InvalidCommand, see S3BlobStore."""
    if place.url:
        from engine.store.blobs_s3 import S3BlobStore

        return S3BlobStore(place)
    return FileBlobStore(place.folder) if place.folder else None


def blobs_for(url: str) -> BlobStore:
    """Where uploads lie when nothing is said: beside an SQLite file (`cases.db` -> `cases.files`),
    in a folder beside PostgreSQL's nodes, in memory for a database in memory."""
    if url.startswith(_SQLITE):
        return FileBlobStore(Path(url.removeprefix(_SQLITE)).with_suffix(".files"))
    if url.startswith("postgresql"):
        return FileBlobStore(Path(".guicheng") / "files")
    return MemoryBlobStore()
