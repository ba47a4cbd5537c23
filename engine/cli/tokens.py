"""Commands for personal tokens: make one for a person's program, list them, revoke them."""

from __future__ import annotations

from typing import Annotated

import typer

from engine.access import TokenRow
from engine.cli.opening import reading
from engine.cli.output import DEFAULT_DATABASE, Database, Json, emit
from engine.core.policy import Scope

app = typer.Typer()

Login = Annotated[str, typer.Argument(help="登录名 / Login")]


@app.command()
def token(  # noqa: PLR0913, PLR0917 (each option is a parameter)
    login: Login,
    scope: Annotated[list[Scope], typer.Option("--scope", help="权限范围，可多次 / May repeat")],
    name: Annotated[str, typer.Option("--name", help="用途 / What it is for")] = "guicheng token",
    days: Annotated[int, typer.Option("--days", help="有效天数 / Days until it ends")] = 90,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """为某人的程序制作令牌，只显示一次 / Make a personal token; it is shown once."""
    with reading(database, as_json) as engine:
        owner = engine.runtime.person(login).id
        made = engine.runtime.tokens.create(owner, name, [str(one) for one in scope], days)
        emit(
            {"secret": made.secret, **_plain(made.row)},
            as_json,
            lambda: f"{made.secret}\n{_line(made.row)}",
        )


@app.command()
def tokens(login: Login, database: Database = DEFAULT_DATABASE, as_json: Json = False) -> None:
    """列出某人的令牌 / List a person's tokens."""
    with reading(database, as_json) as engine:
        found = engine.runtime.tokens.of(engine.runtime.person(login).id)
        emit(
            [_plain(row) for row in found],
            as_json,
            lambda: "\n".join(_line(row) for row in found) or "没有令牌 / no tokens",
        )


@app.command()
def revoke(
    login: Login,
    token_id: Annotated[str, typer.Argument(help="令牌编号 / Id of the token")] = "",
    every: Annotated[bool, typer.Option("--all", help="撤销全部 / Revoke all")] = False,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """撤销某人的令牌，立即生效 / Revoke a person's tokens at once."""
    with reading(database, as_json) as engine:
        person = engine.runtime.person(login)
        if every:
            count = engine.runtime.tokens.revoke_all(person.id)
        else:
            engine.runtime.tokens.revoke(person.id, token_id)
            count = 1
        emit({"revoked": count}, as_json, lambda: f"已撤销 {count} 个 / revoked")


def _plain(row: TokenRow) -> dict[str, object]:
    return {
        "id": row.id,
        "login": row.user,
        "name": row.name,
        "scopes": list(row.scopes),
        "created_at": row.created_at,
        "expires_at": row.expires_at,
        "last_used_at": row.last_used_at,
        "revoked_at": row.revoked_at,
    }


def _line(row: TokenRow) -> str:
    state = "已撤销 / revoked" if row.revoked_at else f"至 / until {row.expires_at:%Y-%m-%d}"
    return f"{row.id}  {row.name}  {','.join(row.scopes)}  {state}"
