"""Uploads and downloads: types are found in the bytes, names are never trusted."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import Response, UploadFile

from api.auth import Visit
from api.errors import Refused
from api.reading import visible_file
from api.schemas.definitions import StoredFile
from engine.core.ids import Digest
from engine.errors import InvalidCommand, NotFound
from engine.uploads import Upload, plain_name, type_of


def upload(visit: Visit, file: UploadFile) -> StoredFile:
    """Keep a file of this person's; it belongs to a case once a form of theirs names it."""
    limit = visit.house.settings.max_file_bytes
    size = file.file.seek(0, 2)
    if size > limit:
        raise Refused("too-large", "文件太大", f"Expected a file of at most {limit} bytes")
    if not size:
        raise InvalidCommand("文件是空的", "Expected a file that is not empty")
    runtime = visit.house.runtime
    given = Upload(owner=visit.person.id, name=file.filename or "", at=runtime.clock.now())
    allowed = frozenset(visit.house.settings.file_types.split())
    kept = runtime.uploads.keep_file(file.file, given, allowed)
    return StoredFile(digest=kept.digest, name=kept.name, size=kept.size, type=kept.type)


def download(visit: Visit, digest: str) -> Response:
    """The bytes of a file that the case holds where this person may see it."""
    file = visible_file(visit, digest)
    content = visit.house.runtime.blobs.get(Digest(digest))
    if content is None:
        raise NotFound(f"没有文件 {digest}", f"Expected an uploaded file {digest}")
    name = quote(plain_name(str(file.get("name", ""))))
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "private, no-store",
    }
    return Response(content, media_type=type_of(content), headers=headers)
