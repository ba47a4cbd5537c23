"""Commands about absence (不在岗): record it, list, end."""

from __future__ import annotations

from typing import Annotated

import typer

from engine.cli.bilingual import BilingualCommand, BilingualGroup
from engine.cli.opening import changing, reading
from engine.cli.organisation import By, actor_of, day_of
from engine.cli.output import DEFAULT_DATABASE, Database, Json, emit
from engine.core.ids import ABSENCE_STREAM, UserId
from engine.core.people import SYSTEM
from engine.errors import InvalidCommand
from engine.people_records import AbsenceRow, Away

app = typer.Typer(
    cls=BilingualGroup, no_args_is_help=True, help="不在岗：期限顺延 / Absence: work is due later"
)


@app.command("record", cls=BilingualCommand)
def record_absence(  # noqa: PLR0913, PLR0917 (each option is a parameter)
    person: Annotated[str, typer.Argument(help="谁不在 / Who is away")],
    until: Annotated[
        str,
        typer.Option("--until", help="到哪一天开始时结束，如 2026-12-08 / Ends as this day begins"),
    ],
    since: Annotated[
        str | None, typer.Option("--from", help="从哪一天起；省略为现在 / From this day on")
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="原因 / Why")] = "",
    by: By = None,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """登记不在岗 / Say that somebody is away."""
    with changing(database, as_json) as engine:
        ends_at = day_of(until)
        if ends_at is None:
            raise InvalidCommand("须写明到哪一天", "Expected a day on which it ends")
        asked = Away(person=person, begins_at=day_of(since), ends_at=ends_at, reason=reason)
        runtime = engine.runtime
        row = runtime.absences.record(asked, actor_of(runtime, by))
        emit(row, as_json, lambda: _line(row))


@app.command("list", cls=BilingualCommand)
def list_absences(
    login: Annotated[str | None, typer.Argument(help="省略为全部 / All if absent")] = None,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """谁不在岗 / Who is away."""
    with reading(database, as_json) as engine:
        absences = engine.runtime.absences
        if login is None:
            rows = absences.listed(SYSTEM, everybody=True)
        else:
            rows = absences.listed(engine.runtime.person(UserId(login)))
        emit(rows, as_json, lambda: "\n".join(map(_line, rows)) or "（空 / empty）")


@app.command("end", cls=BilingualCommand)
def end_absence(
    absence: Annotated[str, typer.Argument(help="登记编号 / Id of the absence")],
    reason: Annotated[str, typer.Option("--reason", help="原因 / Why")] = "",
    by: By = None,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """提前结束不在岗 / End an absence before its time."""
    with changing(database, as_json) as engine:
        runtime = engine.runtime
        stream = ABSENCE_STREAM + absence.removeprefix(ABSENCE_STREAM)
        row = runtime.absences.end(stream, actor_of(runtime, by), reason)
        emit(row, as_json, lambda: _line(row))


def _line(row: AbsenceRow) -> str:
    begins, ends = (f"{one:%Y-%m-%d %H:%M}" for one in (row.begins_at, row.ended_at or row.ends_at))
    over = f"  已结束 / ended by {row.ended_by}" if row.ended_at else ""
    return f"{row.id.removeprefix(ABSENCE_STREAM)}  {row.person}  {begins} – {ends} UTC{over}"
