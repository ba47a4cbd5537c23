"""Says what happens between cases: messages and signals that are kept, triggers of starts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from engine.core import events as ev
from engine.errors import Text
from engine.history.phrases import moment, plain

if TYPE_CHECKING:
    from engine.history.sentences import Names


def _published(event: ev.MessagePublished, names: Names) -> Text:
    until = moment(event.expires_at)
    return Text(
        zh=f"消息“{event.message}”保留到 {until}",
        en=f'The message "{event.message}" is kept until {until}',
    )


def _broadcast(event: ev.SignalBroadcast, names: Names) -> Text:
    who = names.person(event.by)
    return Text(
        zh=f"{who.zh}发出信号“{event.signal}”", en=f'{who.en} sent the signal "{event.signal}"'
    )


def _occurred(event: ev.StartTriggerOccurred, names: Names) -> Text:
    if event.expression:
        return Text(
            zh=f"流程 {event.process} 的发起条件 {event.expression} 成立",
            en=f"The start condition {event.expression} of process {event.process} became true",
        )
    return Text(
        zh=f"流程 {event.process} 的一个发起触发已到：{event.part}",
        en=f"One trigger that process {event.process} begins with occurred: {event.part}",
    )


def _dropped(event: ev.StartTriggerDropped, names: Names) -> Text:
    return Text(zh=f"未能由此发起案件：{event.reason}", en=f"No case began with it: {event.reason}")


def _marked(event: ev.ClauseMarked, names: Names) -> Text:
    place = f"{event.process}:{event.element}" if event.element else event.process
    return Text(
        zh=f"条款 {event.clause} 的内容已改，引用它的 {place} 待复核",
        en=f"Clause {event.clause} was edited: {place}, which cites it, is to be reviewed",
    )


def _reviewed(event: ev.ClauseReviewed, names: Names) -> Text:
    who = names.person(event.by)
    said = f"：{event.note}" if event.note else ""
    note = f": {event.note}" if event.note else ""
    return Text(zh=f"{who.zh}已复核{said}", en=f"{who.en} has reviewed it{note}")


EXCHANGE: Final[Mapping[type[ev.Event], Callable[[Any, Names], Text]]] = {
    ev.MessagePublished: _published,
    ev.MessageExpired: plain("消息过期，无人接收", "Nobody took the message in its time"),
    ev.MessageCorrelated: plain("取走了保留的消息", "Took a message that had been kept"),
    ev.SignalBroadcast: _broadcast,
    ev.SignalDelivered: plain("信号已送达", "Everybody who waited has got the signal"),
    ev.StartTriggerOccurred: _occurred,
    ev.StartConditionLapsed: plain("发起条件不再成立", "The start condition holds no more"),
    ev.StartTriggerDropped: _dropped,
    ev.InstanceQuarantined: plain(
        "案件已隔离，等待管理员处理", "The case was put under quarantine"
    ),
    ev.ClauseMarked: _marked,
    ev.ClauseReviewed: _reviewed,
    ev.QuarantineLifted: plain("已解除隔离", "The quarantine was lifted"),
}
