"""Commands of people: start, inbox, claim, release, complete, history."""

from __future__ import annotations

import json
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from engine.cli.opening import changing, reading
from engine.cli.output import DEFAULT_DATABASE, Actor, Database, Json, emit
from engine.codec import decode_envelope, decode_event, is_command
from engine.core.events import InstanceStarted
from engine.embedding import Engine, OpenItem
from engine.errors import InvalidCommand, InvalidState
from engine.history.places import Places
from engine.history.sentences import Names, belongings, sentence
from engine.views import LogRow, WorkItemView, WorklistQuery

app = typer.Typer()

Data = Annotated[str, typer.Option("--data", help="表单数据（JSON） / Form data as JSON")]
WorkItem = Annotated[str, typer.Argument(help="待办编号 / Id of the work item")]
Absent = Annotated[
    str | None, typer.Option("--for", help="代理谁办理 / The absent person whom I act for")
]
Case = Annotated[str, typer.Argument(help="案件编号 / Case id")]


class Sort(StrEnum):
    """In which order."""

    CREATED = "created"
    DUE = "due"
    NEWEST = "newest"
    PRIORITY = "priority"
    FOLLOW_UP = "follow_up"


class FollowUp(StrEnum):
    """Whether work that is put off is meant."""

    DUE = "due"
    LATER = "later"


class View(StrEnum):
    """Which work items a list shows."""

    INBOX = "inbox"
    MINE = "mine"
    CANDIDATE = "candidate"
    SUBSTITUTED = "substituted"
    DONE = "done"


