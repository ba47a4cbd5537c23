"""Checks a file of evidence alone: no network, no server, no database."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

import orjson

from engine.bootstrap import open_runtime
from engine.codec import decode_envelope
from engine.core.commands import StartInstance
from engine.errors import GuichengError, InvalidCommand, Text
from engine.evidence.pack import FORMAT
from engine.history.chain import GENESIS, link
from engine.history.merkle import leaf_hash, root_of_inclusion
from engine.history.proof import ran_on
from engine.history.replay import replay, sameness
from engine.views import Artifact, Deployment, LogRow

MOST_BYTES: Final = 1_000_000_000
"""What is unpacked at most."""

Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One check of the file, in a sentence."""

    key: str
    passed: bool
    text: Text


def check_evidence(data: bytes) -> list[Checked]:
    """Every check in order; those after a failed one are made too, as far as they can be.

    Raises InvalidCommand for what is no such file.
    """
    files = _unpacked(data)
    case = _case(files)
    rows = _rows(files, case)
    checks: tuple[tuple[str, Callable[[], tuple[bool, str, str]]], ...] = (
        ("manifest", lambda: _manifest(files)),
        ("chain", lambda: _chain(rows)),
        ("seal", lambda: _seal(files, rows)),
        ("definitions", lambda: _definitions(files, rows)),
        ("replay", lambda: _replay(files, rows)),
    )
    return [_made(key, check) for key, check in checks]


def _made(key: str, check: Callable[[], tuple[bool, str, str]]) -> Checked:
    try:
        passed, zh, en = check()
    except GuichengError as error:
        passed, zh, en = False, error.text.zh, error.text.en
    except (KeyError, ValueError, TypeError) as error:
        passed, zh, en = False, f"内容不完整：{error}", f"Expected it whole: {error}"
    return Checked(key=key, passed=passed, text=Text(zh=zh, en=en))


def _no_evidence(why: str) -> InvalidCommand:
    return InvalidCommand(f"不是证据包：{why}", f"Expected a file of evidence: {why}")


def _unpacked(data: bytes) -> Files:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(one.file_size for one in archive.infolist()) > MOST_BYTES:
                raise _no_evidence("too large")
            return {name: archive.read(name) for name in archive.namelist()}
    except zipfile.BadZipFile as error:
        raise _no_evidence(str(error)) from error


def _case(files: Files) -> str:
    try:
        manifest = orjson.loads(files["manifest.json"])
        if manifest["format"] != FORMAT:
            raise _no_evidence(str(manifest["format"]))
        return str(manifest["case"])
    except (KeyError, ValueError, TypeError) as error:
        raise _no_evidence(str(error)) from error


def _rows(files: Files, case: str) -> list[LogRow]:
    try:
        told = [orjson.loads(line) for line in files["events.jsonl"].splitlines()]
        return [
            LogRow(
                instance_id=case,
                version=one["version"],
                type=one["type"],
                command_id=one["command_id"],
                body=one["body"].encode(),
                hash=bytes.fromhex(one["hash"]),
                seq=one["seq"],
            )
            for one in told
        ]
    except (KeyError, ValueError, TypeError) as error:
        raise _no_evidence(str(error)) from error


def _manifest(files: Files) -> tuple[bool, str, str]:
    listed = {one["path"]: one["sha256"] for one in orjson.loads(files["manifest.json"])["files"]}
    found = {
        path: sha256(content).hexdigest()
        for path, content in files.items()
        if path != "manifest.json"
    }
    wrong = sorted(path for path in listed | found if listed.get(path) != found.get(path))
    if wrong:
        return False, f"与清单不符：{wrong[0]}", f"Not as listed: {wrong[0]}"
    return True, f"{len(found)} 个文件与清单相同", f"{len(found)} files are as listed"


