"""Commands about the working calendar: show a year, set a day of the company or a department."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from engine.cli.bilingual import BilingualCommand, BilingualGroup
from engine.cli.opening import changing, reading
from engine.cli.output import DEFAULT_DATABASE, Actor, Database, Json, emit
from engine.embedding import Engine
from engine.errors import InvalidCommand, NotFound
from engine.working_days import FILE, KINDS, DayChange, SpecialDay, special_days, with_day

app = typer.Typer(cls=BilingualGroup, no_args_is_help=True, help="工作日历 / Working calendar")

Department = Annotated[
    str, typer.Option("--department", help="部门编号；省略为全公司 / Department; company if absent")
]


@app.command("show", cls=BilingualCommand)
def show(
    year: Annotated[int, typer.Argument(help="年份 / Year")],
    department: Department = "",
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """一年中与平常不同的日子 / The days of a year that are not as usual."""
    with reading(database, as_json) as engine:
        calendar = engine.runtime.bundles.calendar()
        if calendar is None:
            raise _missing()
        days = special_days(calendar.of(department), year)
        sure = "" if year in calendar.confirmed_years else "（未确认 / not confirmed）\n"
        emit(days, as_json, lambda: sure + "\n".join(map(_line, days)))


@app.command("set", cls=BilingualCommand)
def set_day(  # noqa: PLR0913, PLR0917 (each option is a parameter)
    day: Annotated[str, typer.Argument(help="日期，如 2026-12-24 / Day")],
    kind: Annotated[str, typer.Argument(help="off 放假、work 上班、hours 时段、usual 恢复 / Kind")],
    name: Annotated[str, typer.Option("--name", help="名称 / Name")] = "",
    hours: Annotated[
        list[str] | None, typer.Option("--hours", help="时段，如 09:00-12:00，可多次 / Hours")
    ] = None,
    department: Department = "",
    actor: Actor = "admin",
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """设一天；对此后发起的案件有效 / Set a day, for cases that begin from now on."""
    with changing(database, as_json) as engine:
        when = _day(day)
        if kind not in KINDS:
            raise InvalidCommand(f"种类应为 {KINDS}", f"Expected one of {KINDS}")
        wanted = DayChange(
            day=when, kind=kind, name=name, hours=tuple(hours or ()), department=department
        )
        runtime = engine.runtime
        runtime.deploy([(FILE, with_day(_content(engine), wanted))], runtime.person(actor))
        calendar = runtime.bundles.calendar()
        days = special_days(calendar.of(department), when.year) if calendar else ()
        found = [one for one in days if one.day == when]
        emit(found, as_json, lambda: "\n".join(map(_line, found)) or f"{when} 照常 / as usual")


def _content(engine: Engine) -> bytes:
    store = engine.runtime.store
    digest = store.latest("calendar", "calendar")
    artifact = store.artifact(digest) if digest is not None else None
    if artifact is None:
        raise _missing()
    return artifact.content


def _missing() -> NotFound:
    return NotFound("还没有发布工作日历", "Expected a deployed calendar.yaml")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidCommand(f"{text} 不是日期", f"Expected a day, got {text!r}") from error


def _line(one: SpecialDay) -> str:
    what = "上班 / worked" if one.worked else "放假 / off"
    hours = " ".join(f"{a:%H:%M}-{b:%H:%M}" for a, b in one.hours)
    return f"{one.day:%Y-%m-%d %a}  {what}  {one.name}  {hours}".rstrip()
