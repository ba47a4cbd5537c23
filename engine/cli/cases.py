"""Commands of people: start, inbox, claim, complete, history."""

from __future__ import annotations

from typing import Annotated, Any

import orjson
import typer

from engine.cli.output import DEFAULT_DATABASE, Actor, Database, Json, emit, failures
from engine.codec import is_command
from engine.embedding import Engine, OpenItem, open_engine
from engine.errors import InvalidCommand
from engine.views import WorkItemView, WorklistQuery

app = typer.Typer()

Data = Annotated[str, typer.Option("--data", help="表单数据(JSON) / Form data as JSON")]


def _data(text: str) -> dict[str, Any]:
    """JSON as variables; numbers with a fraction are read as decimals, never as floats."""
    import json
    from decimal import Decimal

    try:
        plain = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    except ValueError as error:
        raise InvalidCommand(f"--data 不是 JSON:{error}", f"Expected JSON: {error}") from error
    if not isinstance(plain, dict):
        raise InvalidCommand("--data 应为 JSON 对象", "Expected --data as a JSON object")
    return plain


def _next(engine: Engine, instance_id: str) -> tuple[OpenItem, ...]:
    engine.run_due()
    return engine.worklist(instance=instance_id)


def _who(item: OpenItem) -> str:
    return item.assignee or "|".join(item.candidates) or "-"


def _case_lines(engine: Engine, instance_id: str) -> str:
    items = _next(engine, instance_id)
    case = engine.case(instance_id)
    lines = [f"{case.id}  {case.status}  {case.title}"]
    lines += [f"  {item.id}  {item.name}  {_who(item)}" for item in items]
    return "\n".join(lines)


@app.command()
def start(
    process: Annotated[str, typer.Argument(help="流程 / Process key")],
    data: Data = "{}",
    actor: Actor = "salesperson",
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """发起一个案件 / Start a case."""
    with failures(as_json), open_engine(database) as engine:
        case = engine.start(process, _data(data), by=actor)
        items = _next(engine, case.id)
        answer = {"case": engine.case(case.id), "open": items}
        emit(answer, as_json, lambda: _case_lines(engine, case.id))


@app.command()
def inbox(
    actor: Actor,
    view: Annotated[str, typer.Option(help="inbox | mine | candidate | done")] = "inbox",
    limit: Annotated[int, typer.Option(min=1, max=200)] = 50,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """某人的待办 / Somebody's worklist."""
    with failures(as_json), open_engine(database) as engine:
        person = engine.runtime.person(actor)
        query = WorklistQuery(
            user=person.id, principals=person.principals(), view=view, limit=limit
        )
        page = engine.runtime.store.worklist(query)
        emit(page, as_json, lambda: "\n".join(map(_inbox_line, page.items)) or "(空 / empty)")


def _inbox_line(item: WorkItemView) -> str:
    due = item.due_at.isoformat() if item.due_at else "-"
    return f"{item.id}  {item.name}  {item.title}  {item.state}  {due}"


@app.command()
def claim(
    work_item: str,
    actor: Actor,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """认领一项待办 / Claim a work item."""
    with failures(as_json), open_engine(database) as engine:
        outcome = engine.claim(work_item, by=actor)
        emit({"instance": outcome.instance_id}, as_json, lambda: f"{work_item}  {actor}")


@app.command()
def complete(
    work_item: str,
    actor: Actor,
    data: Data = "{}",
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """办结一项待办 / Complete a work item."""
    with failures(as_json), open_engine(database) as engine:
        outcome = engine.complete(work_item, _data(data), by=actor)
        items = _next(engine, outcome.instance_id)
        answer = {"case": engine.case(outcome.instance_id), "open": items}
        emit(answer, as_json, lambda: _case_lines(engine, outcome.instance_id))


@app.command()
def history(case: str, database: Database = DEFAULT_DATABASE, as_json: Json = False) -> None:
    """案件的全部记录 / Every entry of a case's log."""
    with failures(as_json), open_engine(database) as engine:
        engine.case(case)
        rows = engine.runtime.store.rows(case)
        entries = [
            {"version": row.version, "seq": row.seq, "type": row.type} | orjson.loads(row.body)
            for row in rows
        ]
        lines = (
            f"{row.version:5}  {'' if is_command(row.type) else '  '}{row.type}  "
            f"{row.body.decode()[:160]}"
            for row in rows
        )
        if as_json:
            typer.echo(orjson.dumps(entries, option=orjson.OPT_INDENT_2).decode())
        else:
            typer.echo("\n".join(lines))
