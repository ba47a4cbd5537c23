"""Uploads and downloads: types are found in the bytes, names are never trusted."""

from __future__ import annotations

from itertools import chain
from typing import Final
from urllib.parse import quote

from fastapi import Response, UploadFile
from starlette.responses import StreamingResponse

from api.auth import Visit
from api.errors import Refused
from api.reading import visible_file
from api.schemas.definitions import StoredFile
from api.settings import Settings
from engine.blob import FilePlace
from engine.core.ids import Digest
from engine.errors import InvalidCommand, NotFound
from engine.uploads import SIGNATURES, Upload, plain_name, type_of

SHOWN: Final = SIGNATURES | {"image/gif", "image/webp", "application/pdf"}
"""What a browser may show in the page: pictures, and PDF, which it shows in a viewer of its own."""
IN_PAGE: Final = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
"""No sandbox: browsers refuse to show a PDF in one."""


def upload(visit: Visit, file: UploadFile) -> StoredFile:
    """Keep a file of this person's; it belongs to a case once a form of theirs names it."""
    limit = visit.house.settings.max_file_bytes
    size = file.file.seek(0, 2)
    if size > limit:
        raise Refused(
            "too-large",
            f"文件太大，最多 {limit / 1_000_000:g} MB",
            f"Expected a file of at most {limit} bytes",
        )
    if not size:
        raise InvalidCommand("文件是空的", "Expected a file that is not empty")
    runtime = visit.house.runtime
    given = Upload(owner=visit.person.id, name=file.filename or "", at=runtime.clock.now())
    allowed = frozenset(visit.house.settings.file_types.split())
    kept = runtime.uploads.keep_file(file.file, given, allowed)
    return StoredFile(digest=kept.digest, name=kept.name, size=kept.size, type=kept.type)


def download(visit: Visit, digest: str, inline: bool = False) -> Response:
    """The bytes of a file that the case holds where this person may see it, a piece at a time.

    `inline` lets a browser show it, if by its own bytes it is a picture or a PDF; anything else,
    HTML and SVG above all, is only ever saved. A file that was changed where it is kept breaks off
    before its end.
    """
    file = visible_file(visit, digest)
    blob = visit.house.runtime.blobs.read(Digest(digest))
    if blob is None:
        raise NotFound(f"没有文件 {digest}", f"Expected an uploaded file {digest}")
    first = next(blob.pieces, b"")
    name = quote(plain_name(str(file.get("name", ""))))
    kind = type_of(first)
    shown = inline and kind in SHOWN
    headers = {
        "Content-Length": str(blob.size),
        "Content-Disposition": f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{name}",
        "Content-Security-Policy": IN_PAGE if shown else "sandbox; default-src 'none'",
        "Cache-Control": "private, no-store",
    }
    if shown:
        headers["X-Frame-Options"] = "SAMEORIGIN"
    return StreamingResponse(chain([first], blob.pieces), media_type=kind, headers=headers)


def kept_at(settings: Settings) -> FilePlace:
    """Where the settings say that uploads are kept."""
    return FilePlace(
        folder=settings.files_folder,
        url=settings.files_url,
        region=settings.files_region,
        key=settings.files_key,
        secret=settings.files_secret.get_secret_value(),
    )
