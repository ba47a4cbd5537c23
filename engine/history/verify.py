"""Checks the whole log, or one case, against its chains, heads and seals; names the first bad row.

Everything is read a bounded page at a time. Two passes: by case (numbers, hashes, command ids,
heads), then in commit order (seals). A chain alone cannot see that its newest rows were cut off:
the head of the case's own row and the seals do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

from engine.codec import decode_envelope, is_command
from engine.errors import IntegrityViolation, Text
from engine.history.chain import GENESIS, link
from engine.history.merkle import Frontier, leaf_hash
from engine.ports import SealLog
from engine.views import Head, LogRow, Seal

PAGE: Final = 2_000
T = TypeVar("T")


class LogReader(SealLog, Protocol):
    """What verifying reads."""

    def rows(self, instance_id: str, after_version: int = 0) -> list[LogRow]: ...

    def all_rows(self, after_seq: int = 0, limit: int = 10_000) -> list[LogRow]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """Where history does not hold. For a missing row, the place where it should be."""

    seq: int
    instance_id: str
    version: int
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What verifying found. `tree_size` and `root` are of the newest seal that was checked."""

    ok: bool
    rows: int
    instances: int
    first_bad: BadRow | None
    tree_size: int
    root: bytes


@dataclass(slots=True)
class _Count:
    """How far a pass has come."""

    rows: int = 0
    instances: int = 0


class _Broken(Exception):
    """The first row that does not hold, carried out of the nested passes."""

    def __init__(self, bad: BadRow) -> None:
        super().__init__(bad.reason.en)
        self.bad = bad


def verify_log(store: LogReader) -> Verdict:
    """Every row, case and seal. Never raises for damage: the verdict says it."""
    count, frontier = _Count(), Frontier()
    bad: BadRow | None = None
    try:
        _check_cases(_rows_by_case(store), _heads(store), count)
        _check_seals(store, frontier)
    except _Broken as broken:
        bad = broken.bad
    return Verdict(
        ok=bad is None,
        rows=count.rows,
        instances=count.instances,
        first_bad=bad,
        tree_size=frontier.size,
        root=frontier.root(),
    )


def verify_instance(store: LogReader, instance_id: str) -> Verdict:
    """One case: its chain and its head. Seals are over all cases and not checked here."""
    head = store.head(instance_id)
    rows, count = store.rows(instance_id), _Count()
    bad: BadRow | None = None
    try:
        _check_cases(iter(rows), iter(() if head is None else (head,)), count)
    except _Broken as broken:
        bad = broken.bad
    return Verdict(
        ok=bad is None,
        rows=count.rows,
        instances=count.instances,
        first_bad=bad,
        tree_size=0,
        root=Frontier().root(),
    )


def _pages(page: Callable[[T | None], list[T]]) -> Iterator[T]:
    last: T | None = None
    while True:
        found = page(last)
        yield from found
        if len(found) < PAGE:
            return
        last = found[-1]


def _rows_by_case(store: LogReader) -> Iterator[LogRow]:
    def page(last: LogRow | None) -> list[LogRow]:
        place = ("", 0) if last is None else (last.instance_id, last.version)
        return store.rows_by_instance(*place, PAGE)

    return _pages(page)


def _heads(store: LogReader) -> Iterator[Head]:
    return _pages(lambda last: store.heads("" if last is None else last.instance_id, PAGE))


def _seals(store: LogReader) -> Iterator[Seal]:
    return _pages(lambda last: store.seals(0 if last is None else last.size, PAGE))


def _rows_in_order(store: LogReader) -> Iterator[LogRow]:
    return _pages(lambda last: store.all_rows(0 if last is None else last.seq, PAGE))


def _check_cases(rows: Iterable[LogRow], heads: Iterator[Head], count: _Count) -> None:
    """Chains against heads, both in the order of case ids."""
    last: LogRow | None = None
    for row in rows:
        if last is not None and last.instance_id != row.instance_id:
            _check_head(last, next(heads, None))
            last = None
        _check_row(row, last)
        count.instances += last is None
        count.rows += 1
        last = row
    if last is not None:
        _check_head(last, next(heads, None))
    left = next(heads, None)
    if left is not None:
        raise _missing_rows(left, 0)


