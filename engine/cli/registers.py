"""Commands of registers: write the opening lines, list, search, export, dispose of what is due."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from engine.cli.bilingual import BilingualCommand, BilingualGroup
from engine.cli.opening import changing, reading
from engine.cli.output import DEFAULT_DATABASE, Actor, Database, Json, emit
from engine.core.ids import UserId
from engine.embedding import Engine
from engine.errors import InvalidCommand
from engine.registers import Search, as_csv, as_xlsx, desk
from engine.registers.sheets import as_text
from engine.scenarios import open_registers
from engine.timing.local import ZONE

app = typer.Typer(cls=BilingualGroup, invoke_without_command=True)

Name = Annotated[str, typer.Argument(help="登记簿，如 client_file / Register")]
Text = Annotated[str, typer.Option("--text", help="任一字段包含的文字 / Part of any field")]
Where = Annotated[
    list[str] | None, typer.Option("--where", help="字段=值，可写多次 / field=value, repeatable")
]
Due = Annotated[bool, typer.Option("--due", help="只要保存期满的 / Only what is due for disposal")]


@app.callback()
def opening(
    context: typer.Context,
    actor: Actor = "admin",
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """登记各登记簿的期初，重复执行无害 / Write the registers' opening lines."""
    if context.invoked_subcommand is not None:  # what stands before its name counts for it too
        given = {"actor": actor, "database": database, "as_json": as_json}
        context.default_map = {context.invoked_subcommand: given}
        return
    with changing(database, as_json) as engine:
        count = open_registers(engine, by=actor)
        emit({"registers": count}, as_json, lambda: f"{count} 个登记簿 / registers")


@app.command("list", cls=BilingualCommand)
def list_(
    actor: Actor = "admin", database: Database = DEFAULT_DATABASE, as_json: Json = False
) -> None:
    """列出可以查阅的登记簿 / List the registers that one may read."""
    with reading(database, as_json) as engine:
        store = engine.runtime.store
        found = [
            {
                "register": one.name,
                "zh": one.zh,
                "en": one.en,
                "lines": store.register_size(one.name),
            }
            for one in desk.readable(engine.runtime.person(actor))
        ]
        lines = [f"{one['register']}: {one['zh']} / {one['en']} ({one['lines']})" for one in found]
        emit(found, as_json, lambda: "\n".join(lines))


@app.command(cls=BilingualCommand)
def search(  # noqa: PLR0913, PLR0917 (each option is a parameter)
    name: Name,
    text: Text = "",
    where: Where = None,
    due: Due = False,
    actor: Actor = "admin",
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """查登记簿，每行带写它的案件和步骤 / Search a register, with the case and step of each line."""
    with reading(database, as_json) as engine:
        table = _sheet(engine, name, _searched(engine, text, where, due), actor, str)
        told = [
            dict(zip((one.name for one in table.columns), row, strict=True)) for row in table.rows
        ]
        emit(told, as_json, lambda: "\n".join("\t".join(map(as_text, row)) for row in table.rows))


@app.command(cls=BilingualCommand)
def export(  # noqa: PLR0913, PLR0917 (each option is a parameter)
    name: Name,
    file: Annotated[
        Path, typer.Argument(dir_okay=False, help="写入的 .csv 或 .xlsx / File to write")
    ],
    text: Text = "",
    where: Where = None,
    due: Due = False,
    actor: Actor = "admin",
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """导出为 CSV（带 BOM）或 XLSX / Export as CSV with a byte order mark, or as XLSX."""
    with reading(database, as_json) as engine:
        found = _searched(engine, text, where, due)
        table = _sheet(engine, name, found, actor, lambda login: _called(engine, login))
        file.write_bytes(_written(name, table, file.suffix.lower()))
        count = len(table.rows)
        emit({"file": str(file), "lines": count}, as_json, lambda: f"{file}：{count} 行 / lines")


@app.command(cls=BilingualCommand)
def dispose(  # noqa: PLR0913, PLR0917 (each option is a parameter)
    name: Name,
    reason: Annotated[str, typer.Option("--reason", help="依据 / Why")],
    key: Annotated[
        list[str] | None, typer.Option("--key", help="只处置这些行 / Only these")
    ] = None,
    actor: Actor = "admin",
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """处置保存期满的行，留下记录 / Dispose of lines that are due; that it was done is recorded."""
    with changing(database, as_json) as engine:
        person, runtime = engine.runtime.person(actor), engine.runtime
        today = runtime.clock.now().astimezone(ZONE).date()
        given = desk.disposal(runtime.store, person, name, key or [], today)
        case = engine.start(desk.DISPOSAL, {**given, "reason": reason}, by=actor)
        engine.run_due()
        count = len(given["keys"])
        emit({"case": case.id, "lines": count}, as_json, lambda: f"{case.id}：{count} 行 / lines")


def _searched(engine: Engine, text: str, where: list[str] | None, due: bool) -> Search:
    pairs = [one.partition("=") for one in where or ()]
    wrong = next((name for name, sign, _ in pairs if not sign), None)
    if wrong is not None:
        raise InvalidCommand(f"应写成 字段=值：{wrong}", f"Expected field=value, got {wrong!r}")
    today = engine.runtime.clock.now().astimezone(ZONE).date()
    fields = {name: value for name, _, value in pairs}
    return Search(text=text, fields=fields, due=today if due else None)


def _sheet(
    engine: Engine, name: str, asked: Search, actor: str, called: Callable[[str], str]
) -> desk.Sheet:
    store = engine.runtime.store
    register = desk.opened(store, engine.runtime.person(actor), name)
    return desk.sheet(store, register, asked, called)


def _called(engine: Engine, login: str) -> str:
    person = engine.runtime.people.person(UserId(login))
    return person.name if person else login


def _written(name: str, table: desk.Sheet, suffix: str) -> bytes:
    headings = [one.zh for one in table.columns]
    if suffix == ".xlsx":
        return as_xlsx(name, headings, table.rows)
    if suffix == ".csv":
        return as_csv(headings, table.rows)
    raise InvalidCommand(
        f"应为 .csv 或 .xlsx，而不是 {suffix}", f"Expected .csv or .xlsx: {suffix}"
    )
