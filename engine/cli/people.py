"""Commands that make a new database usable: passwords."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from engine.cli.opening import reading
from engine.cli.output import DEFAULT_DATABASE, Database, Json, emit

app = typer.Typer()


@app.command()
def password(
    login: Annotated[str, typer.Argument(help="登录名 / Login")],
    stdin: Annotated[
        bool,
        typer.Option("--password-stdin", help="从标准输入读密码 / Read it from standard input"),
    ] = False,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """设置登录密码，已有会话随即失效 / Set a login's password."""
    with reading(database, as_json) as engine:
        person = engine.runtime.person(login)
        engine.runtime.accounts.set_password(person.id, _wanted(stdin))
        emit({"login": person.id}, as_json, lambda: f"{person.id}：密码已设置 / password set")


def _wanted(stdin: bool) -> str:
    """The password; of standard input the first line, without its end."""
    if stdin:
        return sys.stdin.readline().rstrip("\r\n")
    answer: str = typer.prompt(
        "密码 / Password", hide_input=True, confirmation_prompt=True, err=True
    )
    return answer
