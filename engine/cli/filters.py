"""Commands for saved filters: list them with what they find, and list what one of them finds."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

import typer

from engine.cli.opening import reading
from engine.cli.output import DEFAULT_DATABASE, Actor, Database, Json, emit
from engine.embedding import Engine
from engine.filters import SavedFilter, question
from engine.views import InstanceView, Page, WorkItemView, WorklistQuery

app = typer.Typer()


@app.command()
def filters(actor: Actor, database: Database = DEFAULT_DATABASE, as_json: Json = False) -> None:
    """某人的筛选及各自的数目 / Somebody's saved filters, each with how much it finds."""
    with reading(database, as_json) as engine:
        runtime, person = engine.runtime, engine.runtime.person(actor)
        found = runtime.filters.of(person)
        acting_for = runtime.substitutions.acting_for(person)
        counts = runtime.filters.counts(found, person, runtime.clock.now(), acting_for)
        rows = [_row(one, counts.get(one.id)) for one in found]
        lines = [f"{row['id']}  {row['count']}  {row['name']}" for row in rows]
        emit(rows, as_json, lambda: "\n".join(lines) or "没有筛选 / no filters")


def _row(one: SavedFilter, count: int | None) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "list": one.list,
        "asked": dict(one.asked),
        "owner": one.owner,
        "shared_with": list(one.shared_with),
        "count": count,
    }


@app.command()
def filtered(
    filter_id: Annotated[str, typer.Argument(help="筛选编号 / Id of the filter")],
    actor: Actor,
    limit: Annotated[int, typer.Option(min=1, max=200, help="最多几项 / At most so many")] = 50,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """列出一个筛选找到的内容 / List what a saved filter finds for somebody."""
    with reading(database, as_json) as engine:
        page = _page(engine, filter_id, actor, limit)
        emit(page, as_json, lambda: "\n".join(map(_line, page.items)) or "（空 / empty）")


def _page(engine: Engine, filter_id: str, actor: str, limit: int) -> Page:
    runtime, person = engine.runtime, engine.runtime.person(actor)
    kept = runtime.filters.find(filter_id, person)
    acting_for = runtime.substitutions.acting_for(person)
    query = question(kept, person, runtime.clock.now(), acting_for)
    if isinstance(query, WorklistQuery):
        return runtime.store.worklist(replace(query, limit=limit))
    if query is None:  # what others have started is in no list of mine
        return Page(items=(), next=None)
    return runtime.store.instances(replace(query, limit=limit))


def _line(view: WorkItemView | InstanceView) -> str:
    state = view.state if isinstance(view, WorkItemView) else view.status
    return f"{view.id}  {view.number}  {view.title}  {state}"
