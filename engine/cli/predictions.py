"""The command `predict`: what lies ahead of a start or a work item."""

from __future__ import annotations

from typing import Annotated

import typer

from engine.cli.cases import Data, read_data
from engine.cli.opening import reading
from engine.cli.output import DEFAULT_DATABASE, Actor, Database, Json, emit
from engine.prediction import Prediction

app = typer.Typer()


@app.command()
def predict(
    about: Annotated[
        str, typer.Argument(help="流程标识或待办编号 / Process key, or id of a work item")
    ],
    actor: Actor,
    data: Data = "{}",
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """预演后续审批：谁办、为什么、怎样会变 / Who is asked ahead, why, and what would change it."""
    with reading(database, as_json) as engine:
        found = engine.predict(about, read_data(data), by=actor)
        emit(found, as_json, lambda: "\n".join(_lines(found)))


def _lines(found: Prediction) -> list[str]:
    lines = [
        f"{number:3}  {step.name.zh} / {step.name.en}  {'|'.join(step.people) or '-'}  "
        f"{step.reason.zh}  {step.due_at.isoformat() if step.due_at else '-'}"
        for number, step in enumerate(found.steps, 1)
    ]
    lines += [
        f"  若 / if {one.condition}: +{'、'.join(name.zh for name in one.added) or '-'} "
        f"-{'、'.join(name.zh for name in one.dropped) or '-'}"
        for one in found.changes
    ]
    lines += [f"  ? {note.text.zh} / {note.text.en}" for note in found.notes]
    asked = {name for step in found.steps for name in step.depends_on}
    lines += [
        f"  假定 / assumed: {one.element.zh}·{one.label.zh} = {one.value}"
        for one in found.unsure
        if one.name in asked
    ]
    return lines or ["（无 / nothing ahead）"]
