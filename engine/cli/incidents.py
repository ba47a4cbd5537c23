"""Commands of operators: see what is stuck, correct it, try again, or end it."""

from __future__ import annotations

from typing import Annotated

import typer

from engine.cli.cases import Case, Data, read_data, show_case
from engine.cli.opening import changing, reading
from engine.cli.output import DEFAULT_DATABASE, Actor, Database, Json, emit
from engine.views import IncidentView, KeptMessage

app = typer.Typer()

Incident = Annotated[str, typer.Argument(help="异常编号 / Id of the incident")]
Reason = Annotated[str, typer.Option("--reason", help="理由，写入记录 / Recorded reason")]


@app.command()
def incidents(
    case: Annotated[str | None, typer.Argument(help="只看这个案件 / Of this case only")] = None,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """卡住的案件及原因 / What is stuck, and why."""
    with reading(database, as_json) as engine:
        if case is not None:
            engine.case(case)
        found = engine.incidents(case)
        emit(found, as_json, lambda: "\n".join(map(_line, found)) or "（无 / none）")


def _line(one: IncidentView) -> str:
    return f"{one.id}  {one.element_id}  {one.kind}: {one.zh} / {one.en}"


@app.command()
def retry(  # noqa: PLR0913 (each option is a parameter)
    incident: Incident,
    actor: Actor,
    data: Data = "{}",
    reason: Reason = "",
    database: Database = DEFAULT_DATABASE,
    *,
    as_json: Json = False,
) -> None:
    """改正变量后重试 / Try again, with corrected variables."""
    with changing(database, as_json) as engine:
        outcome = engine.retry(incident, read_data(data), by=actor, reason=reason)
        show_case(engine, outcome.instance_id, as_json)


@app.command()
def quarantine(database: Database = DEFAULT_DATABASE, as_json: Json = False) -> None:
    """因程序故障被隔离的案件 / Cases that are left alone because the worker crashed on them."""
    with reading(database, as_json) as engine:
        found = engine.quarantines()
        emit(found, as_json, lambda: "\n".join(map(_alone, found)) or "（无 / none）")


def _alone(one: KeptMessage) -> str:
    at = one.published_at.isoformat(timespec="seconds")
    return f"{one.instance_id}  {at}  {one.name}: {one.data['fault']}"


@app.command()
def lift(
    case: Case,
    actor: Actor,
    reason: Reason,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """解除隔离，再试一次 / Lift the quarantine of a case and try again."""
    with changing(database, as_json) as engine:
        engine.lift_quarantine(case, reason=reason, by=actor)
        emit({"case": case}, as_json, lambda: f"{case} 已解除隔离 / released")


@app.command()
def terminate(
    case: Case,
    actor: Actor,
    reason: Reason,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """终止案件，不可恢复 / End a case for good."""
    with changing(database, as_json) as engine:
        outcome = engine.terminate(case, reason=reason, by=actor)
        show_case(engine, outcome.instance_id, as_json)
