"""Commands of systems and administrators: send a message, broadcast a signal."""

from __future__ import annotations

from typing import Annotated

import typer

from engine.cli.cases import Data, read_data
from engine.cli.opening import changing
from engine.cli.output import DEFAULT_DATABASE, Actor, Database, Json, emit
from engine.exchange import Message, Receipt, time_to_live

app = typer.Typer()

Name = Annotated[str, typer.Argument(help="名称，与流程图中一致 / Name as in the diagram")]
OwnId = Annotated[
    str | None, typer.Option("--id", help="编号；相同则只发生一次 / The same id happens once")
]


@app.command()
def message(  # noqa: PLR0913, PLR0917 (each option is a parameter)
    name: Name,
    actor: Actor = "admin",
    key: Annotated[str, typer.Option(help="关联键 / Correlation key")] = "",
    data: Data = "{}",
    lasting: Annotated[
        str, typer.Option("--time-to-live", help="无人等待时保留多久，如 P7D / How long it is kept")
    ] = "PT0S",
    own_id: OwnId = None,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """向等待它的那一个案件发送消息 / Send a message to the one case that waits for it."""
    with changing(database, as_json) as engine:
        runtime = engine.runtime
        sent = Message(
            id=f"{actor}:{own_id or runtime.ids.new()}",
            name=name,
            key=key,
            data=read_data(data),
            time_to_live=time_to_live(lasting, runtime.clock.now()),
        )
        receipt = engine.send_message(sent, by=actor)
        engine.run_due()
        emit(receipt, as_json, lambda: _said(receipt))


@app.command()
def signal(  # noqa: PLR0913, PLR0917 (each option is a parameter)
    name: Name,
    actor: Actor = "admin",
    data: Data = "{}",
    own_id: OwnId = None,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """向所有等待它的案件广播信号 / Broadcast a signal to every case that waits for it."""
    with changing(database, as_json) as engine:
        signal_id = f"{actor}:{own_id or engine.runtime.ids.new()}"
        receipt = engine.broadcast(name, read_data(data), by=actor, signal_id=signal_id)
        engine.run_due()
        emit(receipt, as_json, lambda: _said(receipt))


def _said(receipt: Receipt) -> str:
    lines = [f"收到 / received by {case}" for case in receipt.received_by]
    lines += [f"发起 / started {case}" for case in receipt.started]
    if receipt.kept_until is not None:
        lines.append(f"保留至 / kept until {receipt.kept_until.isoformat(timespec='minutes')}")
    if receipt.gathered:
        lines.append(
            "已留待其他发起触发到齐 / kept until the other triggers of the start have occurred"
        )
    if receipt.repeated:
        lines.append("以前已发送，未再执行 / sent before, nothing was done again")
    return "\n".join(lines) or "无人等待 / nobody waited"
