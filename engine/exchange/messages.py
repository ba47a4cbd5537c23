"""A message goes to the one case that waits for it, or starts one, or is kept for its time.

`message:<id>` is the command id of its delivery, so that the log itself admits only one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from engine import timing
from engine.codec import decode_envelope
from engine.core import policy
from engine.core.commands import (
    Command,
    ExpireMessage,
    NoteStartTrigger,
    PublishMessage,
    ReceiveMessage,
    StartInstance,
)
from engine.core.ids import InstanceId
from engine.core.people import SYSTEM, Person
from engine.core.values import Value
from engine.errors import (
    AmbiguousMessage,
    CommandRejected,
    ConcurrencyConflict,
    InvalidCommand,
    NotCorrelated,
    NotPermitted,
)
from engine.exchange.derived_keys import derived_key
from engine.exchange.gathering import occur
from engine.exchange.streams import Asked, append
from engine.exchange.tools import ExchangeTools, Occurrence
from engine.views import KeptMessage, StartTrigger, Subscription

ATTEMPTS: Final = 3
"""How often a receiver is looked for anew when it was gone by the time of delivery."""
LONGEST: Final = timedelta(days=3660)
THROWN_TIME_TO_LIVE: Final = timedelta(days=30)
"""How long a message that a case has thrown waits for its receiver."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is sent. The same id is the same message: it happens once."""

    id: str
    name: str
    key: str = ""
    data: Mapping[str, Value] = field(default_factory=dict)
    time_to_live: timedelta = timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What became of a message or signal: who received it, what it started, until when it is
    kept. `gathered`: it is kept for a process that begins when other triggers have occurred too.
    `repeated`: it had been sent before."""

    id: str
    received_by: tuple[str, ...] = ()
    started: tuple[str, ...] = ()
    kept_until: datetime | None = None
    repeated: bool = False
    gathered: bool = False


def time_to_live(text: str, now: datetime) -> timedelta:
    """The span of an ISO 8601 duration from now on. Raises InvalidCommand."""
    try:
        return timing.later(now, text) - now
    except timing.NotATime as error:
        raise InvalidCommand(
            f"有效期 {text!r} 不是 ISO 8601 时长，如 PT1H、P7D",
            f"Expected a time to live as an ISO 8601 duration such as PT1H or P7D, got {text!r}",
        ) from error


def stream_of(message_id: str) -> str:
    """The stream of the log, and the command id of the delivery."""
    return f"message:{message_id}"


def send(tools: ExchangeTools, message: Message, sender: Person) -> Receipt:
    """Deliver the message now, or keep it for its time to live.

    Raises NotPermitted; AmbiguousMessage when several cases wait; NotCorrelated when nobody waits
    and it is not to be kept; InvalidCommand when the id was used for another message.
    """
    if not policy.may_send_messages(sender):
        raise NotPermitted("您不能发送消息", "Expected somebody who may send messages")
    if not timedelta() <= message.time_to_live <= LONGEST:
        raise InvalidCommand(
            "消息的有效期应在 0 到 10 年之间", "Expected a time to live of 0 to ten years"
        )
    if not message.key:
        message = replace(message, key=derived_key(tools, message.name, message.data))
    kept = tools.store.message(stream_of(message.id))
    if kept is not None:
        return _kept_before(message, kept)
    receipt = deliver(tools, message, sender)
    if receipt is not None:
        return receipt
    if not message.time_to_live:
        raise NotCorrelated(
            f"没有案件或流程在等待消息 {message.name}",
            f"Expected somebody to wait for the message {message.name!r}",
        )
    return keep(tools, message, sender)


def _kept_before(message: Message, kept: KeptMessage) -> Receipt:
    if (kept.name, kept.correlation_key, kept.data) != (message.name, message.key, message.data):
        raise _used(message)
    until = kept.expires_at if kept.ended_at is None else None
    by = () if kept.instance_id is None else (kept.instance_id,)
    return Receipt(id=message.id, received_by=by, kept_until=until, repeated=True)


def _used(message: Message) -> InvalidCommand:
    return InvalidCommand(
        f"消息编号 {message.id} 已用于另一个消息",
        f"Expected a new message id, {message.id} was used for another message",
    )


def keep(tools: ExchangeTools, message: Message, sender: Person) -> Receipt:
    """Put the message into the log until somebody waits for it or its time is over."""
    until = tools.clock.now() + message.time_to_live
    stream = stream_of(message.id)
    command = PublishMessage(
        instance_id=InstanceId(stream),
        message=message.name,
        correlation_key=message.key,
        data=message.data,
        expires_at=until,
    )
    try:
        asked = Asked(command, sender, f"publish:{message.id}")
        append(tools.store, asked, tools.clock.now())
    except ConcurrencyConflict:
        kept = tools.store.message(stream)
        if kept is None:
            raise
        return _kept_before(message, kept)
    return Receipt(id=message.id, kept_until=until)


def deliver(
    tools: ExchangeTools, message: Message, sender: Person, kept: str = ""
) -> Receipt | None:
    """Hand the message over; None when nobody waits. `kept` is its stream if it was kept."""
    rejected: CommandRejected | None = None
    for _ in range(ATTEMPTS):
        before = _delivered_before(tools, message)
        if before is not None:
            return before
        receiver = _receiver(tools, message)
        if receiver is None:  # perhaps because the same message reached it a moment ago
            return _delivered_before(tools, message)
        try:
            return _hand_over(tools, message, receiver, (sender, kept))
        except CommandRejected as gone:  # in between the case went on, or another was faster
            rejected = gone
    assert rejected is not None  # noqa: S101 -- the loop ends otherwise by returning
    raise rejected


def _delivered_before(tools: ExchangeTools, message: Message) -> Receipt | None:
    row = tools.store.command_row(stream_of(message.id))
    if row is None:
        return None
    command: Command = decode_envelope(row.body).command
    started = isinstance(command, StartInstance)
    data = command.payload if isinstance(command, StartInstance) else getattr(command, "data", None)
    if data != message.data:
        raise _used(message)
    case = (row.instance_id,)
    if isinstance(command, NoteStartTrigger):
        return _gathered_before(tools, message, command)
    return Receipt(
        id=message.id,
        received_by=() if started else case,
        started=case if started else (),
        repeated=True,
    )


def _gathered_before(tools: ExchangeTools, message: Message, command: NoteStartTrigger) -> Receipt:
    kept = tools.store.message(command.instance_id)
    by = kept.instance_id if kept is not None else None
    started = () if by is None else (by,)
    waits = kept is not None and kept.ended_at is None
    return Receipt(id=message.id, started=started, gathered=waits, repeated=True)


def _receiver(tools: ExchangeTools, message: Message) -> Subscription | StartTrigger | None:
    """A waiting case comes before a start; of one case, what waits longest."""
    found = tools.store.subscriptions(message.name, message.key)
    waiting = [one for one in found if one.kind != "any"] or found
    cases = {one.instance_id for one in waiting}
    if len(cases) > 1:
        raise _ambiguous(message, f"{len(cases)} 个案件", f"{len(cases)} cases wait for it")
    if waiting:
        return min(waiting, key=serial_of)
    starts = tools.store.start_triggers("message", message.name)
    if len(starts) > 1:
        raise _ambiguous(message, f"{len(starts)} 个流程", f"it starts {len(starts)} processes")
    return starts[0] if starts else None


def serial_of(waiting: Subscription) -> int:
    """Ids in one case count up: the lesser one began to wait first."""
    number = waiting.id.rpartition("-s")[2]
    return int(number) if number.isdecimal() else 0


def _ambiguous(message: Message, zh: str, en: str) -> AmbiguousMessage:
    return AmbiguousMessage(
        f"消息 {message.name} 有 {zh}在等待，应只有一个：请让关联键唯一",
        f"Expected one receiver of the message {message.name!r}, but {en}: "
        "make its correlation key unique",
    )


def _hand_over(
    tools: ExchangeTools,
    message: Message,
    receiver: Subscription | StartTrigger,
    how: tuple[Person, str],
) -> Receipt:
    sender, kept = how
    own_id = stream_of(message.id)
    if isinstance(receiver, StartTrigger):
        occurred = Occurrence(
            process=receiver.process,
            element_id=receiver.element_id,
            command_id=own_id,
            payload=message.data,
            part=f"{receiver.kind}:{receiver.name}",
            message_id=kept,
            key=message.key,
        )
        behalf = None if policy.is_system(sender) else sender
        begun = occur(tools, occurred, behalf)
        if begun is None:
            return Receipt(id=message.id, gathered=True)
        return Receipt(id=message.id, started=(begun.instance_id,), repeated=begun.repeated)
    command = ReceiveMessage(
        instance_id=InstanceId(receiver.instance_id),
        subscription_id=receiver.id,
        data=message.data,
        message_id=kept,
        correlation_key=message.key,
    )
    done = tools.dispatcher.dispatch(command, sender, command_id=own_id)
    return Receipt(id=message.id, received_by=(done.instance_id,), repeated=done.repeated)


def deliver_kept(tools: ExchangeTools, kept: KeptMessage) -> int:
    """1 when a kept message found its receiver now. Raises AmbiguousMessage."""
    message = Message(
        id=kept.id.removeprefix("message:"),
        name=kept.name,
        key=kept.correlation_key,
        data=kept.data,
    )
    receipt = deliver(tools, message, SYSTEM, kept.id)
    return 0 if receipt is None or receipt.repeated else 1


def expire(tools: ExchangeTools, kept: KeptMessage) -> int:
    """Record that a kept message's time is over; 0 when somebody took it in between."""
    command = ExpireMessage(instance_id=InstanceId(kept.id))
    try:
        append(tools.store, Asked(command, SYSTEM, f"expire:{kept.id}"), tools.clock.now())
    except ConcurrencyConflict:
        return 0
    return 1
