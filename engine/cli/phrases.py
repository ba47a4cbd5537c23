"""The command for the phrases that somebody often writes in opinions."""

from __future__ import annotations

from typing import Annotated

import typer

from engine.cli.opening import changing
from engine.cli.output import DEFAULT_DATABASE, Actor, Database, Json, emit

app = typer.Typer()


@app.command()
def phrases(
    actor: Actor,
    texts: Annotated[
        list[str] | None, typer.Option("--set", help="改为这些，可多次 / Keep these; may repeat")
    ] = None,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """某人的常用语 / What somebody often writes in opinions."""
    with changing(database, as_json) as engine:
        own, person = engine.runtime.phrases, engine.runtime.person(actor)
        found = own.of(person.id) if texts is None else own.keep(person.id, texts)
        emit(found, as_json, lambda: "\n".join(found) or "（空 / empty）")
