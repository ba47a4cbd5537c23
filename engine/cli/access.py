"""Commands about logging in: who is where, the login log, lost authenticators, bound identities."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from engine.cli.bilingual import BilingualCommand, BilingualGroup
from engine.cli.opening import reading
from engine.cli.organisation import By, actor_of
from engine.cli.output import DEFAULT_DATABASE, Database, Json, emit
from engine.core.people import SYSTEM
from engine.doors import NOWHERE, AccessEntry, AccessQuery, Act, Entry
from engine.errors import InvalidCommand

app = typer.Typer(
    cls=BilingualGroup,
    no_args_is_help=True,
    help="登录：会话、日志、两步登录 / Logins, their log, second factors",
)

Login = Annotated[str, typer.Argument(help="登录名 / Login")]


@app.command(cls=BilingualCommand)
def sessions(login: Login, database: Database = DEFAULT_DATABASE, as_json: Json = False) -> None:
    """列出某人已登录的地方 / Where a person is logged in."""
    with reading(database, as_json) as engine:
        runtime = engine.runtime
        found = [
            {
                "id": one.id,
                "since": one.row.created_at,
                "last_used": one.row.seen_at,
                "address": one.row.address,
                "browser": one.row.browser,
                "proof": one.row.proof,
            }
            for one in runtime.accounts.sessions_of(runtime.person(login).id)
        ]
        lines = [
            f"{one['id']}  {one['since']:%Y-%m-%d %H:%M}Z  {one['address']}  {one['browser']}"
            for one in found
        ]
        emit(found, as_json, lambda: "\n".join(lines) or "没有登录 / not logged in")


@app.command(cls=BilingualCommand)
def end(
    login: Login,
    session: Annotated[str, typer.Argument(help="会话编号 / Id of the session")] = "",
    every: Annotated[bool, typer.Option("--all", help="结束全部 / End all")] = False,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """结束某人的会话，立即生效 / End a person's sessions at once."""
    if every == bool(session):
        raise typer.BadParameter("写会话编号或 --all / Expected the id of a session, or --all")
    with reading(database, as_json) as engine:
        accounts, user, count = engine.runtime.accounts, engine.runtime.person(login).id, 1
        if every:
            count = accounts.end_all(user, NOWHERE, SYSTEM.id)
        else:
            accounts.end_one(user, session, NOWHERE, SYSTEM.id)
        emit({"ended": count}, as_json, lambda: f"已结束 {count} 个 / ended")


@app.command(cls=BilingualCommand)
def log(  # noqa: PLR0913, PLR0917 (each option is a parameter)
    login: Annotated[str, typer.Option("--login", help="只看某人 / Of one person")] = "",
    kind: Annotated[Entry | None, typer.Option("--kind", help="只看一种 / One kind")] = None,
    since: Annotated[str, typer.Option("--since", help="从何时起 / From, ISO 8601")] = "",
    before: Annotated[int | None, typer.Option("--before", help="早于此条 / Older than")] = None,
    limit: Annotated[int, typer.Option("--limit", help="最多几条 / At most")] = 50,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """登录日志：成功、失败、被拒绝、改动 / The login log, newest first."""
    with reading(database, as_json) as engine:
        asked = AccessQuery(
            login=login, kind=kind or "", since=_moment(since), before=before, limit=limit
        )
        found = engine.runtime.doors.log.found(asked)
        emit(
            [_plain(entry) for entry in found],
            as_json,
            lambda: "\n".join(_line(entry) for entry in found) or "没有记录 / no entries",
        )


@app.command("help", cls=BilingualCommand)
def help_person(  # noqa: PLR0913, PLR0917 (each option is a parameter)
    login: Login,
    act: Annotated[Act, typer.Argument(help="做什么 / What to do")],
    reason: Annotated[str, typer.Option("--reason", help="原因，记入日志 / Why; it is recorded")],
    by: By = None,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """一次性密码、解除限次、撤销令牌等，记入组织日志 / Help at the door, recorded with a reason."""
    with reading(database, as_json) as engine:
        runtime = engine.runtime
        who = (actor_of(runtime, by), NOWHERE)
        done = runtime.doors.help.act(act, runtime.person(login).id, reason, who)
        lines = [f"{login}: {act} ({done.count})"]
        if done.password:
            lines = [f"{done.password}  ({done.until:%Y-%m-%d %H:%M}Z，只用一次 / once)"]
        emit(done, as_json, lambda: "\n".join(lines))


@app.command("reset-second-factor", cls=BilingualCommand)
def reset_second_factor(
    login: Login, database: Database = DEFAULT_DATABASE, as_json: Json = False
) -> None:
    """身份验证器丢失：取消两步登录并结束会话 / Forget a lost authenticator; sessions end."""
    with reading(database, as_json) as engine:
        runtime, user = engine.runtime, engine.runtime.person(login).id
        had = runtime.doors.reset_second_factor(user, SYSTEM.id)
        text = "已取消 / forgotten" if had else "没有启用 / there was none"
        emit({"login": user, "reset": had}, as_json, lambda: f"{user}: {text}")


@app.command(cls=BilingualCommand)
def identities(database: Database = DEFAULT_DATABASE, as_json: Json = False) -> None:
    """谁绑定了身份提供方的哪个账号 / Who is bound to which account of the provider."""
    with reading(database, as_json) as engine:
        found = engine.runtime.doors.stores.bindings.bindings()
        emit(
            [
                {"login": one.user, "issuer": one.issuer, "subject": one.subject, "at": one.at}
                for one in found
            ],
            as_json,
            lambda: (
                "\n".join(f"{one.user}  {one.issuer}  {one.subject}" for one in found)
                or "没有绑定 / none"
            ),
        )


@app.command(cls=BilingualCommand)
def unbind(login: Login, database: Database = DEFAULT_DATABASE, as_json: Json = False) -> None:
    """解除绑定：下次登录重新绑定，会话结束 / Unbind; the next login binds anew."""
    with reading(database, as_json) as engine:
        runtime, user = engine.runtime, engine.runtime.person(login).id
        count = runtime.doors.unbind(user, SYSTEM.id)
        emit({"unbound": count}, as_json, lambda: f"{user}：已解除 {count} 个 / unbound")


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise InvalidCommand(
            f"时间应带时区，如 2026-11-22T08:00:00+08:00，实际为 {text}",
            f"Expected a moment with its offset such as 2026-11-22T08:00:00+08:00, got {text!r}",
        )
    return found


def _plain(entry: AccessEntry) -> dict[str, object]:
    return {
        "seq": entry.seq,
        "at": entry.at,
        "kind": str(entry.kind),
        "login": entry.login,
        "by": entry.by,
        "address": entry.address,
        "browser": entry.browser,
        "detail": entry.detail,
        "keep_until": entry.keep_until,
    }


def _line(entry: AccessEntry) -> str:
    parts = (entry.kind, entry.login or "-", entry.address or "-", entry.detail)
    return f"{entry.seq}  {entry.at:%Y-%m-%d %H:%M:%S}Z  {'  '.join(parts)}".rstrip()
