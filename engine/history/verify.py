"""Checks the whole log, or one case, against its chains, heads and seals; names the first bad row.

Everything is read a bounded page at a time. Two passes: by case (numbers, hashes, command ids,
heads), then in commit order (seals). A chain alone cannot see that its newest rows were cut off:
the head of the case's own row and the seals do. Cases may go on meanwhile: a head that does not
fit is looked at again, on its own, before it counts as damage. That look needs no pause in the
case: rows and head are committed together, so a head that is read after rows is never behind them,
and rows that are read after a head always reach it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
        _check_cases(store, count)
        _check_seals(store, frontier)
    except _Broken as broken:
        bad = broken.bad
    return _verdict(bad, count, frontier)


def verify_instance(store: LogReader, instance_id: str) -> Verdict:
    """One case: its chain and its head. Seals are over all cases and not checked here."""
    count = _Count()
    bad: BadRow | None = None
    try:
        count.rows = _check_case(store, instance_id)
        count.instances = int(count.rows > 0)
    except _Broken as broken:
        bad = broken.bad
    return _verdict(bad, count, Frontier())


def _verdict(bad: BadRow | None, count: _Count, frontier: Frontier) -> Verdict:
    return Verdict(
        ok=bad is None,
        rows=count.rows,
        instances=count.instances,
        first_bad=bad,
        tree_size=frontier.size,
        root=frontier.root(),
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


def _check_cases(store: LogReader, count: _Count) -> None:
    """Chains against heads, both in the order of case ids."""
    heads = _Heads(store)
    last: LogRow | None = None
    for row in _rows_by_case(store):
        if last is not None and last.instance_id != row.instance_id:
            heads.check(last)
            last = None
        _check_row(row, last)
        count.instances += last is None
        count.rows += 1
        last = row
    if last is not None:
        heads.check(last)
    heads.finish()


class _Heads:
    """The cases' own rows, walked beside the chains."""

    def __init__(self, store: LogReader) -> None:
        self._store = store
        self._heads = _heads(store)
        self._head = next(self._heads, None)

    def check(self, last: LogRow) -> None:
        """The case must end at its last row; cases before it, without rows, must not exist."""
        while self._head is not None and self._head.instance_id < last.instance_id:
            self._check_again(self._head.instance_id)
        head = self._head
        if head is None or not _ends_at(head, last):
            _check_case(self._store, last.instance_id)
        if head is not None and head.instance_id == last.instance_id:
            self._head = next(self._heads, None)

    def finish(self) -> None:
        """Whatever case is left must have rows after all."""
        while self._head is not None:
            self._check_again(self._head.instance_id)

    def _check_again(self, instance_id: str) -> None:
        _check_case(self._store, instance_id)
        self._head = next(self._heads, None)


def _ends_at(head: Head, last: LogRow) -> bool:
    same_place = (head.instance_id, head.version) == (last.instance_id, last.version)
    return same_place and head.hash == last.hash


def _check_case(store: LogReader, instance_id: str) -> int:
    """One case on its own: its rows, then its head, then the rows that came before that head."""
    last, count = _check_rows(store.rows(instance_id), None)
    head = store.head(instance_id)
    found = 0 if last is None else last.version
    if head is not None and head.version > found:
        newer = store.rows(instance_id, found)
        last, more = _check_rows([row for row in newer if row.version <= head.version], last)
        count += more
        if last is None or last.version < head.version:
            raise _missing_rows(head, 0 if last is None else last.version)
    if last is not None and (head is None or not _ends_at(head, last)):
        raise _misplaced(last, head)
    return count


def _check_rows(rows: list[LogRow], last: LogRow | None) -> tuple[LogRow | None, int]:
    """The last of these rows, which follow `last`, and how many they are."""
    for row in rows:
        _check_row(row, last)
        last = row
    return last, len(rows)


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


def _misplaced(last: LogRow, head: Head | None) -> _Broken:
    """The case's own row is not there, or ends elsewhere than the chain."""
    if head is None:
        return _broken(last, "没有对应的案件", "Expected its case among the cases")
    return _broken(
        last,
        f"与案件记录的第 {head.version} 版不符",
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
    last: LogRow | None = None
    while True:
        seals = store.seals(frontier.size, PAGE)
        if not seals:
            return
        rows = _sealed_rows(store, last, seals[-1].size - frontier.size)
        for seal in seals:
            last = _check_seal(seal, rows, frontier, last)


def _sealed_rows(store: LogReader, last: LogRow | None, count: int) -> Iterator[LogRow]:
    """The next rows in commit order, never more than were sealed: later ones may still change."""
    after = 0 if last is None else last.seq
    while count > 0:
        found = store.all_rows(after, min(count, PAGE))
        if not found:
            return
        yield from found
        after = found[-1].seq
        count -= len(found)


def _check_seal(
    seal: Seal, rows: Iterator[LogRow], frontier: Frontier, last: LogRow | None
) -> LogRow | None:
    """The last row under the seal."""
    first: LogRow | None = None
    while frontier.size < seal.size:
        row = next(rows, None)
        if row is None:
            raise _cut_off(last, seal, frontier.size)
        first, last = first or row, row
        frontier.append(leaf_hash(row.hash))
    if frontier.root() != seal.root or (last is not None and last.seq != seal.last_seq):
        raise _unsealed(first or last, seal)
    return last


def _cut_off(last: LogRow | None, seal: Seal, found: int) -> _Broken:
    reason = Text(
        zh=f"封存了 {seal.size} 行，现仅有 {found} 行：末尾已被截去",
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
