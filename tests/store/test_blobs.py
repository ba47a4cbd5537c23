"""Uploaded files: kept once under their digest, read in pieces, and changed content noticed."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import threading
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from engine.blob import FilePlace
from engine.core.ids import Digest
from engine.errors import IntegrityViolation, InvalidCommand
from engine.ports import BlobStore
from engine.store.blob_places import blobs_at
from engine.store.blobs import FileBlobStore, MemoryBlobStore, digest_of
from engine.store.blobs_s3 import S3BlobStore, StorageUnavailable

ROOT = Path(__file__).parents[2]
CONTRACT = "合同".encode()
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def bucket() -> Iterator[FilePlace]:
    """An empty bucket of a server that is started here, and who may use it."""
    if importlib.util.find_spec("moto") is None or importlib.util.find_spec("flask") is None:
        if os.environ.get("GUICHENG_REQUIRE_S3"):
            pytest.fail("Expected moto and flask, of the test extra (GUICHENG_REQUIRE_S3 is set)")
        pytest.skip("Expected moto and flask, of the test extra")
    command = [sys.executable, "-m", "tests.store.s3_server"]
    environment = {key: value for key, value in os.environ.items() if "PROXY" not in key.upper()}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as server:
        try:
            assert server.stdout is not None
            url, key, secret = server.stdout.readline().decode().split()
            yield FilePlace(url=url, key=key, secret=secret)
        finally:
            server.terminate()


@pytest.fixture(params=["memory", "files", "s3"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[BlobStore]:
    if request.param == "s3":
        store: BlobStore = S3BlobStore(request.getfixturevalue("bucket"))
    else:
        folder = FileBlobStore(tmp_path / "blobs")
        store = MemoryBlobStore() if request.param == "memory" else folder
    yield store
    store.close()


def content_of(blobs: BlobStore, digest: Digest) -> bytes:
    blob = blobs.read(digest)
    assert blob is not None
    content = b"".join(blob.pieces)
    assert len(content) == blob.size
    return content


def test_content_comes_back_under_its_digest(blobs: BlobStore) -> None:
    digest = blobs.put_pieces([CONTRACT[:3], CONTRACT[3:]])

    assert digest == digest_of(CONTRACT)
    assert blobs.put_pieces([CONTRACT]) == digest
    assert content_of(blobs, digest) == CONTRACT
    assert blobs.has(digest)


@pytest.mark.parametrize("digest", ["sha256:" + "0" * 64, "../../etc/passwd", "sha256:../x", ""])
def test_unknown_digest_is_not_there(blobs: BlobStore, digest: str) -> None:
    assert blobs.read(Digest(digest)) is None
    assert not blobs.has(Digest(digest))


@pytest.mark.parametrize("kind", ["files", "s3"])
def test_file_of_64_megabytes_is_never_whole_in_memory(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    files = kind == "files"
    blobs = FileBlobStore(tmp_path) if files else S3BlobStore(request.getfixturevalue("bucket"))
    block = bytes(range(256)) * 256

    tracemalloc.start()
    try:
        digest = blobs.put_pieces(block for _ in range(1024))
        blob = blobs.read(digest)
        assert blob is not None
        size = sum(len(piece) for piece in blob.pieces)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
        blobs.close()

    assert size == blob.size == 64 * 1024 * 1024
    assert peak < 2 * MEGABYTE


def test_changed_file_breaks_off_before_its_end(tmp_path: Path) -> None:
    blobs = FileBlobStore(tmp_path)
    digest = blobs.put(b"contract" * 20_000)
    (stored,) = (path for path in tmp_path.rglob("*") if path.is_file())

    stored.write_bytes(stored.read_bytes()[:-1] + b"!")

    blob = blobs.read(digest)
    assert blob is not None
    seen: list[bytes] = []
    with pytest.raises(IntegrityViolation):
        seen.extend(blob.pieces)
    assert 0 < sum(map(len, seen)) < blob.size


def test_changed_object_is_refused(bucket: FilePlace) -> None:
    import boto3

    blobs = S3BlobStore(bucket)
    digest = blobs.put(b"a contract")
    address, _, name = bucket.url.rpartition("/")
    theirs = boto3.client(
        "s3",
        region_name=bucket.region,
        endpoint_url=address,
        aws_access_key_id=bucket.key,
        aws_secret_access_key=bucket.secret,
    )
    (stored,) = [
        entry["Key"]
        for entry in theirs.list_objects_v2(Bucket=name)["Contents"]
        if entry["Key"].endswith(digest.removeprefix("sha256:"))
    ]
    theirs.put_object(Bucket=name, Key=stored, Body=b"b contract")

    blob = blobs.read(digest)

    assert blob is not None
    with pytest.raises(IntegrityViolation):
        list(blob.pieces)
    theirs.close()
    blobs.close()


@pytest.mark.parametrize("wrong", [{"secret": "wrong"}, {"key": "AKIAWRONG"}])
def test_store_that_refuses_is_told_without_the_secret(
    bucket: FilePlace, wrong: dict[str, str]
) -> None:
    blobs = S3BlobStore(replace(bucket, **wrong))

    with pytest.raises(StorageUnavailable, match="403") as refused:
        blobs.has(digest_of(CONTRACT))
    assert bucket.secret not in str(refused.value)
    blobs.close()


class Busy(BaseHTTPRequestHandler):
    """A store that answers only when asked for the third time."""

    asked = 0

    def do_HEAD(self) -> None:
        Busy.asked += 1
        self.send_response(503 if Busy.asked < 3 else 404)
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


def test_busy_store_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.store.blobs_s3.PAUSE_SECONDS", 0)
    with HTTPServer(("127.0.0.1", 0), Busy) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/uploads"
        blobs = S3BlobStore(FilePlace(url=address, key="k", secret="s"))
        assert not blobs.has(digest_of(CONTRACT))
        blobs.close()
        server.shutdown()

    gone = S3BlobStore(FilePlace(url=address, key="k", secret="s"))
    with pytest.raises(StorageUnavailable):
        gone.has(digest_of(CONTRACT))
    gone.close()
    assert Busy.asked == 3


WELL = FilePlace(url="https://s3.example.org/uploads", key="k", secret="s")


@pytest.mark.parametrize(
    "place",
    [
        replace(WELL, key=""),
        replace(WELL, secret=""),
        replace(WELL, url="http://s3.example.org/uploads"),
        replace(WELL, url="ftp://s3.example.org/uploads"),
        replace(WELL, url="uploads"),
        replace(WELL, folder=Path("files")),
    ],
)
def test_place_that_says_too_little_is_refused(place: FilePlace) -> None:
    with pytest.raises(InvalidCommand, match="GUICHENG_FILES"):
        blobs_at(place)


def test_place_decides_the_store(tmp_path: Path) -> None:
    chosen = blobs_at(WELL)

    assert isinstance(chosen, S3BlobStore)
    chosen.close()
    assert isinstance(blobs_at(FilePlace(folder=tmp_path)), FileBlobStore)
    assert blobs_at(FilePlace()) is None
