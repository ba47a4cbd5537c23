"""Looks into an uploaded file before it is kept: what it is, and whether it is what it seems."""

from __future__ import annotations

import codecs
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Final

import filetype

from engine.errors import InvalidCommand

TEXT: Final = "text/plain"
UNKNOWN: Final = "application/octet-stream"
CHUNK: Final = 64 * 1024
HEAD: Final = 8 * 1024
MAX_ENTRIES: Final = 10_000
MAX_UNPACKED: Final = 200_000_000
MAX_RATIO: Final = 200
"""A document of text is packed to a fiftieth; a bomb to a thousandth."""

_ZIPS: Final = ("application/zip", "application/vnd.openxmlformats", "application/vnd.oasis")
_EXECUTABLE: Final = frozenset(
    {
        "application/x-msdownload",
        "application/x-executable",
        "application/wasm",
        "application/x-google-chrome-extension",
        "application/x-shockwave-flash",
    }
)
_MARKUP: Final = (b"<script", b"<html", b"<!doctype html", b"<iframe", b"<svg", b"<?php")
_ZIP_END: Final = b"PK\x05\x06"
_ZIP_END_WITHIN: Final = 65_557
_PDF: Final = b"%PDF-"


def inspect(file: BinaryIO, allowed: frozenset[str] = frozenset()) -> str:
    """The media type by the content's own marks. Reads the file a piece at a time.

    Raises InvalidCommand, with the reason, for what nobody should be sent: programs, pictures
    that also are a page or an archive, archives that unpack to far more than they are, and types
    that are not `allowed` (empty: all others are).
    """
    file.seek(0)
    head = file.read(HEAD)
    found = filetype.guess(head)
    kind = str(found.mime) if found else _text_or_unknown(file)
    if kind in _EXECUTABLE:
        raise _refused("程序文件不能上传", "no program")
    if kind == TEXT and head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        raise _refused("网页文件不能上传", "no page of markup")
    if allowed and kind not in allowed:
        raise _refused(f"不允许上传 {kind} 类型的文件", f"a type that is allowed, not {kind}")
    if kind.startswith(_ZIPS):
        _inspect_zip(file)
    elif kind != TEXT:
        _refuse_two_in_one(file, kind)
    file.seek(0)
    return kind


def _refused(zh: str, en: str) -> InvalidCommand:
    return InvalidCommand(zh, f"Expected {en}")


def pieces(file: BinaryIO) -> Iterator[bytes]:
    """The file from its beginning, a piece at a time."""
    file.seek(0)
    while piece := file.read(CHUNK):
        yield piece


def _text_or_unknown(file: BinaryIO) -> str:
    """Plain text is UTF-8 without NUL, to its end."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for piece in pieces(file):
            if b"\0" in piece:
                return UNKNOWN
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return UNKNOWN
    return TEXT


def _refuse_two_in_one(file: BinaryIO, kind: str) -> None:
    """A file that two programs take for two different things is none that an office needs."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _ZIP_END_WITHIN))
    if _ZIP_END in file.read():
        raise _refused("文件里藏有另一个压缩包", "a file without an archive in it")
    if not kind.startswith("image/"):
        return
    tail = b""
    for piece in pieces(file):
        window = (tail + piece).lower()
        if any(mark in window for mark in _MARKUP) or _PDF.lower() in window:
            raise _refused("图片里藏有网页或脚本", "a picture without a page or script in it")
        tail = piece[-32:]


def _inspect_zip(file: BinaryIO) -> None:
    """Unpack it into nothing, as far as it may go: what it says of itself is not believed."""
    size = file.seek(0, 2)
    limit = min(MAX_UNPACKED, max(size * MAX_RATIO, 1_000_000))
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_ENTRIES:
                raise _refused("压缩包内文件过多", f"at most {MAX_ENTRIES} entries")
            if sum(entry.compress_size for entry in entries) > size:
                raise _refused("压缩包内文件互相重叠", "an archive whose entries do not overlap")
            if sum(entry.file_size for entry in entries) > limit:
                raise _bomb()
            _unpack(archive, entries, limit)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise _refused("压缩文件已损坏，或无法检查", "an archive that can be read") from error


def _unpack(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], limit: int) -> None:
    left = limit
    for entry in entries:
        if entry.flag_bits & 1:
            raise _refused("加密的压缩包无法检查，请解密后上传", "an archive that is not encrypted")
        with archive.open(entry) as content:
            while piece := content.read(CHUNK):
                left -= len(piece)
                if left < 0:
                    raise _bomb()


def _bomb() -> InvalidCommand:
    return _refused("压缩文件解开后过大", "an archive that unpacks to a reasonable size")