def read_data(text: str) -> dict[str, Any]:
    """JSON as variables; numbers are read as decimals, never as floats."""
    try:
        plain = json.loads(text, parse_float=Decimal, parse_int=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise InvalidCommand(f"--data 不是 JSON：{error}", f"Expected JSON: {error}") from error
    if not isinstance(plain, dict):
        raise InvalidCommand("--data 应为 JSON 对象", "Expected --data as a JSON object")
    return plain


def _no_number(text: str) -> None:
    raise ValueError(f"{text} is no number")


def _who(item: OpenItem) -> str:
    return item.assignee or "|".join(item.candidates) or "-"


def show_case(engine: Engine, instance_id: str, as_json: bool) -> None:
    """The case and its open work items, after everything automatic has been done."""
    engine.run_due()
    items, case = engine.worklist(instance=instance_id), engine.case(instance_id)
    stuck = engine.incidents(instance_id)
    lines = [f"{case.id}  {case.status}  {case.title}"]
    lines += [f"  {item.id}  {item.name}  {_who(item)}" for item in items]
    lines += [f"  异常 / incident {one.id}：{one.zh} / {one.en}" for one in stuck]
    answer = {"case": case, "open": items, "incidents": stuck}
    emit(answer, as_json, lambda: "\n".join(lines))


@app.command()
def start(
    process: Annotated[
        str, typer.Argument(help="流程标识；草稿为 draft:标识 / Process key, or draft:KEY")
    ],
    actor: Actor,
    data: Data = "{}",
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """发起一个案件 / Start a case."""
    with changing(database, as_json) as engine:
        case = engine.start(process, read_data(data), by=actor)
        show_case(engine, case.id, as_json)


@app.command()
def inbox(  # noqa: PLR0913, PLR0917 (each option is a parameter)
    actor: Actor,
    view: Annotated[
        View,
        typer.Option(
            help="全部、我已认领、可认领、代办、已办 / All, claimed, offered, for others, done"
        ),
    ] = View.INBOX,
    sort: Annotated[Sort, typer.Option(help="排序 / Order")] = Sort.CREATED,
    follow_up: Annotated[
        FollowUp | None,
        typer.Option(help="due 不含留待以后的，later 只看这些 / Without or only what is put off"),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=200, help="最多几项 / At most so many")] = 50,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """某人的待办 / Somebody's worklist."""
    with reading(database, as_json) as engine:
        person = engine.runtime.person(actor)
        query = WorklistQuery(
            user=person.id,
            principals=person.principals(),
            view=view.value,
            limit=limit,
            sort=sort.value,
            follow_up=follow_up,
            now=engine.runtime.clock.now(),
            acting_for=engine.runtime.substitutions.acting_for(person)
            if view is View.SUBSTITUTED
            else (),
        )
        page = engine.runtime.store.worklist(query)
        emit(page, as_json, lambda: "\n".join(map(_inbox_line, page.items)) or "（空 / empty）")


def _inbox_line(item: WorkItemView) -> str:
    due = item.due_at.isoformat() if item.due_at else "-"
    return f"{item.id}  {item.name}  {item.title}  {item.state}  {due}"


def _must_be_open(engine: Engine, work_item: str) -> None:
    """Says who ended a work item, which the case itself no longer knows. Raises InvalidState."""
    view = engine.runtime.store.work_item(work_item)
    if view is None or view.ended_at is None:
        return
    who, at = view.ended_by or "-", view.ended_at.isoformat(timespec="minutes")
    raise InvalidState(
        f"“{view.name}”已于 {at} 结束（{view.state}，{who}）",
        f"Expected an open work item, but it ended at {at}: {view.state}, {who}",
    )


@app.command()
def claim(
    work_item: WorkItem,
    actor: Actor,
    absent: Absent = None,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """认领一项待办 / Claim a work item."""
    with changing(database, as_json) as engine:
        _must_be_open(engine, work_item)
        outcome = engine.claim(work_item, by=actor, absent=absent)
        show_case(engine, outcome.instance_id, as_json)


@app.command()
def release(
    work_item: WorkItem,
    actor: Actor,
    absent: Absent = None,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """退还认领的待办 / Give a claimed work item back."""
    with changing(database, as_json) as engine:
        _must_be_open(engine, work_item)
        outcome = engine.release(work_item, by=actor, absent=absent)
        show_case(engine, outcome.instance_id, as_json)


@app.command()
def complete(  # noqa: PLR0913, PLR0917 (each option is a parameter)
    work_item: WorkItem,
    actor: Actor,
    data: Data = "{}",
    opinion: Annotated[str, typer.Option(help="意见 / Your opinion")] = "",
    signature: Annotated[
        Path | None, typer.Option(help="手写签名的图片 / Image of your handwriting")
    ] = None,
    absent: Absent = None,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """办结一项待办 / Complete a work item."""
    with changing(database, as_json) as engine:
        _must_be_open(engine, work_item)
        form = read_data(data)
        said = {"opinion": opinion}
        if signature is not None:
            image = engine.upload(signature.read_bytes(), signature.name, by=actor)
            said["signature"] = str(image["digest"])
        outcome = engine.complete(work_item, form, by=actor, absent=absent, **said)
        show_case(engine, outcome.instance_id, as_json)


@app.command()
def history(
    case: Case,
    full: Annotated[bool, typer.Option("--full", help="附上原文 / With the stored text")] = False,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """案件的全部记录 / Every entry of a case's log."""
    with reading(database, as_json) as engine:
        engine.case(case)
        rows = engine.runtime.store.rows(case)
        entries = [_entry(row) for row in rows]
        names = _names(engine, rows)
        emit(entries, as_json, lambda: "\n".join(_line(row, names, full) for row in rows))


def _entry(row: LogRow) -> dict[str, Any]:
    kind = "command" if is_command(row.type) else "event"
    place = {"version": row.version, "seq": row.seq, "kind": kind, "type": row.type}
    return {**place, "hash": row.hash, "content": orjson.loads(row.body)}


def _names(engine: Engine, rows: list[LogRow]) -> Names:
    """What elements are called in the versions that the case is pinned to."""
    events = [decode_event(row.type, row.body) for row in rows if not is_command(row.type)]
    names = Names(belongs=belongings(events))
    started = next((event for event in events if isinstance(event, InstanceStarted)), None)
    if started is None:
        return names
    return Places(engine.runtime.cases(started.pinned).bundle, events).names(names)


def _line(row: LogRow, names: Names, full: bool) -> str:
    said = _command_said(row) if is_command(row.type) else _event_said(row, names)
    return f"{said}\n        {row.body.decode()}" if full else said


def _command_said(row: LogRow) -> str:
    envelope = decode_envelope(row.body)
    at = envelope.at.isoformat(timespec="seconds")
    absent = envelope.on_behalf_of
    who = envelope.actor.id + (f" 代 / for {absent.id}" if absent else "")
    return f"{row.version:5}  {at}  {who}  {row.type}"


def _event_said(row: LogRow, names: Names) -> str:
    said = sentence(decode_event(row.type, row.body), names)
    return f"{row.version:5}    {said.zh} / {said.en}"
