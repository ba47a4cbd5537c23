"""Judges one case for a layman: chain, seal, re-execution, second interpreter, a sentence each."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from engine.bootstrap import Runtime
from engine.errors import GuichengError, Text
from engine.history.inclusion import MOST, sealed_log
from engine.history.replay import sameness
from engine.history.verify import verify_instance
from engine.proving import Prover

MOST_ROWS: Final = 20_000
"""Rows of a case that are re-executed at once; longer ones are for the command line."""


class Outcome(StrEnum):
    """What came of one check."""

    PASSED = "passed"
    FAILED = "failed"
    SILENT = "silent"  # it can say nothing of this case


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check: what came of it, in one sentence, and how long it took. `version` is the row of
    the case at which it failed, 0 where it is about no one row."""

    key: str
    outcome: Outcome
    text: Text
    milliseconds: int
    version: int = 0


_Said = tuple[Outcome, str, str] | tuple[Outcome, str, str, int]


def judge(runtime: Runtime, instance_id: str) -> list[Check]:
    """All four checks in order, from the cheapest on. Changes nothing."""
    prover = Prover(runtime)
    checks: tuple[tuple[str, Callable[[], _Said]], ...] = (
        ("chain", lambda: _chain(runtime, instance_id)),
        ("seal", lambda: _seal(runtime, instance_id)),
        ("replay", lambda: _replay(runtime, prover, instance_id)),
        ("witness", lambda: _witness(runtime, prover, instance_id)),
    )
    return [_timed(key, ask) for key, ask in checks]


def _timed(key: str, ask: Callable[[], _Said]) -> Check:
    began = time.perf_counter()
    try:
        outcome, zh, en, *row = ask()
    except GuichengError as error:
        outcome, zh, en, row = Outcome.FAILED, error.text.zh, error.text.en, []
    took = round((time.perf_counter() - began) * 1000)
    said = Text(zh=zh, en=en)
    version = row[0] if row else 0
    return Check(key=key, outcome=outcome, text=said, milliseconds=took, version=version)


def _chain(runtime: Runtime, instance_id: str) -> _Said:
    found = verify_instance(runtime.store, instance_id)
    bad = found.first_bad
    if bad is None:
        return (
            Outcome.PASSED,
            f"{found.rows} 行记录首尾相接，没有一行被改动、删除或插入。",
            f"{found.rows} rows follow from each other: none was altered, removed or inserted.",
        )
    return (
        Outcome.FAILED,
        f"从第 {bad.version} 行起对不上：{bad.reason.zh}。",
        f"From row {bad.version} on it does not hold: {bad.reason.en}.",
        bad.version,
    )


def _seal(runtime: Runtime, instance_id: str) -> _Said:
    last = runtime.store.last_seal()
    if last is None:
        return Outcome.SILENT, "还没有封存过。", "Nothing has been sealed yet."
    sealed = sealed_log(runtime.store)
    if sealed is None:
        return (
            Outcome.SILENT,
            f"封存超过 {MOST} 行，请用 guicheng verify 核对。",
            f"More than {MOST} rows are sealed: check them with `guicheng verify`.",
        )
    if not sealed.holds:
        return (
            Outcome.FAILED,
            "总账与封存不符：有记录在封存之后被改动。",
            "The log is not as it was sealed: something was altered afterwards.",
        )
    rows = runtime.store.rows(instance_id)
    covered = sum(row.seq <= last.last_seq for row in rows)
    return (
        Outcome.PASSED,
        f"本案 {len(rows)} 行中 {covered} 行已在总账（{last.size} 行）的封存之内，封存完好。",
        f"{covered} of its {len(rows)} rows lie under the seal of the log ({last.size} rows),"
        " which is intact.",
    )


def _replay(runtime: Runtime, prover: Prover, instance_id: str) -> _Said:
    if runtime.store.version(instance_id) > MOST_ROWS:
        return _too_long()
    found = prover.replay(instance_id)
    if found.equal:
        same = sameness(found)
        return (
            Outcome.PASSED,
            f"把 {found.commands} 次操作重新执行一遍，得到的 {found.events} 个结果{same.zh}。",
            f"{found.commands} commands were executed again and led to the same {found.events}"
            f" events{same.en}.",
        )
    version = found.difference.version if found.difference else 0
    return (
        Outcome.FAILED,
        f"重新执行与第 {version} 行的记录不同。",
        f"Executed again, it differs from what is recorded in row {version}.",
        version,
    )


def _witness(runtime: Runtime, prover: Prover, instance_id: str) -> _Said:
    if runtime.store.version(instance_id) > MOST_ROWS:
        return _too_long()
    found = prover.witness(instance_id)
    if found.agreed:
        return (
            Outcome.PASSED,
            "另一个独立编写的解释器走了同样的路。",
            "A second interpreter, written independently, went the same way.",
        )
    if found.no_witness:
        return (
            Outcome.SILENT,
            f"第二解释器对此案不作证：{found.reason}。这不是问题，只是没有旁证。",
            f"The second interpreter bears no witness here: {found.reason}. That is no fault.",
        )
    if found.disagreement is None:  # what is recorded was not even met again: see that check
        return (
            Outcome.SILENT,
            "重新执行已经与记录不同，旁证无从比较。",
            "Executed again it differs already, so that there is nothing to compare.",
        )
    return (
        Outcome.FAILED,
        f"两个解释器不一致：{found.disagreement}",
        f"The two interpreters disagree: {found.disagreement}",
    )


def _too_long() -> _Said:
    return (
        Outcome.SILENT,
        f"案件超过 {MOST_ROWS} 行，请用 guicheng replay 核对。",
        f"The case has more than {MOST_ROWS} rows: check it with `guicheng replay`.",
    )
