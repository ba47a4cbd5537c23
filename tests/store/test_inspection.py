"""Uploads are looked into: what is dangerous or not what it seems is refused with the reason."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from engine.errors import InvalidCommand
from engine.inspection import inspect
from engine.store.blobs import FileBlobStore, digest_of

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


def packed(entries: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"hello", "text/plain"),
        (b"a" * 100_000 + "合同".encode(), "text/plain"),
        (b"%PDF-1.7 contract", "application/pdf"),
        (PNG, "image/png"),
        (b"\x00\x01\x02\x03", "application/octet-stream"),
        (packed({"a.txt": b"hello" * 1000, "b/c.txt": b"x"}), "application/zip"),
    ],
    ids=["text", "long-text", "pdf", "png", "bytes", "zip"],
)
def test_plain_file_has_the_type_of_its_bytes(content: bytes, kind: str) -> None:
    assert inspect(io.BytesIO(content)) == kind


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (PNG + b"<SCRIPT>alert(1)</script>", "网页或脚本"),
        (PNG + b"\0" * 65_500 + b"<html>" + b"\0" * 99_000, "网页或脚本"),
        (PNG + b"%PDF-1.4", "网页或脚本"),
        (PNG + packed({"a": b"b"}), "另一个压缩包"),
        (b"%PDF-1.7" + packed({"a": b"b"}), "另一个压缩包"),
        (b"<!DOCTYPE html><p>", "网页文件"),
        (b"MZ" + b"\0" * 64, "程序文件"),
        (packed({"bomb": b"\0" * 30_000_000}), "过大"),
        (packed({"a": b"hello" * 100})[:-30], "损坏"),
    ],
    ids=[
        "script",
        "page-across",
        "pdf-in-png",
        "zip-in-png",
        "zip-in-pdf",
        "page",
        "program",
        "bomb",
        "cut",
    ],
)
def test_what_is_not_what_it_seems_is_refused_with_the_reason(content: bytes, why: str) -> None:
    with pytest.raises(InvalidCommand, match=why):
        inspect(io.BytesIO(content))


def test_type_that_is_not_allowed_is_refused() -> None:
    assert inspect(io.BytesIO(PNG), frozenset({"image/png"})) == "image/png"
    with pytest.raises(InvalidCommand, match="application/pdf"):
        inspect(io.BytesIO(b"%PDF-1.7"), frozenset({"image/png"}))


def test_pieces_are_kept_under_the_digest_of_the_whole(tmp_path: Path) -> None:
    blobs = FileBlobStore(tmp_path)

    digest = blobs.put_pieces([b"con", b"tract"])

    assert digest == digest_of(b"contract") == blobs.put(b"contract")
    blob = blobs.read(digest)
    assert blob is not None
    assert b"".join(blob.pieces) == b"contract"
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1
