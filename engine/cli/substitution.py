"""Commands about substitution (代理): name who acts for an absent person, list, end."""

from __future__ import annotations

from typing import Annotated

import typer

from engine.cli.bilingual import BilingualCommand, BilingualGroup
from engine.cli.opening import changing, reading
from engine.cli.organisation import By, actor_of, day_of
from engine.cli.output import DEFAULT_DATABASE, Database, Json, emit
from engine.core.ids import SUBSTITUTION_STREAM, UserId
from engine.core.people import SYSTEM
from engine.errors import InvalidCommand
from engine.people_records import SubstitutionRow, Wish

app = typer.Typer(
    cls=BilingualGroup, no_args_is_help=True, help="代理：谁替不在的人办理 / Substitution"
)


@app.command("name", cls=BilingualCommand)
def name_substitute(  # noqa: PLR0913, PLR0917 (each option is a parameter)
    person: Annotated[str, typer.Argument(help="不在的人 / Who is absent")],
    substitute: Annotated[str, typer.Argument(help="代理人 / Who acts for them")],
    until: Annotated[
        str,
        typer.Option("--until", help="到哪一天开始时结束，如 2026-12-08 / Ends as this day begins"),
    ],
    since: Annotated[
        str | None, typer.Option("--from", help="从哪一天起；省略为现在 / From this day on")
    ] = None,
    process: Annotated[
        list[str] | None, typer.Option("--process", help="只限此流程，可多次 / May repeat")
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="原因 / Why")] = "",
    by: By = None,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """指定代理人，到期自动结束 / Name a substitute; it ends by itself."""
    with changing(database, as_json) as engine:
        ends_at = day_of(until)
        if ends_at is None:
            raise InvalidCommand("须写明到哪一天", "Expected a day on which it ends")
        wish = Wish(
            person=person,
            substitute=substitute,
            begins_at=day_of(since),
            ends_at=ends_at,
            processes=tuple(process or ()),
            reason=reason,
        )
        runtime = engine.runtime
        row = runtime.substitutions.name(wish, actor_of(runtime, by))
        emit(row, as_json, lambda: _line(row))


@app.command("list", cls=BilingualCommand)
def list_substitutions(
    login: Annotated[str | None, typer.Argument(help="省略为全部 / All if absent")] = None,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """谁代理谁 / Who acts for whom."""
    with reading(database, as_json) as engine:
        substitutions = engine.runtime.substitutions
        if login is None:
            rows = substitutions.listed(SYSTEM, everybody=True)
        else:
            rows = substitutions.listed(engine.runtime.person(UserId(login)))
        emit(rows, as_json, lambda: "\n".join(map(_line, rows)) or "（空 / empty）")


@app.command("end", cls=BilingualCommand)
def end_substitution(
    substitution: Annotated[str, typer.Argument(help="代理编号 / Id of the substitution")],
    reason: Annotated[str, typer.Option("--reason", help="原因 / Why")] = "",
    by: By = None,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """提前结束代理 / End a substitution before its time."""
    with changing(database, as_json) as engine:
        runtime = engine.runtime
        stream = SUBSTITUTION_STREAM + substitution.removeprefix(SUBSTITUTION_STREAM)
        row = runtime.substitutions.end(stream, actor_of(runtime, by), reason)
        emit(row, as_json, lambda: _line(row))


def _line(row: SubstitutionRow) -> str:
    begins, ends = (f"{one:%Y-%m-%d %H:%M}" for one in (row.begins_at, row.ended_at or row.ends_at))
    where = " ".join(row.processes) or "全部流程 / all processes"
    over = f"  已结束 / ended by {row.ended_by}" if row.ended_at else ""
    number = row.id.removeprefix(SUBSTITUTION_STREAM)
    return f"{number}  {row.person} ← {row.substitute}  {begins} – {ends} UTC  {where}{over}"