def _check_row(row: LogRow, last: LogRow | None) -> None:
    version, previous = (0, GENESIS) if last is None else (last.version, last.hash)
    if row.version != version + 1:
        raise _broken(
            row,
            f"缺少版本 {version + 1}",
            f"Expected version {version + 1} before it: a row is missing",
        )
    try:
        expected = link(previous, row.instance_id, row.version, row.type, row.body)
    except ValueError as error:
        raise _broken(row, "标识含有换行", "Expected an id and a type of one line") from error
    if expected != row.hash:
        raise _broken(
            row,
            "哈希与内容或前一行不符",
            "Expected the hash of its content and of the row before: it was altered",
        )
    _check_command_id(row)


def _check_command_id(row: LogRow) -> None:
    expected = None
    if is_command(row.type):
        try:
            expected = decode_envelope(row.body).id
        except IntegrityViolation as error:
            raise _Broken(_bad(row, error.text)) from error
    if row.command_id != expected:
        raise _broken(
            row,
            "命令编号与内容不符",
            f"Expected command id {expected} as in its body, got {row.command_id}",
        )


def _check_head(last: LogRow, head: Head | None) -> None:
    """The case's own row must end where the chain ends."""
    if head is None or head.instance_id > last.instance_id:
        raise _broken(last, "没有对应的实例", "Expected its case among the cases")
    if head.instance_id < last.instance_id:
        raise _missing_rows(head, 0)
    if head.version > last.version:
        raise _missing_rows(head, last.version)
    if head.version != last.version or head.hash != last.hash:
        raise _broken(
            last,
            f"与实例记录的第 {head.version} 版不符",
            f"Expected to end as its case says, at version {head.version}",
        )


def _missing_rows(head: Head, found: int) -> _Broken:
    reason = Text(
        zh=f"第 {found + 1} 至 {head.version} 版的日志已缺失",
        en=f"Expected rows up to version {head.version}, but those after {found} are gone",
    )
    bad = BadRow(seq=0, instance_id=head.instance_id, version=found + 1, reason=reason)
    return _Broken(bad)


def _check_seals(store: LogReader, frontier: Frontier) -> None:
    """The Merkle root at each seal, over the rows as they are now."""
    rows = _rows_in_order(store)
    first: LogRow | None = None
    last: LogRow | None = None
    for seal in _seals(store):
        first = None
        while frontier.size < seal.size:
            row = next(rows, None)
            if row is None:
                raise _cut_off(last, seal, frontier.size)
            first, last = first or row, row
            frontier.append(leaf_hash(row.hash))
        if frontier.root() != seal.root or (last is not None and last.seq != seal.last_seq):
            raise _unsealed(first or last, seal)


def _cut_off(last: LogRow | None, seal: Seal, found: int) -> _Broken:
    reason = Text(
        zh=f"封存了 {seal.size} 行,现仅有 {found} 行:末尾已被截去",
        en=f"Expected {seal.size} sealed rows, found {found}: the newest were cut off",
    )
    if last is None:
        return _Broken(BadRow(seq=1, instance_id="", version=0, reason=reason))
    return _Broken(
        BadRow(seq=last.seq + 1, instance_id=last.instance_id, version=last.version, reason=reason)
    )


def _unsealed(first: LogRow | None, seal: Seal) -> _Broken:
    reason = Text(
        zh=f"至 {seal.last_seq} 号的行与封存不符",
        en=f"Expected the rows from here to number {seal.last_seq} as they were sealed",
    )
    if first is None:
        return _Broken(BadRow(seq=1, instance_id="", version=0, reason=reason))
    return _Broken(_bad(first, reason))


def _bad(row: LogRow, reason: Text) -> BadRow:
    return BadRow(seq=row.seq, instance_id=row.instance_id, version=row.version, reason=reason)


def _broken(row: LogRow, zh: str, en: str) -> _Broken:
    return _Broken(_bad(row, Text(zh=zh, en=en)))
