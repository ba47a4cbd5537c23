"""Commands about notifications: what somebody was told, how they want to be told, what was sent."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import Annotated

import typer

from engine.cli.bilingual import BilingualCommand, BilingualGroup
from engine.cli.opening import reading
from engine.cli.output import DEFAULT_DATABASE, Actor, Database, Json, emit
from engine.errors import InvalidCommand
from engine.notifications import wording
from engine.notifications.model import DeliveryState, Notification

app = typer.Typer(cls=BilingualGroup, no_args_is_help=True, help="通知 / Notifications")


class State(StrEnum):
    """How a message stands."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    MOOT = "moot"


@app.command("list", cls=BilingualCommand)
def list_notifications(
    actor: Actor,
    unread: Annotated[bool, typer.Option("--unread", help="只看未读 / Unread only")] = False,
    limit: Annotated[int, typer.Option(min=1, max=100, help="最多几条 / At most so many")] = 20,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """某人收到的通知，新的在前 / What somebody was told, newest first."""
    with reading(database, as_json) as engine:
        user = engine.runtime.person(actor).id
        found = engine.runtime.notifications.of(user, unread=unread, limit=limit)
        emit(found, as_json, lambda: "\n".join(map(_line, found)) or "（空 / empty）")


@app.command("prefer", cls=BilingualCommand)
def prefer(  # noqa: PLR0913, PLR0917 (each option is a parameter)
    actor: Actor,
    language: Annotated[
        str | None, typer.Option(help="语言：zh 或 en / Language: zh or en")
    ] = None,
    address: Annotated[
        list[str] | None,
        typer.Option("--address", help="渠道=地址，可多次 / channel=address, may repeat"),
    ] = None,
    off: Annotated[
        list[str] | None, typer.Option("--off", help="不要的渠道 / Channel not wanted")
    ] = None,
    muted: Annotated[
        list[str] | None, typer.Option("--mute", help="不外发的种类 / Kind that stays inside")
    ] = None,
    quiet: Annotated[str | None, typer.Option(help="免打扰，如 22:00-08:00 / Quiet hours")] = None,
    digest: Annotated[str | None, typer.Option(help="每日汇总，如 17:00 / Daily digest")] = None,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """查看或修改某人的通知设置；省略的保持不变 / Show or change somebody's preferences."""
    with reading(database, as_json) as engine:
        told, user = engine.runtime.notifications, engine.runtime.person(actor).id
        wanted = now = told.preferences(user)
        for given, change in (
            (language, {"language": language}),
            (address, {"addresses": _addresses(address or [])}),
            (off, {"off": tuple(off or ())}),
            (muted, {"muted": tuple(muted or ())}),
            (quiet, _quiet(quiet or "")),
            (digest, {"digest": digest}),
        ):
            if given is not None:
                wanted = replace(wanted, **change)
        if wanted != now:
            told.prefer(user, wanted)
        emit(wanted, as_json, lambda: str(wanted))


@app.command("sent", cls=BilingualCommand)
def sent(
    state: Annotated[State, typer.Option(help="状态 / State")] = State.FAILED,
    limit: Annotated[int, typer.Option(min=1, max=100, help="最多几条 / At most so many")] = 20,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """外发的消息及其状态 / Messages that went out, or did not."""
    with reading(database, as_json) as engine:
        found = engine.runtime.notifications.deliveries(state.value, limit)
        emit(found, as_json, lambda: "\n".join(map(_delivery, found)) or "（空 / empty）")


def _addresses(pairs: list[str]) -> dict[str, str]:
    found = dict(pair.split("=", 1) for pair in pairs if "=" in pair)
    if len(found) != len(pairs):
        raise InvalidCommand("应为 渠道=地址", "Expected channel=address, each channel once")
    return {name: text for name, text in found.items() if text}


def _quiet(text: str) -> dict[str, str]:
    begins, _, ends = text.partition("-")
    return {"quiet_from": begins.strip(), "quiet_until": ends.strip()}


def _line(one: Notification) -> str:
    mark = " " if one.read_at else "*"
    what, where = wording.subject(one), wording.detail(one).zh.partition("\n")[0]
    return f"{mark} {one.at:%Y-%m-%d %H:%M}  {what.zh} / {what.en}  {where}"


def _delivery(one: DeliveryState) -> str:
    return f"{one.state}  {one.attempts}  {one.channel}  {one.user}  {one.id}  {one.error}".rstrip()
