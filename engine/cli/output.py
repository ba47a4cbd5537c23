"""How commands answer: for people, or as JSON for programs; and how they fail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, TypeAlias

import orjson
import typer

from engine.bootstrap import DATABASE_ERRORS, finding_line
from engine.core.values import to_plain
from engine.errors import DeploymentRefused, GuichengError, InvalidForm, Text

Json: TypeAlias = Annotated[bool, typer.Option("--json", help="输出 JSON / Print JSON")]
Database: TypeAlias = Annotated[
    str,
    typer.Option(
        "--database-url",
        "-d",
        envvar="GUICHENG_DATABASE_URL",
        help="数据库地址，如 sqlite:///cases.db / Database URL",
    ),
]
Actor: TypeAlias = Annotated[
    str, typer.Option("--as", help="以谁的身份（登录名） / Login of who acts")
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
    if isinstance(value, StrEnum):
        return value.value
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


@contextmanager
def failures(as_json: bool) -> Iterator[None]:
    """Turns our own errors, and those of the database and of files, into a message and exit code
    1."""
    try:
        yield
    except GuichengError as error:
        _tell(_problem(error), _details(error), as_json)
        raise typer.Exit(1) from error
    except DATABASE_ERRORS as error:
        _tell(_unreadable(error), (), as_json)
        raise typer.Exit(1) from error
    except OSError as error:
        if error.filename is None:  # no file: who reads what is printed has gone, or a defect
            raise
        _tell(_unusable(error), (), as_json)
        raise typer.Exit(1) from error


def _tell(problem: dict[str, Any], details: Iterator[str] | tuple[str, ...], as_json: bool) -> None:
    if as_json:
        typer.echo(orjson.dumps(problem).decode())
        return
    typer.echo(f"错误 / Error: {problem['zh']} / {problem['en']}", err=True)
    for line in details:
        typer.echo(line, err=True)


def _problem(error: GuichengError) -> dict[str, Any]:
    problem: dict[str, Any] = {"error": type(error).__name__}
    problem |= {"zh": error.text.zh, "en": error.text.en}
    if isinstance(error, InvalidForm):
        problem["fields"] = plain(error.fields)
    if isinstance(error, DeploymentRefused):
        problem["findings"] = plain(error.findings)
    return problem


def _unreadable(error: Exception) -> dict[str, Any]:
    said = str(getattr(error, "orig", None) or error).strip()
    zh, en = f"数据库不能使用：{said}", f"Expected a usable database: {said}"
    return {"error": "DatabaseUnusable", "zh": zh, "en": en}


def _unusable(error: OSError) -> dict[str, Any]:
    zh = f"文件不能使用：{error.filename}（{error.strerror}）"
    en = f"Expected to be able to use {error.filename}: {error.strerror}"
    return {"error": "FileUnusable", "zh": zh, "en": en}


def _details(error: GuichengError) -> Iterator[str]:
    if isinstance(error, InvalidForm):
        for field in error.fields:
            yield f"  {field.path}: {field.rule}: {_both(field.text)}"
    if isinstance(error, DeploymentRefused):
        for finding in error.findings:
            yield "  " + finding_line(finding)


def _both(text: Text) -> str:
    return f"{text.zh} / {text.en}"
