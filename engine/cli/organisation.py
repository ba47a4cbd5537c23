"""Commands about the organisation: import, export, list, add, change, leave."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml

from engine.bootstrap import Runtime
from engine.cli.bilingual import BilingualCommand, BilingualGroup
from engine.cli.opening import changing, reading
from engine.cli.output import DEFAULT_DATABASE, Database, Json, emit
from engine.core.calendar import OFFICE_ZONE
from engine.core.people import SYSTEM, Person
from engine.embedding import Engine
from engine.errors import InvalidCommand, NotFound

app = typer.Typer(
    cls=BilingualGroup, no_args_is_help=True, help="组织：人员、部门、角色、组 / The organisation"
)
By = Annotated[
    str | None,
    typer.Option("--as", help="以哪位管理员的身份；省略为本机操作者 / Administrator who acts"),
]
Since = Annotated[
    str | None, typer.Option("--from", help="生效日期，如 2026-12-01；省略为现在 / Day of effect")
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="只列出差异，不变更 / Only list the differences")
]


@app.command("import", cls=BilingualCommand)
def import_file(  # noqa: PLR0913, PLR0917 (each option is a parameter)
    file: Annotated[Path, typer.Argument(help=".yaml 或 .csv / .yaml or .csv")],
    since: Since = None,
    dry_run: DryRun = False,
    by: By = None,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """使组织与文件一致：文件中没有的人员视为离职 / Make the organisation as in the file."""
    with changing(database, as_json) as engine:
        if not file.is_file():
            raise NotFound(f"没有文件 {file}", f"Expected the file {file}")
        roster = engine.runtime.roster
        plan = roster.plan_import(file.read_bytes(), file.name, day_of(since))
        _carry_out(engine, plan, (by, dry_run, as_json))


@app.command("export", cls=BilingualCommand)
def export_file(
    kind: Annotated[str, typer.Option("--format", help="yaml 或 csv / yaml or csv")] = "yaml",
    at: Annotated[str | None, typer.Option("--at", help="哪一天的组织 / As of this day")] = None,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """写出组织，可再导入 / Write the organisation out, so that it can be imported again."""
    with reading(database, as_json) as engine:
        moment = day_of(at)
        roster = engine.runtime.roster
        if as_json:
            emit(roster.entries(moment), as_json, str)
        else:
            typer.echo(roster.export(kind, moment), nl=False)


@app.command("list", cls=BilingualCommand)
def list_people(
    changes: Annotated[
        bool, typer.Option("--changes", help="列出已记录的变更 / The recorded changes instead")
    ] = False,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """在职人员，或变更记录 / Who works here, or what was changed."""
    with reading(database, as_json) as engine:
        rows = _changes(engine.runtime) if changes else _people(engine.runtime)
        emit(rows, as_json, lambda: "\n".join("  ".join(map(str, r.values())) for r in rows))


@app.command("add", cls=BilingualCommand)
def add_person(  # noqa: PLR0913, PLR0917 (each option is a parameter)
    login: Annotated[str, typer.Argument(help="登录名 / Login")],
    fields: Annotated[
        list[str], typer.Argument(help="字段=值，如 name=赵新 roles=[cashier] / field=value")
    ],
    since: Since = None,
    dry_run: DryRun = False,
    by: By = None,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """增加一个人员 / Add a person."""
    with changing(database, as_json) as engine:
        plan = engine.runtime.roster.plan_new(login, _fields(fields), day_of(since))
        _carry_out(engine, plan, (by, dry_run, as_json))


@app.command("change", cls=BilingualCommand)
def change_entry(  # noqa: PLR0913, PLR0917 (each option is a parameter)
    entry: Annotated[
        str, typer.Argument(help="登录名，或 departments.hr 之类 / Login, or e.g. departments.hr")
    ],
    fields: Annotated[
        list[str], typer.Argument(help="字段=值，值为空则去掉 / field=value, nothing takes it out")
    ],
    since: Since = None,
    dry_run: DryRun = False,
    by: By = None,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """改变人员、部门、角色或组的字段 / Change fields of an entry."""
    section, dot, key = entry.rpartition(".")
    with changing(database, as_json) as engine:
        changes = {section if dot else "people": {key: _fields(fields)}}
        _carry_out(
            engine,
            engine.runtime.roster.plan_change(changes, day_of(since)),
            (by, dry_run, as_json),
        )


@app.command("leave", cls=BilingualCommand)
def leave(  # noqa: PLR0913, PLR0917 (each option is a parameter)
    login: Annotated[str, typer.Argument(help="离职人员 / Who leaves")],
    successor: Annotated[
        str | None, typer.Option("--to", help="接办人；省略为其上级 / Who takes over")
    ] = None,
    dry_run: DryRun = False,
    by: By = None,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """离职转办：全部待办与今后的指派交给接办人 / A person leaves: hand over all their work."""
    with changing(database, as_json) as engine:
        runtime = engine.runtime
        if dry_run:
            plan = runtime.roster.plan_leaving(login, successor)
            _carry_out(engine, plan, (by, True, as_json))
            return
        done = runtime.leaving.leave(login, actor_of(runtime, by), successor)
        emit(
            done,
            as_json,
            lambda: (
                f"{done.leaver} → {done.successor}：{done.items} 项待办 / work items, "
                f"{len(done.cases)} 个案件 / cases"
            ),
        )


def _carry_out(engine: Engine, plan: Any, how: tuple[str | None, bool, bool]) -> None:
    by, dry_run, as_json = how
    runtime = engine.runtime
    recorded = None if dry_run else runtime.roster.apply(plan, actor_of(runtime, by))
    answer = {
        "recorded": recorded,
        "effective_from": plan.effective_from,
        "differences": [one.line() for one in plan.differences],
        "notices": [str(notice) for notice in plan.notices],
    }
    emit(answer, as_json, lambda: "\n".join(_lines(answer)))


def _lines(answer: dict[str, Any]) -> list[str]:
    end = (
        f"已记录 / recorded: {answer['recorded']}" if answer["recorded"] else "没有变更 / no change"
    )
    return [*answer["differences"], *(f"! {notice}" for notice in answer["notices"]), end]


def actor_of(runtime: Runtime, by: str | None) -> Person:
    """Whoever has the database has the machine: without a name the machine itself acts."""
    return SYSTEM if by is None else runtime.person(by)


def day_of(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        return datetime.combine(date.fromisoformat(text), time(), OFFICE_ZONE)
    except ValueError as error:
        raise InvalidCommand(
            f"日期 {text!r} 无效，应如 2026-12-01",
            f"Expected a day such as 2026-12-01, got {text!r}",
        ) from error


def _fields(texts: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or name in found:
            raise InvalidCommand(
                f"应为 字段=值，实际为 {text!r}", f"Expected field=value, each once, got {text!r}"
            )
        try:
            found[name] = yaml.safe_load(value) if value else None
        except yaml.YAMLError as error:
            raise InvalidCommand(
                f"{name} 的值无效：{value!r}", f"Expected a value of {name}, got {value!r}"
            ) from error
    return found


def _people(runtime: Runtime) -> list[dict[str, Any]]:
    return [
        {
            "login": person.id,
            "name": person.name,
            "department": person.department_name,
            "position": person.position,
            "reports_to": person.reports_to or "",
            "roles": " ".join(person.roles),
        }
        for person in runtime.people.people()
    ]


def _changes(runtime: Runtime) -> list[dict[str, Any]]:
    return [
        {
            "id": change.id,
            "at": change.published_at.isoformat(),
            "effective_from": change.expires_at.isoformat(),
            "by": change.published_by,
            "reason": change.data["reason"],
        }
        for change in runtime.people.changes()
    ]
