"""Operations on many cases: preview, run exactly that, look, stop."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from engine.batches import Action, Asked, Batch, BatchItem, ItemStatus, Selection
from engine.batches.model import MOST
from engine.cli.bilingual import BilingualCommand, BilingualGroup
from engine.cli.opening import changing, reading
from engine.cli.output import DEFAULT_DATABASE, Actor, Database, Json, emit
from engine.embedding import Engine
from engine.errors import InvalidCommand

app = typer.Typer(
    cls=BilingualGroup,
    no_args_is_help=True,
    help="批量操作：先预览，再照预览执行 / Operations on many cases: preview, then exactly that",
)

Id = Annotated[str, typer.Argument(help="批量操作编号 / Id of the batch")]


@app.command("preview", cls=BilingualCommand)
def preview(  # noqa: PLR0913, PLR0917 (each option is a parameter)
    action: Annotated[Action, typer.Argument(help="操作 / What to do")],
    actor: Actor,
    process: Annotated[str, typer.Option(help="流程 / Process")] = "",
    version: Annotated[int | None, typer.Option(help="流程版本 / Its version")] = None,
    element: Annotated[str, typer.Option(help="停在哪个环节 / Where they stand")] = "",
    suspended: Annotated[
        bool | None, typer.Option("--suspended/--going-on", help="只要已挂起的 / Only suspended")
    ] = None,
    older_than: Annotated[
        int | None, typer.Option(help="多少天以前 / Begun before so many days", min=0)
    ] = None,
    kind: Annotated[str, typer.Option(help="异常种类 / Kind of incident")] = "",
    text: Annotated[str, typer.Option(help="含有文字 / Text they hold")] = "",
    ids: Annotated[
        list[str] | None,
        typer.Option("--id", help="案件、异常或待办编号 / Cases, incidents or work items"),
    ] = None,
    to: Annotated[
        str, typer.Option(help="移到哪个环节，或转给谁 / Element, or who takes over")
    ] = "",
    of: Annotated[str, typer.Option(help="转谁的待办 / Whose work items")] = "",
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """会处理什么，逐项试算，不改变任何案件 / What would be touched; nothing is changed."""
    with reading(database, as_json) as engine:
        selection = Selection(
            process=process,
            version=version,
            element=element,
            suspended=suspended,
            started_before=_before(engine, older_than),
            kind=kind,
            text=text,
            ids=tuple(ids or ()),
        )
        asked = Asked(action=action, selection=selection, to=to, of=of)
        batch = engine.runtime.batches.preview(asked, engine.runtime.person(actor))
        _show(engine, batch, as_json)


def _before(engine: Engine, days: int | None) -> datetime | None:
    if days is None:
        return None
    try:
        return (engine.runtime.clock.now() - timedelta(days=days)).astimezone(UTC)
    except OverflowError:
        raise InvalidCommand("天数太大", "Expected fewer days") from None


@app.command("run", cls=BilingualCommand)
def run(  # noqa: PLR0913, PLR0917 (each option is a parameter)
    batch: Id,
    actor: Actor,
    digest: Annotated[str, typer.Option(help="预览给出的摘要 / Digest of the preview")],
    reason: Annotated[str, typer.Option("--reason", help="理由，写入记录 / Recorded reason")],
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """照预览执行，逐项给出结果；预览后变化的不动 / Do exactly that, with a result for each."""
    with changing(database, as_json) as engine:
        batches, person = engine.runtime.batches, engine.runtime.person(actor)
        batches.run(batch, digest, reason, person)
        _show(engine, batches.finish(batch, person), as_json)


@app.command("show", cls=BilingualCommand)
def show(
    batch: Id, actor: Actor, database: Database = DEFAULT_DATABASE, as_json: Json = False
) -> None:
    """一次批量操作及其每一项 / One batch with its items."""
    with reading(database, as_json) as engine:
        person = engine.runtime.person(actor)
        _show(engine, engine.runtime.batches.one(batch, person), as_json)


@app.command("list", cls=BilingualCommand)
def listed(
    actor: Actor,
    limit: Annotated[int, typer.Option(min=1, max=100, help="最多几条 / At most so many")] = 20,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """执行过的批量操作，新的在前 / Those that were run, newest first."""
    with reading(database, as_json) as engine:
        found = engine.runtime.batches.listed(engine.runtime.person(actor), None, limit)
        emit(found, as_json, lambda: "\n".join(map(_line, found)) or "（无 / none）")


@app.command("undo", cls=BilingualCommand)
def undo(
    batch: Id, actor: Actor, database: Database = DEFAULT_DATABASE, as_json: Json = False
) -> None:
    """预览怎样撤销一次挂起、恢复或转办 / Preview what takes a batch back."""
    with changing(database, as_json) as engine:
        _show(engine, engine.runtime.batches.undo(batch, engine.runtime.person(actor)), as_json)


@app.command("stop", cls=BilingualCommand)
def stop(
    batch: Id, actor: Actor, database: Database = DEFAULT_DATABASE, as_json: Json = False
) -> None:
    """停下，其余不再处理 / Leave the rest untouched."""
    with changing(database, as_json) as engine:
        _show(engine, engine.runtime.batches.stop(batch, engine.runtime.person(actor)), as_json)


def _show(engine: Engine, batch: Batch, as_json: bool) -> None:
    items = engine.runtime.batches.items(batch, limit=MOST)
    answer = {"batch": batch, "items": items}
    emit(answer, as_json, lambda: "\n".join((_line(batch), *map(_item, items), _next(batch))))


def _line(one: Batch) -> str:
    counts = "  ".join(f"{status} {count}" for status, count in sorted(one.counts.items()))
    return f"{one.id}  {one.asked.action}  {one.status}  {one.by}  {counts}  {one.reason}".rstrip()


def _item(one: BatchItem) -> str:
    said = f": {one.said}" if one.said.zh else ""
    return f"  {one.number}  {one.instance_id}  {one.title}  [{one.where.zh}]  {one.status}{said}"


def _next(batch: Batch) -> str:
    if not batch.counts.get(ItemStatus.WAITING):
        return ""
    return f"guicheng batch run {batch.id} --digest {batch.digest} --as {batch.by} --reason …"
