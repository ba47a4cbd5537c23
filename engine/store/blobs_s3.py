"""People's uploaded files in an object store that speaks S3: put, read and asked for, never listed.

The address of the objects is the whole configuration: `https://host/bucket` where the bucket is
part of the path, `https://bucket.host` where it is part of the name; a prefix may follow either.
"""

from __future__ import annotations

import hashlib
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import IO, Final
from urllib.parse import urlsplit

import httpx2

from engine.blob import CHUNK, Blob, FilePlace
from engine.core.ids import Digest
from engine.errors import CommandRejected, InvalidCommand
from engine.store.blobs import hex_of, in_folders, whole
from engine.store.s3_signature import EMPTY, Signer

TIMEOUT: Final = httpx2.Timeout(60, connect=10)
TRIES: Final = 3
PAUSE_SECONDS: Final = 0.2
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_OK: Final = 200
_MISSING: Final = 404
_BUSY: Final = frozenset({500, 502, 503, 504})

Body = Callable[[], Iterable[bytes]]


class StorageUnavailable(CommandRejected):
    """The object store does not answer, or refuses what it is asked."""

    kind = "unavailable"

    def __init__(self, why: str) -> None:
        super().__init__("文件存储暂时不可用", f"Expected the object store to answer: {why}")


class S3BlobStore:
    """A BlobStore of objects named by the digits of their digest, as files are."""

    def __init__(self, place: FilePlace) -> None:
        """Raises InvalidCommand when the place says too little, or would send files in the clear.
        Nothing is asked of the store yet."""
        self._address = _checked(place).rstrip("/")
        self._signer = Signer(key=place.key, secret=place.secret, region=place.region)
        self._client = httpx2.Client(timeout=TIMEOUT, follow_redirects=False)

    def put(self, content: bytes) -> Digest:
        """Durable when it returns."""
        return self.put_pieces([content])

    def put_pieces(self, pieces: Iterable[bytes]) -> Digest:
        """Durable when it returns, and never whole in memory: the digest, which names the object,
        is known only at the end, so that the pieces lie in a temporary file until then."""
        hashed, size = hashlib.sha256(), 0
        with tempfile.TemporaryFile() as kept:
            for piece in pieces:
                hashed.update(piece)
                size += kept.write(piece)
            digest = Digest(f"sha256:{hashed.hexdigest()}")
            if not self.has(digest):
                self._send(digest, size, lambda: _from_start(kept))
        return digest

    def _send(self, digest: Digest, size: int, body: Body) -> None:
        """The signature covers the digest: the store refuses bytes that were changed on the way."""
        headers = {"Content-Length": str(size), "Content-Type": "application/octet-stream"}
        with self._asked("PUT", digest, headers, body) as answer:
            if answer.status_code != _OK:
                raise _refusal(answer)

    def read(self, digest: Digest) -> Blob | None:
        """The content, checked as it is read; None when it is not there."""
        size = self._size(digest)
        return None if size is None else Blob(size=size, pieces=whole(self._pieces(digest), digest))

    def has(self, digest: Digest) -> bool:
        """Whether the content is there."""
        return self._size(digest) is not None

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def _size(self, digest: Digest) -> int | None:
        if hex_of(digest) is None:
            return None
        with self._asked("HEAD", digest, {}, None) as answer:
            if answer.status_code == _MISSING:
                return None
            if answer.status_code != _OK:
                raise _refusal(answer)
            return int(answer.headers["Content-Length"])

    def _pieces(self, digest: Digest) -> Iterator[bytes]:
        with self._asked("GET", digest, {"Accept-Encoding": "identity"}, None) as answer:
            if answer.status_code != _OK:
                raise _refusal(answer)
            yield from answer.iter_raw(CHUNK)

    @contextmanager
    def _asked(
        self, method: str, digest: Digest, headers: Mapping[str, str], body: Body | None
    ) -> Iterator[httpx2.Response]:
        """The answer, its body not read yet. Asks again what was not answered: every request
        means the same twice. Raises StorageUnavailable."""
        for attempt in range(1, TRIES + 1):
            try:
                answer = self._ask(method, digest, headers, body)
            except httpx2.TransportError as error:
                if attempt == TRIES:
                    raise StorageUnavailable(type(error).__name__) from error
            else:
                if answer.status_code not in _BUSY or attempt == TRIES:
                    break
                answer.close()
            time.sleep(PAUSE_SECONDS * attempt)
        try:
            yield answer
        except httpx2.TransportError as error:
            raise StorageUnavailable(type(error).__name__) from error
        finally:
            answer.close()

    def _ask(
        self, method: str, digest: Digest, headers: Mapping[str, str], body: Body | None
    ) -> httpx2.Response:
        digits = digest.removeprefix("sha256:")
        url = f"{self._address}/{in_folders(digits)}"
        signed = self._signer.headers(method, url, digits if body else EMPTY, datetime.now(UTC))
        request = self._client.build_request(
            method, url, headers={**headers, **signed}, content=body() if body else None
        )
        return self._client.send(request, stream=True)


def _checked(place: FilePlace) -> str:
    """The address. What is missing is refused before anybody uploads."""
    parts = urlsplit(place.url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query:
        raise _unusable("GUICHENG_FILES_URL", "an address such as https://host/bucket")
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise _unusable("GUICHENG_FILES_URL", "https, except on this machine itself")
    if not place.key or not place.secret:
        raise _unusable("GUICHENG_FILES_KEY / GUICHENG_FILES_SECRET", "a key and its secret")
    if place.folder is not None:
        raise _unusable("GUICHENG_FILES_FOLDER", "none, as GUICHENG_FILES_URL is given")
    return place.url


def _unusable(setting: str, en: str) -> InvalidCommand:
    return InvalidCommand(f"设置 {setting} 无效", f"Expected of {setting}: {en}")


def _refusal(answer: httpx2.Response) -> StorageUnavailable:
    return StorageUnavailable(f"it answered {answer.status_code}")


def _from_start(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(CHUNK):
        yield piece
