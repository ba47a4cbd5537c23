"""Tells what became of the mutations of clauses: proven, explained, or survived by what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Annotated, Any, Final, TypeAlias

import typer

from engine.clauses.coverage import Book
from engine.clauses.mutation.campaign import try_all
from engine.clauses.mutation.survivors import (
    Judged,
    Standing,
    Survivor,
    judged,
    read_survivors,
)
from engine.clauses.mutation.trial import ClauseResult, Fate, Point
from engine.cli.output import emit
from engine.errors import InvalidCommand

OnlyClauses: TypeAlias = Annotated[
    str, typer.Option(help="只看这些条款，逗号分隔 / Only these clauses, comma separated")
]
Mutate: TypeAlias = Annotated[
    bool, typer.Option("--mutate", help="逐一改动执行条款的元素和数字 / Alter what carries out")
]
Jobs: TypeAlias = Annotated[
    int, typer.Option(min=1, help="改动检验用几个处理器 / Processors for --mutate")
]
_STANDINGS: Final = {
    Standing.PROVEN: "已证明 / proven",
    Standing.EXPLAINED: "已说明 / explained",
    Standing.UNPROVEN: "未证明 / not proven",
}


def narrowed(book: Book, only: Sequence[str]) -> Book:
    """The book of these clauses; of none, as it is. Raises InvalidCommand for one not in it."""
    unknown = sorted(set(only) - {one.id for one in book.clauses})
    if unknown:
        raise InvalidCommand(
            f"没有这些条款：{'、'.join(unknown)}", f"Expected clauses asked about: {unknown}"
        )
    chosen = tuple(one for one in book.clauses if one.id in only)
    return replace(book, clauses=chosen) if only else book


def try_clauses(book: Book, jobs: int, as_json: bool) -> None:
    """Try the clauses that are not waived and tell. Exits with 1 when one is not proved, or an
    explanation is not needed any more."""
    clauses = [one for one in book.clauses if one.id not in book.waived]
    tested = try_all(clauses, jobs, lambda one: None if as_json else _progress(one))
    found = tuple(judged(tested, read_survivors()))
    emit(answer(found), as_json, lambda: "\n".join(told(found)))
    if any(one.standing is Standing.UNPROVEN or one.stale for one in found):
        raise typer.Exit(1)


def _progress(tested: ClauseResult) -> None:
    typer.echo(f"{tested.clause} {_counts([tested])}", err=True)


def answer(found: Sequence[Judged]) -> dict[str, Any]:
    """For programs: every point of every clause with what was tried."""
    return {
        **{state.value: sum(one.standing is state for one in found) for state in Standing},
        "points": {fate.value: _count([one.result for one in found], fate) for fate in Fate},
        "clauses": [
            {
                "id": one.result.clause,
                "procedure": one.result.procedure,
                "standing": one.standing,
                "scenarios": one.result.scenarios,
                "bare": one.result.bare,
                "points": [_point(point) for point in one.result.points],
                "survivors": [
                    {"place": s.point.place, "aspect": s.point.aspect, "reason": s.reason}
                    for s in one.survivors
                ],
                "stale": one.stale,
            }
            for one in found
        ],
    }


def _point(point: Point) -> dict[str, Any]:
    return {
        "place": point.place,
        "aspect": point.aspect,
        "fate": point.fate,
        "reached": point.reached,
        "tried": point.tried,
    }


def told(found: Sequence[Judged]) -> Iterator[str]:
    """For people: each clause with its survivors, and the totals."""
    for one in found:
        tested = one.result
        yield f"{tested.clause} {tested.procedure} {_STANDINGS[one.standing]}: {tested.text}"
        yield f"  {_counts([tested])}"
        if not tested.points:
            yield "  没有可以改动的地方 / nothing that could be altered carries it out"
        yield from (f"  {line}" for each in one.survivors for line in _survivor(each))
        for place, aspect in one.stale:
            yield f"  不再需要的说明 / explanation not needed any more: {place} {aspect}"
    yield f"\n{_total(found)}"


def _survivor(survivor: Survivor) -> Iterator[str]:
    point = survivor.point
    hows = "; ".join(str(one.how) for one in point.tried)
    yield f"幸存 / survived: {point.place} {point.aspect}：{hows}"
    if survivor.reason is not None:
        yield f"  理由 / reason: {survivor.reason}"
    elif not point.reached and ":" in point.place:
        yield "  没有写明该条款的场景到过这里 / no scenario that names the clause comes here"


def _total(found: Sequence[Judged]) -> str:
    counts = {state: sum(one.standing is state for one in found) for state in Standing}
    told = "，".join(f"{_STANDINGS[state]} {counts[state]}" for state in Standing)
    return f"{len(found)} 条 / clauses: {told}；{_counts([one.result for one in found])}"


def _counts(tested: Sequence[ClauseResult]) -> str:
    killed, refused, survived = (_count(tested, fate) for fate in Fate)
    return (
        f"检验点 / points {killed + refused + survived}：失败 / killed {killed}，"
        f"拒绝 / refused {refused}，幸存 / survived {survived}"
    )


def _count(tested: Sequence[ClauseResult], fate: Fate) -> int:
    return sum(point.fate is fate for one in tested for point in one.points)
