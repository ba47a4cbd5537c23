"""How commands answer: for people, or as JSON for programs; and how they fail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import datetime
from typing import Annotated, Any, TypeAlias

import orjson
import typer

from engine.bootstrap import finding_line
from engine.core.values import to_plain
from engine.errors import DeploymentRefused, GuichengError, InvalidForm

Json: TypeAlias = Annotated[bool, typer.Option("--json", help="输出 JSON / Print JSON")]
Database: TypeAlias = Annotated[
    str,
    typer.Option(
        "--database-url",
        "-d",
        envvar="GUICHENG_DATABASE_URL",
        help="数据库地址,如 sqlite:///cases.db / Database URL",
    ),
]
Actor: TypeAlias = Annotated[
    str, typer.Option("--as", help="以谁的身份(登录名) / Login of who acts")
]

DEFAULT_DATABASE = "sqlite:///.guicheng/demo.db"


def plain(value: Any) -> Any:
    """Anything a command prints, as JSON-able data."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return to_plain(value)


def emit(value: Any, as_json: bool, show: Callable[[], str]) -> None:
    """Print one answer, for a program or for a person."""
    if as_json:
        typer.echo(orjson.dumps(plain(value), option=orjson.OPT_INDENT_2).decode())
    else:
        typer.echo(show())


def _problem(error: GuichengError) -> dict[str, Any]:
    problem: dict[str, Any] = {"error": type(error).__name__, "zh": error.text.zh}
    problem["en"] = error.text.en
    if isinstance(error, InvalidForm):
        problem["fields"] = plain(error.fields)
    if isinstance(error, DeploymentRefused):
        problem["findings"] = plain(error.findings)
    return problem


def _details(error: GuichengError) -> Iterator[str]:
    if isinstance(error, InvalidForm):
        for field in error.fields:
            yield f"  {field.path}: {field.rule}: {field.text}"
    if isinstance(error, DeploymentRefused):
        for finding in error.findings:
            yield "  " + finding_line(finding)


@contextmanager
def failures(as_json: bool) -> Iterator[None]:
    """Turns our own errors into a message and exit code 1."""
    try:
        yield
    except GuichengError as error:
        if as_json:
            typer.echo(orjson.dumps(_problem(error)).decode())
        else:
            typer.echo(f"错误 / Error: {error}", err=True)
            for line in _details(error):
                typer.echo(line, err=True)
        raise typer.Exit(1) from error
