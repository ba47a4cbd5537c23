"""The command line `guicheng`."""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, add_completion=False)


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
