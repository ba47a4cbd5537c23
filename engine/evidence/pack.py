"""Packs one case into a ZIP: a sheet to read, the record, what was in force, proofs, a manifest.

The bytes depend on the log, on which files are asked for and on the words beside the processes, on
nothing else: the same case at the same version under the same seal gives the same file.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

import orjson

from engine.bootstrap import Runtime
from engine.codec import decode_envelope, decode_event, is_command
from engine.core.events import OpinionGiven
from engine.core.values import to_plain
from engine.errors import NotFound
from engine.evidence.guide import GUIDE
from engine.evidence.sheet import sheet
from engine.forms import files_in
from engine.history.inclusion import sealed_log
from engine.views import LogRow

FORMAT: Final = "guicheng-evidence/1"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_JSON: Final = orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
Files = dict[str, bytes]


def evidence(runtime: Runtime, instance_id: str, *, with_files: bool = False) -> bytes:
    """The file of one case; with the contents of its attachments, or their digests alone.

    Raises NotFound.
    """
    rows = runtime.store.rows(instance_id)
    if not rows:
        raise NotFound(f"没有案件 {instance_id}", f"Expected a case, got {instance_id!r}")
    live = runtime.live(instance_id)
    attached = _attachments(rows)
    files: Files = {
        "README.txt": GUIDE.encode(),
        "case.html": sheet(live.case.bundle, rows, runtime.people.at(_last(rows))),
        "events.jsonl": b"".join(map(_line, rows)),
        "attachments.json": _json({"items": attached}),
        "proof.json": _json(_proof(runtime, rows)),
        **_definitions(runtime, live.case.bundle.pinned),
    }
    if with_files:
        files |= dict(_contents(runtime, attached))
    files["manifest.json"] = _json(_manifest(instance_id, rows, files))
    return _zip(files)


def _last(rows: Sequence[LogRow]) -> datetime:
    """When the last of these commands was given."""
    return next(decode_envelope(row.body).at for row in reversed(rows) if is_command(row.type))


def _line(row: LogRow) -> bytes:
    """One row whole. The body is a text, so that its bytes can be hashed again."""
    told = {
        "seq": row.seq,
        "version": row.version,
        "type": row.type,
        "command_id": row.command_id,
        "body": row.body.decode(),
        "hash": row.hash.hex(),
    }
    return orjson.dumps(told, option=orjson.OPT_SORT_KEYS) + b"\n"


def _json(value: Any) -> bytes:
    return orjson.dumps(value, option=_JSON)


def _attachments(rows: Sequence[LogRow]) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        if is_command(row.type):
            continue
        event = decode_event(row.type, row.body)
        if isinstance(event, OpinionGiven) and event.signature:
            digest = str(event.signature)
            found.setdefault(digest, {"digest": digest, "name": "signature", "row": row.version})
        plain = {name: getattr(event, name) for name in ("new", "data") if hasattr(event, name)}
        for file in files_in(plain):
            known = {key: file[key] for key in ("name", "size", "type") if key in file}
            digest = str(file["digest"])
            told = {"digest": digest, **to_plain(known), "row": row.version}
            found.setdefault(digest, told)
    return [found[digest] for digest in sorted(found)]


def _contents(
    runtime: Runtime, attached: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[str, bytes]]:
    for one in attached:
        blob = runtime.blobs.read(one["digest"])
        if blob is not None:
            name = str(one["digest"]).replace(":", "-")
            yield f"attachments/{name}", b"".join(blob.pieces)


_SUFFIX: Final = {"bpmn": "bpmn", "dmn": "dmn", "form": "form.json"}


def _definitions(runtime: Runtime, pinned: Mapping[str, str]) -> Files:
    """What was in force: each file once, named by its digest; and what is pinned to which."""
    found: Files = {"definitions/pinned.json": _json(dict(sorted(pinned.items())))}
    for digest in sorted(set(pinned.values())):
        artifact = runtime.store.artifact(digest)
        if artifact is not None:
            suffix = _SUFFIX.get(artifact.kind, artifact.kind)
            found[f"definitions/{digest.replace(':', '-')}.{suffix}"] = artifact.content
    return found


def _proof(runtime: Runtime, rows: Sequence[LogRow]) -> dict[str, Any]:
    sealed = sealed_log(runtime.store)
    chain = {"genesis": "00" * 32, "head": rows[-1].hash.hex(), "rows": len(rows)}
    if sealed is None or not sealed.holds:
        return {"chain": chain, "seal": None, "inclusion": []}
    return {
        "chain": chain,
        "seal": {
            "size": sealed.seal.size,
            "last_seq": sealed.seal.last_seq,
            "root": sealed.seal.root.hex(),
        },
        "inclusion": [
            {
                "version": one.version,
                "index": one.index,
                "path": [hash_.hex() for hash_ in one.path],
            }
            for one in sealed.places(rows)
        ],
    }


def _manifest(instance_id: str, rows: Sequence[LogRow], files: Files) -> dict[str, Any]:
    listed = [
        {"path": path, "size": len(content), "sha256": sha256(content).hexdigest()}
        for path, content in sorted(files.items())
    ]
    place = {"case": instance_id, "version": rows[-1].version, "last_seq": rows[-1].seq}
    return {"format": FORMAT, **place, "files": listed}


def _zip(files: Files) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for path, content in sorted(files.items()):
            entry = zipfile.ZipInfo(path, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return buffer.getvalue()
