"""Commands about one work item and its round: add and remove signers, delegate, advise, appoint."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, Any

import typer

from engine.approving import Asking, active_person, case_of
from engine.cli.bilingual import BilingualCommand, BilingualGroup
from engine.cli.cases import Case, WorkItem, show_case
from engine.cli.opening import changing, reading
from engine.cli.organisation import day_of
from engine.cli.output import DEFAULT_DATABASE, Actor, Database, Json, emit
from engine.core.approval import Round, summary
from engine.core.commands import Command, CopyInstance, ReadCopy
from engine.core.evolve_approval import round_of
from engine.core.ids import InstanceId
from engine.errors import NotFound

app = typer.Typer(
    cls=BilingualGroup, no_args_is_help=True, help="待办上的审批操作 / Operations on work items"
)

Reason = Annotated[str, typer.Option("--reason", help="原因 / Why")]
To = Annotated[str, typer.Argument(help="给谁（登录名） / Login of who gets it")]


class Place(StrEnum):
    """Where somebody is added."""

    BEFORE = "before"
    AFTER = "after"
    BESIDE = "beside"


class Agreement(StrEnum):
    """What an opinion says besides its words."""

    YES = "yes"
    NO = "no"
    NEITHER = "neither"


def _perform(
    work_item: str, actor: str, database: str, as_json: bool, make: Callable[[Asking], Command]
) -> None:
    with changing(database, as_json) as engine:
        runtime = engine.runtime
        command = make(Asking(runtime.people, work_item))
        runtime.dispatch(command, runtime.person(actor))
        show_case(engine, case_of(work_item), as_json)


@app.command("add-sign", cls=BilingualCommand)
def add_sign(  # noqa: PLR0913, PLR0917 (each option is a parameter)
    work_item: WorkItem,
    people: Annotated[list[str], typer.Argument(help="加签谁，可多人 / Logins of who is added")],
    actor: Actor,
    reason: Reason,
    place: Annotated[
        Place, typer.Option(help="我之前、我之后、并列 / Before me, after me, beside me")
    ] = Place.BESIDE,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """加签 / Have further people give their opinion."""
    _perform(work_item, actor, database, as_json, lambda a: a.to_add(people, place.value, reason))


@app.command("remove-sign", cls=BilingualCommand)
def remove_sign(  # noqa: PLR0913, PLR0917 (each option is a parameter)
    work_item: WorkItem,
    who: Annotated[str, typer.Argument(help="减签谁 / Login of who is removed")],
    actor: Actor,
    reason: Reason,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """减签 / Do not ask somebody any more."""
    _perform(work_item, actor, database, as_json, lambda a: a.to_remove(who, reason))


@app.command(cls=BilingualCommand)
def transfer(  # noqa: PLR0913, PLR0917 (each option is a parameter)
    work_item: WorkItem,
    to: To,
    actor: Actor,
    reason: Reason,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """转办，不再回来 / Give a work item to somebody for good."""
    _perform(work_item, actor, database, as_json, lambda a: a.to_transfer(to, reason))


@app.command(cls=BilingualCommand)
def delegate(  # noqa: PLR0913, PLR0917 (each option is a parameter)
    work_item: WorkItem,
    to: To,
    actor: Actor,
    reason: Reason,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """委派，提意见后回来 / Ask for an opinion; the work item comes back."""
    _perform(work_item, actor, database, as_json, lambda a: a.to_delegate(to, reason))


@app.command("follow-up", cls=BilingualCommand)
def follow_up(
    work_item: WorkItem,
    actor: Actor,
    until: Annotated[
        str | None,
        typer.Option(
            "--until", help="到哪一天，如 2026-12-08；省略为取消 / Until which day; absent: none"
        ),
    ] = None,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """跟进日期：稍后处理 / Look at my work item again later."""
    _perform(work_item, actor, database, as_json, lambda a: a.to_follow_up(day_of(until)))


@app.command(cls=BilingualCommand)
def priority(  # noqa: PLR0913, PLR0917 (each option is a parameter)
    work_item: WorkItem,
    pressing: Annotated[int, typer.Argument(help="0 到 100 / From 0 to 100")],
    actor: Actor,
    reason: Reason,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """改优先级，管理员和流程负责人 / Change the priority, as administrator or process owner."""
    _perform(work_item, actor, database, as_json, lambda a: a.to_press(pressing, reason))


@app.command(cls=BilingualCommand)
def advise(  # noqa: PLR0913, PLR0917 (each option is a parameter)
    work_item: WorkItem,
    opinion: Annotated[str, typer.Argument(help="意见 / What you think")],
    actor: Actor,
    agree: Annotated[
        Agreement, typer.Option(help="同意、不同意、都不是 / Yes, no, neither")
    ] = Agreement.NEITHER,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """受委派或前加签时提意见 / Give the opinion that was asked for."""
    agrees = None if agree is Agreement.NEITHER else agree is Agreement.YES
    _perform(work_item, actor, database, as_json, lambda a: a.to_advise(opinion, agrees))


@app.command(cls=BilingualCommand)
def appoint(  # noqa: PLR0913, PLR0917 (each option is a parameter)
    work_item: WorkItem,
    to: To,
    reason: Reason,
    actor: Actor = "admin",
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """管理员指派 / Give a work item to a person, as an administrator."""
    _perform(work_item, actor, database, as_json, lambda a: a.to_appoint(to, reason))


@app.command(cls=BilingualCommand)
def urge(
    work_item: WorkItem,
    actor: Actor,
    reason: Reason = "",
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """催办，一小时一次 / Ask for it to be done, at most once an hour."""
    _perform(work_item, actor, database, as_json, lambda a: a.to_urge(reason))


@app.command(cls=BilingualCommand)
def copy(  # noqa: PLR0913, PLR0917 (each option is a parameter)
    case: Case,
    people: Annotated[list[str], typer.Argument(help="抄送谁，可多人 / Logins of who gets it")],
    actor: Actor,
    note: Annotated[str, typer.Option(help="附言 / What it is about")] = "",
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """抄送案件，不必办理 / Show a case to people who have nothing to do in it."""
    with changing(database, as_json) as engine:
        runtime = engine.runtime
        to = tuple(active_person(runtime.people, login) for login in dict.fromkeys(people))
        command = CopyInstance(instance_id=InstanceId(case), to=to, note=note)
        runtime.dispatch(command, runtime.person(actor))
        show_case(engine, case, as_json)


@app.command("read", cls=BilingualCommand)
def read_copy(
    case: Case, actor: Actor, database: Database = DEFAULT_DATABASE, as_json: Json = False
) -> None:
    """把抄送标为已读 / Mark a copy as read."""
    with changing(database, as_json) as engine:
        command = ReadCopy(instance_id=InstanceId(case))
        engine.runtime.dispatch(command, engine.runtime.person(actor))
        show_case(engine, case, as_json)


@app.command("round", cls=BilingualCommand)
def show_round(
    work_item: WorkItem, database: Database = DEFAULT_DATABASE, as_json: Json = False
) -> None:
    """会签进展：每一席和每份意见 / The round of a work item: every seat and opinion."""
    with reading(database, as_json) as engine:
        found = round_of(engine.runtime.live(case_of(work_item)).state, work_item)
        if found is None:
            raise NotFound("此项没有进行中的会签", "Expected a work item in an open round")
        emit(_facts(found), as_json, lambda: "\n".join(_lines(found)))


def _facts(found: Round) -> dict[str, Any]:
    seats = [
        {"work_item": s.item, "who": s.who, "place": s.place, "state": s.state, "weight": s.weight}
        for s in found.seats
    ]
    told = {"mode": found.mode, "threshold": found.threshold, "seats": seats}
    return {**told, **summary(found, None)}


def _lines(found: Round) -> list[str]:
    lines = [f"{found.mode} {found.threshold}".rstrip()]
    lines += [
        f"  {seat.item}  {seat.who or '-'}  {seat.place}  {seat.state}" for seat in found.seats
    ]
    lines += [f"  {one.by}: {one.text or one.agrees}" for one in found.opinions]
    return lines
