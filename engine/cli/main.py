"""The command line `guicheng`: gathers the commands."""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated

import typer

from engine.cli import cases, demo, operate, proof

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)
for part in (demo.app, operate.app, cases.app, proof.app):
    app.registered_commands += part.registered_commands


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
    """规程:让成文制度按图执行 / Guicheng runs written procedures as BPMN 2.0."""
