"""Commands that move control by hand: return, take back, withdraw; and those of administrators."""

from __future__ import annotations

from typing import Annotated

import typer

from engine.batches.choosing import tokens_at
from engine.cli.bilingual import BilingualCommand, BilingualGroup
from engine.cli.cases import Absent, Case, Data, WorkItem, read_data, show_case
from engine.cli.opening import changing, reading
from engine.cli.output import DEFAULT_DATABASE, Actor, Database, Json, emit
from engine.dispatcher import Outcome
from engine.embedding import Engine
from engine.moving import PREVIOUS, Destination, Moving, ReturnTo, Who

app = typer.Typer(
    cls=BilingualGroup,
    no_args_is_help=True,
    help="退回、拿回、撤回，管理员的跳转、挂起等 / Return, take back, withdraw; jump, suspend ...",
)

Reason = Annotated[str, typer.Option("--reason", help="原因 / Why")]
Element = Annotated[str, typer.Argument(help="环节编号 / Id of the element")]


def _who(engine: Engine, actor: str, absent: str | None = None) -> Who:
    person = engine.runtime.person(actor)
    return Who(actor=person, absent=engine.runtime.person(absent) if absent else None)


def _show(engine: Engine, outcome: Outcome, as_json: bool) -> None:
    show_case(engine, outcome.instance_id, as_json)


@app.command("destinations", cls=BilingualCommand)
def destinations(
    work_item: WorkItem, actor: Actor, database: Database = DEFAULT_DATABASE, as_json: Json = False
) -> None:
    """可以退回到哪里，近的在前 / Where a work item may be returned to, the nearest first."""
    with reading(database, as_json) as engine:
        found = Moving(engine.runtime).destinations(work_item, engine.runtime.person(actor))
        emit(found, as_json, lambda: "\n".join(map(_line, found)) or "（空 / empty）")


def _line(one: Destination) -> str:
    return f"{one.element_id}  {one.name.zh} / {one.name.en}  {one.by}"


@app.command("return", cls=BilingualCommand)
def give_back(  # noqa: PLR0913, PLR0917 (each option is a parameter)
    work_item: WorkItem,
    actor: Actor,
    to: Annotated[
        str,
        typer.Option(
            help="previous 上一环节、initiator 发起人，或环节 / previous, initiator, an element"
        ),
    ] = PREVIOUS,
    reason: Reason = "",
    straight: Annotated[
        bool, typer.Option("--straight", help="答复后直接回到我 / Straight back to me")
    ] = False,
    absent: Absent = None,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """退回一项待办 / Return a work item."""
    with changing(database, as_json) as engine:
        asked = ReturnTo(to=to, reason=reason, straight=straight)
        who = _who(engine, actor, absent)
        _show(engine, Moving(engine.runtime).give_back(work_item, asked, who), as_json)


@app.command("take-back", cls=BilingualCommand)
def take_back(
    work_item: WorkItem,
    actor: Actor,
    reason: Reason = "",
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """拿回自己刚办结、后续无人处理的待办 / Undo one's own completion that nobody has used yet."""
    with changing(database, as_json) as engine:
        who = _who(engine, actor)
        _show(engine, Moving(engine.runtime).take_back(work_item, reason, who), as_json)


@app.command("withdraw", cls=BilingualCommand)
def withdraw(
    case: Case,
    actor: Actor,
    reason: Reason = "",
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """发起人撤回案件 / The initiator withdraws a case."""
    with changing(database, as_json) as engine:
        who = _who(engine, actor)
        _show(engine, Moving(engine.runtime).withdraw(case, reason, who), as_json)


@app.command("suspend", cls=BilingualCommand)
def suspend(
    case: Case,
    actor: Actor,
    reason: Reason = "",
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """挂起案件（管理员） / Suspend a case (administrator)."""
    with changing(database, as_json) as engine:
        who = _who(engine, actor)
        _show(engine, Moving(engine.runtime).suspend(case, reason, who), as_json)


@app.command("resume", cls=BilingualCommand)
def resume(
    case: Case,
    actor: Actor,
    reason: Reason = "",
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """恢复挂起的案件（管理员） / Resume a suspended case (administrator)."""
    with changing(database, as_json) as engine:
        who = _who(engine, actor)
        _show(engine, Moving(engine.runtime).resume(case, reason, who), as_json)


@app.command("jump", cls=BilingualCommand)
def jump(  # noqa: PLR0913, PLR0917 (each option is a parameter)
    case: Case,
    to: Element,
    actor: Actor,
    at: Annotated[
        list[str],
        typer.Option("--at", help="从哪个环节移走，可多次 / From this element; may repeat"),
    ],
    reason: Reason = "",
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """把位置移到另一环节（管理员） / Move tokens to an element (administrator)."""
    with changing(database, as_json) as engine:
        live = engine.runtime.live(case)
        tokens = [int(token) for one in at for token in tokens_at(live, one)]
        who = _who(engine, actor)
        _show(engine, Moving(engine.runtime).jump(case, tokens, (to, reason), who), as_json)


@app.command("revive", cls=BilingualCommand)
def revive(  # noqa: PLR0913, PLR0917 (each option is a parameter)
    case: Case,
    to: Element,
    actor: Actor,
    reason: Reason = "",
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """让已结束的案件从某环节重新开始（管理员） / Begin an ended case again (administrator)."""
    with changing(database, as_json) as engine:
        who = _who(engine, actor)
        _show(engine, Moving(engine.runtime).revive(case, to, reason, who), as_json)


@app.command("correct", cls=BilingualCommand)
def correct(  # noqa: PLR0913, PLR0917 (each option is a parameter)
    case: Case,
    actor: Actor,
    data: Data,
    reason: Reason = "",
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """修改案件的数据，前后值留痕（管理员） / Correct variables of a case (administrator)."""
    with changing(database, as_json) as engine:
        who = _who(engine, actor)
        changes = read_data(data)
        _show(engine, Moving(engine.runtime).correct(case, changes, reason, who), as_json)


@app.command("approvers", cls=BilingualCommand)
def approvers(  # noqa: PLR0913, PLR0917 (each option is a parameter)
    case: Case,
    element: Element,
    actor: Actor,
    people: Annotated[
        list[str] | None, typer.Option("--person", help="办理人，可多次 / Who does it; may repeat")
    ] = None,
    reason: Reason = "",
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """指定本案后续环节的办理人（管理员） / Choose who does a later task (administrator)."""
    with changing(database, as_json) as engine:
        who, choice = _who(engine, actor), (element, people or [])
        _show(engine, Moving(engine.runtime).change_approvers(case, choice, reason, who), as_json)


@app.command("late-review", cls=BilingualCommand)
def late_review(  # noqa: PLR0913, PLR0917 (each option is a parameter)
    case: Case,
    element: Element,
    actor: Actor,
    person: Annotated[str, typer.Option("--person", help="由谁补审 / Who reviews it")],
    reason: Reason = "",
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """补审被跳过的环节（管理员） / Have a task that was left out reviewed (administrator)."""
    with changing(database, as_json) as engine:
        who = _who(engine, actor)
        asked = (element, person)
        _show(engine, Moving(engine.runtime).review_late(case, asked, reason, who), as_json)
