"""Commands of auditors: verify and replay."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from engine.cli.opening import looking
from engine.cli.output import DEFAULT_DATABASE, Database, Json, emit
from engine.embedding import Engine
from engine.errors import IntegrityViolation, InvalidCommand
from engine.history.replay import Difference, ReplayVerdict
from engine.history.verify import Verdict
from engine.proving import Prover

app = typer.Typer()


class Witness(StrEnum):
    """Interpreters that can stand witness."""

    SPIFF = "spiff"
    KERNEL = "kernel"


@app.command()
def verify(
    case: Annotated[
        str | None, typer.Argument(help="案件编号；省略则核验全部 / Case id; all if absent")
    ] = None,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """核验哈希链、版本与封存，不需要服务 / Check chains, versions and seals.

    只需要数据库文件，并且不改动它；有一行不符即以 1 退出，并指出该行。
    Needs the database only, and leaves it as it is; exits with 1 and names the first bad row.
    """
    with looking(database, as_json) as engine:
        if case is not None and not engine.runtime.store.rows(case):
            engine.case(case)
        verdict = engine.verify(case)
        emit(verdict, as_json, lambda: _verdict_line(verdict))
        if not verdict.ok:
            raise typer.Exit(1)


def _verdict_line(verdict: Verdict) -> str:
    if verdict.ok:
        sealed = f"，已封存 / sealed {verdict.tree_size}" if verdict.tree_size else ""
        return (
            f"完好 / intact: {verdict.rows} 行 / rows，{verdict.instances} 个案件 / cases{sealed}"
        )
    bad = verdict.first_bad
    if bad is None:
        return "损坏 / damaged"
    return (
        f"损坏 / damaged: seq {bad.seq}，案件 / case {bad.instance_id}，"
        f"第 {bad.version} 行 / row {bad.version}：{bad.reason.zh} / {bad.reason.en}"
    )


@app.command()
def replay(
    case: Annotated[str | None, typer.Argument(help="案件编号 / Case id")] = None,
    all_cases: Annotated[bool, typer.Option("--all", help="全部案件 / Every case")] = False,
    witness: Annotated[
        Witness | None, typer.Option(help="让另一个解释器旁证 / Let the other interpreter witness")
    ] = None,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """重演记录的命令，与所决定的比较 / Re-execute the recorded commands.

    全部相同才以 0 退出，否则指出第一个不同的事件。说明文字由另一版本写成的行另计，不算不同。
    Exits with 0 only when all is equal, else names the first event that differs. Rows that another
    release worded otherwise are counted; they are no difference.
    """
    with looking(database, as_json) as engine:
        ids = _chosen(engine, case, all_cases)
        if witness is None:
            _replay(engine, ids, as_json)
        else:
            _witness(engine, ids, witness.value, as_json)


def _chosen(engine: Engine, case: str | None, all_cases: bool) -> list[str]:
    if case is not None and not all_cases:
        if not engine.runtime.store.rows(case):
            engine.case(case)
        return [case]
    if case is None and all_cases:
        return list(engine.runtime.store.instance_ids())
    raise InvalidCommand("请给出案件编号，或用 --all", "Expected a case, or --all")


def _replay(engine: Engine, ids: list[str], as_json: bool) -> None:
    prover = Prover(engine.runtime)
    verdicts = [_replayed(prover, one) for one in ids]
    equal = sum(verdict.equal for verdict in verdicts)
    reworded = sum(verdict.reworded for verdict in verdicts)
    answer = {"cases": len(ids), "equal": equal, "reworded": reworded, "verdicts": verdicts}
    total = f"{equal}/{len(ids)} 相同 / equal{_reworded(reworded)}"
    lines = [*map(_replay_line, verdicts), total]
    emit(answer, as_json, lambda: "\n".join(lines))
    if equal != len(ids):
        raise typer.Exit(1)


def _replayed(prover: Prover, case: str) -> ReplayVerdict:
    """One case's verdict; a history that cannot be read is one that differs."""
    try:
        return prover.replay(case)
    except IntegrityViolation as error:
        difference = Difference(version=0, recorded=str(error), replayed="")
        return ReplayVerdict(
            instance_id=case, commands=0, events=0, equal=False, difference=difference
        )


def _reworded(rows: int) -> str:
    return f"；{rows} 行由另一版本措辞 / rows worded by another release" if rows else ""


def _replay_line(verdict: ReplayVerdict) -> str:
    done = (
        f"{verdict.instance_id}：{verdict.commands} 个命令 / commands，"
        f"{verdict.events} 个事件 / events"
    )
    reworded = _reworded(verdict.reworded)
    if verdict.difference is None:
        return f"{done}，相同 / equal{reworded}"
    difference = verdict.difference
    return (
        f"{done}，第 {difference.version} 行不同 / differs at row {difference.version}"
        f"{reworded}\n"
        f"  记录 / recorded {difference.recorded}\n  重演 / replayed {difference.replayed}"
    )


def _witness(engine: Engine, ids: list[str], name: str, as_json: bool) -> None:
    prover = Prover(engine.runtime)
    verdicts = [prover.witness(one, name) for one in ids]
    agreed = sum(verdict.agreed for verdict in verdicts)
    silent = sum(verdict.no_witness for verdict in verdicts)
    answer = {
        "witness": name,
        "cases": len(ids),
        "agreed": agreed,
        "no_witness": silent,
        "disagreed": len(ids) - agreed - silent,
        "verdicts": verdicts,
    }
    total = f"{agreed}/{len(ids)} 一致 / agreed，{silent} 无旁证 / no witness"
    emit(answer, as_json, lambda: "\n".join([*map(str, verdicts), total]))
    if agreed + silent != len(ids):
        raise typer.Exit(1)
