"""The command line `guicheng`: gathers the commands."""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated

import typer

from engine.cli import (
    absence,
    access,
    batch,
    calendar,
    cases,
    clauses,
    demo,
    evidence,
    exchange,
    filters,
    fuzz,
    incidents,
    language,
    moves,
    notifications,
    operate,
    organisation,
    people,
    phrases,
    predictions,
    proof,
    registers,
    run,
    serving,
    substitution,
    tasks,
    tokens,
)
from engine.cli.bilingual import BilingualCommand, BilingualGroup

app = typer.Typer(
    cls=BilingualGroup, no_args_is_help=True, add_completion=False, rich_markup_mode=None
)
for part in (
    demo.app,
    serving.app,
    run.app,
    operate.app,
    people.app,
    tokens.app,
    cases.app,
    filters.app,
    phrases.app,
    incidents.app,
    exchange.app,
    predictions.app,
    proof.app,
    language.app,
    fuzz.app,
):
    for command in part.registered_commands:
        command.cls = BilingualCommand
        app.registered_commands.append(command)


app.add_typer(access.app, name="access")
app.add_typer(organisation.app, name="people")
app.add_typer(absence.app, name="absence")
app.add_typer(substitution.app, name="substitution")
app.add_typer(tasks.app, name="task")
app.add_typer(moves.app, name="move")
app.add_typer(batch.app, name="batch")
app.add_typer(registers.app, name="registers")
app.add_typer(notifications.app, name="notifications")
app.add_typer(calendar.app, name="calendar")
app.add_typer(clauses.app, name="clauses")
app.add_typer(evidence.app, name="evidence")


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(version("guicheng"))
        raise typer.Exit


@app.callback()
def main(
    wanted: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="版本 / Version"),
    ] = False,
) -> None:
    """规程：让成文制度按图执行 / Guicheng runs written procedures as BPMN 2.0."""
