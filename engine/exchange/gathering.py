"""What occurs for a start that needs several triggers is kept, until a case begins with all of it.

Each occurrence is a stream of the log, and is taken by one case in the transaction that begins it
(BPMN 2.0.2, 10.5.2 and 13.2: a parallel multiple start event needs all of its triggers). Messages
belong together by the key that their senders gave; signals, timers and conditions have none and go
with any. Of several occurrences of one trigger the oldest goes first.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence

from engine.core.commands import DropStartTrigger, NoteStartTrigger, StartInstance
from engine.core.definition import Element, Trigger
from engine.core.ids import InstanceId
from engine.core.people import SYSTEM, Person
from engine.core.values import Value
from engine.dispatcher import Outcome
from engine.errors import CommandRejected, ConcurrencyConflict
from engine.exchange.streams import Asked, append
from engine.exchange.tools import ExchangeTools, Occurrence, start_case
from engine.starts import groups_of, starting_elements
from engine.views import KeptMessage, start_name

_log = logging.getLogger("guicheng.exchange")


def occur(
    tools: ExchangeTools, occurred: Occurrence, on_behalf_of: Person | None = None
) -> Outcome | None:
    """Begin a case; None when what occurred is kept until the other triggers of its start event
    have occurred too. Raises CommandRejected, ConcurrencyConflict."""
    process = tools.newest(occurred.process).process
    element = process.elements.get(occurred.element_id)
    if element is None or element.event.trigger is not Trigger.PARALLEL_MULTIPLE:
        return start_case(tools, occurred, on_behalf_of)
    note(tools, occurred, on_behalf_of or SYSTEM)
    return gather(tools, occurred.process, element, occurred.key or None)


def note(tools: ExchangeTools, occurred: Occurrence, by: Person = SYSTEM) -> None:
    """Keep what occurred; once, by the id of the command that it would have been."""
    name = start_name(occurred.process, occurred.element_id, occurred.part)
    command = NoteStartTrigger(
        instance_id=InstanceId(f"start:{name}:{occurred.command_id}"),
        process=occurred.process,
        element_id=occurred.element_id,
        part=occurred.part,
        correlation_key=occurred.key,
        data=occurred.payload,
        message_id=occurred.message_id,
    )
    if tools.store.message(command.instance_id) is None:
        append(tools.store, Asked(command, by, occurred.command_id), tools.clock.now())


def gather(
    tools: ExchangeTools, process: str, element: Element, key: str | None = None
) -> Outcome | None:
    """Begin a case with triggers that have all occurred, if there is one; with this key only."""
    for parts in groups_of(element):
        names = [start_name(process, element.id, part) for part in parts]
        together = _together(tools.store.occurred(names, key), names)
        if together:
            return _begin(tools, process, element, together)
    return None


def gather_all(tools: ExchangeTools) -> int:
    """What a crash, a conflict or a new version left to be begun. How many cases began."""
    begun = 0
    for process in dict.fromkeys(one.name.partition(":")[0] for one in tools.store.occurred()):
        try:
            elements = {one.id: one for one, _ in starting_elements(tools.newest(process).process)}
            begun += sum(gather(tools, process, one) is not None for one in elements.values())
        except (CommandRejected, ConcurrencyConflict) as later:
            _log.warning("start of %s: %s", process, later)
    return begun


def _begin(
    tools: ExchangeTools, process: str, element: Element, together: Sequence[KeptMessage]
) -> Outcome:
    command = StartInstance(
        instance_id=InstanceId(tools.ids.new()),
        process=process,
        variables={},
        pinned=tools.pin(process),
        start_event=element.id,
        payload=_payload(together),
        occurrences=tuple(one.id for one in together),
        correlation_key=next((k.correlation_key for k in together if k.correlation_key), ""),
    )
    try:
        return tools.dispatcher.dispatch(command, SYSTEM, command_id=f"begin:{together[0].id}")
    except CommandRejected as rejected:
        _drop(tools, together, rejected)
        raise


def _together(kept: Sequence[KeptMessage], names: Sequence[str]) -> tuple[KeptMessage, ...]:
    """The oldest of each, messages with one key; nothing as long as one is missing."""
    keyless = [one for one in kept if not one.correlation_key]
    for key in dict.fromkeys(one.correlation_key for one in kept):
        mine = [one for one in kept if one.correlation_key == key] if key else []
        found = [_oldest(mine, name) or _oldest(_wild(keyless, key), name) for name in names]
        together = tuple(one for one in found if one is not None)
        if len(together) == len(names):
            return together
    return ()


def _wild(keyless: Sequence[KeptMessage], key: str) -> Iterable[KeptMessage]:
    """What goes with this key: a message without a key only with others without."""
    return (one for one in keyless if not (key and _part_of(one).startswith("message:")))


def _part_of(kept: KeptMessage) -> str:
    return kept.name.split(":", 2)[2]


def _oldest(kept: Iterable[KeptMessage], name: str) -> KeptMessage | None:
    return next((one for one in kept if one.name == name), None)


def _payload(together: Iterable[KeptMessage]) -> Mapping[str, Value]:
    """As of a parallel multiple event in a case: the data of all parts together."""
    merged: dict[str, Value] = {}
    for one in together:
        merged.update(one.data)
    return merged


def _drop(tools: ExchangeTools, together: Iterable[KeptMessage], why: CommandRejected) -> None:
    """The refusal is recorded; what occurred would be refused again and again."""
    for one in together:
        command = DropStartTrigger(instance_id=InstanceId(one.id), reason=str(why))
        try:
            append(tools.store, Asked(command, SYSTEM, f"drop:{one.id}"), tools.clock.now())
        except ConcurrencyConflict as conflict:
            _log.info("%s was taken by another: %s", one.id, conflict)
