"""Commands of auditors: verify and replay."""

from __future__ import annotations

from typing import Annotated

import typer

from engine.cli.output import DEFAULT_DATABASE, Database, Json, emit, failures
from engine.embedding import Engine, open_engine
from engine.errors import InvalidCommand
from engine.history.replay import ReplayVerdict
from engine.history.verify import Verdict

app = typer.Typer()


@app.command()
def verify(
    case: Annotated[
        str | None, typer.Argument(help="案件;省略则核验全部 / Case; all if absent")
    ] = None,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """核验哈希链与版本,不需要服务 / Check chains and versions of a database, without a server."""
    with failures(as_json), open_engine(database) as engine:
        verdict = engine.verify(case)
        emit(verdict, as_json, lambda: _verdict_line(verdict))
        if not verdict.ok:
            raise typer.Exit(1)


def _verdict_line(verdict: Verdict) -> str:
    if verdict.ok:
        return f"完好 / intact: {verdict.rows} rows, {verdict.instances} cases"
    bad = verdict.first_bad
    if bad is None:
        return "损坏 / damaged"
    return f"损坏 / damaged: seq {bad.seq}, {bad.instance_id} v{bad.version}: {bad.reason}"


@app.command()
def replay(
    case: Annotated[str | None, typer.Argument(help="案件 / Case")] = None,
    all_cases: Annotated[bool, typer.Option("--all", help="全部案件 / Every case")] = False,
    witness: Annotated[
        str | None, typer.Option(help="第二解释器:spiff / The second interpreter: spiff")
    ] = None,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """重演记录的命令并逐字节比较 / Re-execute recorded commands, compare byte for byte."""
    with failures(as_json), open_engine(database) as engine:
        ids = _chosen(engine, case, all_cases)
        if witness is not None:
            _witness(engine, ids, witness, as_json)
            return
        verdicts = [engine.replay(one) for one in ids]
        emit(verdicts, as_json, lambda: "\n".join(map(_replay_line, verdicts)))
        equal = sum(verdict.equal for verdict in verdicts)
        typer.echo(f"{equal}/{len(verdicts)} 相同 / equal", err=True)
        if equal != len(verdicts):
            raise typer.Exit(1)


def _chosen(engine: Engine, case: str | None, all_cases: bool) -> list[str]:
    if case is not None and not all_cases:
        return [case]
    if case is None and all_cases:
        return list(engine.runtime.store.instance_ids())
    raise InvalidCommand("请给出案件编号,或用 --all", "Expected a case, or --all")


def _replay_line(verdict: ReplayVerdict) -> str:
    done = f"{verdict.instance_id}: {verdict.commands} commands, {verdict.events} events"
    if verdict.equal or verdict.difference is None:
        return f"{done}: 相同 / equal"
    difference = verdict.difference
    return (
        f"{done}: 不同 / differs at row {difference.version}\n"
        f"  recorded {difference.recorded}\n  replayed {difference.replayed}"
    )


def _witness(engine: Engine, ids: list[str], name: str, as_json: bool) -> None:
    verdicts = [engine.witness(one, name) for one in ids]
    emit(verdicts, as_json, lambda: "\n".join(str(verdict) for verdict in verdicts))
    agreed = sum(verdict.agreed for verdict in verdicts)
    silent = sum(verdict.no_witness for verdict in verdicts)
    typer.echo(f"{agreed}/{len(verdicts)} 一致 / agreed, {silent} 无旁证 / no witness", err=True)
    if agreed + silent != len(verdicts):
        raise typer.Exit(1)
