"""Asks what to do next with the cases of a try, in Chinese and English."""

from __future__ import annotations

from typing import Any, Final

import typer

from engine.cli.cases import read_data
from engine.core.definition import Kind
from engine.embedding import OpenItem
from engine.errors import InvalidCommand
from engine.laboratory import Session
from engine.scenarios.script import Step

_ASKS: Final = (
    "序号办理 e错误 x升级 a自选 f结束自选 m消息 s信号 t时间 q退出 / number completes, e error, "
    "x escalate, a activate, f finish, m message, s signal, t time, q quit"
)
_NO_MORE: Final = ("q", "")


def next_step(session: Session) -> Step | None:
    """The next step that somebody wants; None when they are done, or input has ended."""
    cases = session.player.cases
    items = [(case, item) for case, one in cases.items() for item in _open(session, one)]
    for number, (_, item) in enumerate(items, 1):
        choices = _choices(session, item)
        offered = f"  ({', '.join(choices)})" if choices else ""
        typer.echo(f"  {number}  {item.element_id}  {item.name}{offered}")
    if not items and not _anything_waits(session):
        return None
    while True:
        try:
            answer = str(typer.prompt(_ASKS, default="q", show_default=False)).strip().lower()
            return None if answer in _NO_MORE else _step(answer, items)
        except InvalidCommand as wrong:
            typer.echo(str(wrong), err=True)
        except typer.Abort:
            return None


def _open(session: Session, instance_id: str) -> tuple[OpenItem, ...]:
    return session.engine.worklist(instance=instance_id)


def _choices(session: Session, item: OpenItem) -> tuple[str, ...]:
    """Of an ad-hoc sub-process: the activities that people may begin."""
    bundle = session.engine.runtime.live(item.instance_id).case.bundle
    definition = bundle.process_of(item.view.process)
    is_ad_hoc = definition.elements[item.element_id].kind is Kind.AD_HOC_SUB_PROCESS
    return definition.begins_at(item.element_id) if is_ad_hoc else ()


def _anything_waits(session: Session) -> bool:
    """Whether time, a message or a signal could lead on."""
    store = session.engine.runtime.store
    active = any(session.engine.case(one).status == "active" for one in session.instances())
    return active or store.next_due() is not None or not session.instances()


def _step(answer: str, items: list[tuple[str, OpenItem]]) -> Step:
    if answer == "m":
        key = _text("关联键 / Correlation key")
        return Step(verb="message", about=_text("消息 / Message"), key=key, data=_data())
    if answer == "s":
        return Step(verb="signal", about=_text("信号 / Signal"), data=_data())
    if answer == "t":
        return Step(verb="clock", about=_text("时长或时刻 / Duration or moment"))
    if answer in _ON_ITEM:
        number = _text("序号 / Number") if len(items) > 1 else "1"
        return _on_item(answer, _chosen(number, items), items)
    return _on_item("", _chosen(answer, items), items)


_ON_ITEM: Final = {"": "complete", "e": "error", "x": "escalate", "a": "activate", "f": "finish"}


def _chosen(number: str, items: list[tuple[str, OpenItem]]) -> int:
    if not number.isdigit() or not 0 < int(number) <= len(items):
        raise InvalidCommand("没有这一项", f"Expected one of those choices, got {number!r}")
    return int(number) - 1


def _on_item(answer: str, chosen: int, items: list[tuple[str, OpenItem]]) -> Step:
    case, item = items[chosen]
    same = [one.id for other, one in items if (other, one.element_id) == (case, item.element_id)]
    asked: dict[str, Any] = {}
    if answer in ("e", "x"):
        asked["code"] = _text("代码 / Code")
    if answer == "a":
        asked["element"] = _text("活动 / Activity")
    if answer in ("", "e", "x"):
        asked["data"] = _data()
    nth = same.index(item.id) + 1
    return Step(verb=_ON_ITEM[answer], about=item.element_id, case=case, nth=nth, **asked)


def _text(what: str) -> str:
    return str(typer.prompt(what, default="", show_default=False)).strip()


def _data() -> dict[str, Any]:
    return read_data(str(typer.prompt("数据 / Data (JSON)", default="{}")))
