"""Uploads and downloads: types are found in the bytes, names are never trusted."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

import filetype
from fastapi import Response, UploadFile

from api.auth import Visit
from api.errors import Refused
from api.reading import visible_file
from api.schemas.definitions import StoredFile
from engine.core.ids import Digest
from engine.errors import InvalidCommand, NotFound

UNKNOWN: Final = "application/octet-stream"
MAX_NAME: Final = 200


def upload(visit: Visit, file: UploadFile) -> StoredFile:
    """Keep a file; it belongs to a case once a form names it."""
    limit = visit.house.settings.max_file_bytes
    content = file.file.read(limit + 1)
    if len(content) > limit:
        raise Refused("too-large", "文件太大", f"Expected a file of at most {limit} bytes")
    if not content:
        raise InvalidCommand("文件是空的", "Expected a file that is not empty")
    digest = visit.house.runtime.blobs.put(content)
    name = plain_name(file.filename or "")
    return StoredFile(digest=digest, name=name, size=len(content), type=type_of(content))


def type_of(content: bytes) -> str:
    """The media type by the content's own marks."""
    kind = filetype.guess(content)
    if kind is not None:
        return str(kind.mime)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return UNKNOWN
    return UNKNOWN if "\0" in text else "text/plain"


def plain_name(name: str) -> str:
    """The last part of a name, without what could mislead or break a line."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(c for c in last if c.isprintable() and not "\ud800" <= c <= "\udfff")
    return kept.strip()[-MAX_NAME:] or "file"


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
