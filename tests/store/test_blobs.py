"""Uploaded files: kept once under their digest, and changed content noticed."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.core.ids import Digest
from engine.errors import IntegrityViolation
from engine.ports import BlobStore
from engine.store.blobs import FileBlobStore, MemoryBlobStore, digest_of


@pytest.fixture(params=["memory", "files"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> BlobStore:
    return MemoryBlobStore() if request.param == "memory" else FileBlobStore(tmp_path / "blobs")


def test_content_comes_back_under_its_digest(blobs: BlobStore) -> None:
    digest = blobs.put("合同".encode())

    assert digest == digest_of("合同".encode())
    assert blobs.put("合同".encode()) == digest
    assert blobs.get(digest) == "合同".encode()
    assert blobs.has(digest)


@pytest.mark.parametrize("digest", ["sha256:" + "0" * 64, "../../etc/passwd", "sha256:../x", ""])
def test_unknown_digest_is_not_there(blobs: BlobStore, digest: str) -> None:
    assert blobs.get(Digest(digest)) is None
    assert not blobs.has(Digest(digest))


def test_changed_file_is_refused(tmp_path: Path) -> None:
    blobs = FileBlobStore(tmp_path)
    digest = blobs.put(b"contract")
    (stored,) = (path for path in tmp_path.rglob("*") if path.is_file())

    stored.write_bytes(b"another contract")

    with pytest.raises(IntegrityViolation):
        blobs.get(digest)