def _chain(rows: list[LogRow]) -> tuple[bool, str, str]:
    previous = GENESIS
    for number, row in enumerate(rows, 1):
        expected = link(previous, row.instance_id, row.version, row.type, row.body)
        if row.version != number or row.hash != expected:
            return (
                False,
                f"第 {number} 行对不上",
                f"Row {number} does not follow from the one before",
            )
        previous = row.hash
    return True, f"{len(rows)} 行首尾相接", f"{len(rows)} rows follow from each other"


def _seal(files: Files, rows: list[LogRow]) -> tuple[bool, str, str]:
    proof = orjson.loads(files["proof.json"])
    if proof["chain"]["head"] != rows[-1].hash.hex() or proof["chain"]["rows"] != len(rows):
        return False, "链尾与证明不符", "The end of the chain is not the one of the proof"
    seal = proof["seal"]
    if seal is None:
        return True, "导出时尚未封存", "Nothing was sealed when it was exported"
    hashes = {row.version: row.hash for row in rows}
    for one in proof["inclusion"]:
        path = [bytes.fromhex(step) for step in one["path"]]
        leaf = leaf_hash(hashes[one["version"]])
        if root_of_inclusion(leaf, one["index"], seal["size"], path) != bytes.fromhex(seal["root"]):
            version = one["version"]
            return False, f"第 {version} 行不在封存之内", f"Row {version} is not under the seal"
    count = len(proof["inclusion"])
    return (
        True,
        f"{count} 行在封存之内（总账 {seal['size']} 行，根 {seal['root']}）",
        f"{count} rows are under the seal (log of {seal['size']} rows, root {seal['root']})",
    )


def _start(rows: list[LogRow]) -> StartInstance:
    command = decode_envelope(rows[0].body).command
    if not isinstance(command, StartInstance):
        raise _no_evidence("it does not begin with StartInstance")
    return command


def _contents(files: Files) -> dict[str, bytes]:
    """Content of the definitions by its digest, worked out anew."""
    return {
        f"sha256:{sha256(content).hexdigest()}": content
        for path, content in files.items()
        if path.startswith("definitions/") and path != "definitions/pinned.json"
    }


def _definitions(files: Files, rows: list[LogRow]) -> tuple[bool, str, str]:
    pinned, found = _start(rows).pinned, _contents(files)
    missing = sorted(key for key, digest in pinned.items() if digest not in found)
    if missing:
        return False, f"缺少或已改动：{missing[0]}", f"Missing or altered: {missing[0]}"
    return (
        True,
        f"{len(found)} 个定义文件正是案件开始时绑定的版本",
        f"{len(found)} definitions are those that the case was bound to when it began",
    )


class _Alone:
    """The rows of the file as a log."""

    def __init__(self, rows: list[LogRow]) -> None:
        self._rows = rows

    def rows(self, instance_id: str, after_version: int = 0) -> list[LogRow]:
        return [row for row in self._rows if row.version > after_version]


def _replay(files: Files, rows: list[LogRow]) -> tuple[bool, str, str]:
    runtime = open_runtime("memory:")
    try:
        now = decode_envelope(rows[0].body).at
        artifacts = tuple(
            Artifact(digest=digest, kind="", name="", content=content)
            for digest, content in _contents(files).items()
        )
        runtime.store.save(Deployment(id="evidence", at=now, by="evidence", artifacts=artifacts))
        log: Any = _Alone(rows)
        case = rows[0].instance_id
        name = ran_on(log, case, runtime.interpreter.name)
        verdict = replay(log, runtime.cases_on(runtime.another_interpreter(name)), case)
    finally:
        runtime.close()
    if verdict.equal:
        same = sameness(verdict)
        return (
            True,
            f"{verdict.commands} 次操作重新执行，{verdict.events} 个结果{same.zh}",
            f"{verdict.commands} commands led to the same {verdict.events} events{same.en}",
        )
    version = verdict.difference.version if verdict.difference else 0
    return False, f"重新执行与第 {version} 行不同", f"Executed again it differs at row {version}"
