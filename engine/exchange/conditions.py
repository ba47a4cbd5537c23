"""Start conditions: judged whenever something happened or time passed; a case begins each time one
becomes true.

Before there is a case a condition sees what lies outside of cases only (BPMN 2.0.2, 10.5.2): the
company's figures (`parameters`), the data stores of the diagram, and the clock. It begins a case
when it is first found true, and again when it has been false in between. Both changes are in the
log, so a restart or a new version with the same condition begins no second case.
"""

from __future__ import annotations

import logging

from engine.core.commands import Command, NoteConditionLapsed, NoteStartTrigger
from engine.core.definition import Element
from engine.core.ids import InstanceId
from engine.core.people import SYSTEM
from engine.errors import CommandRejected, ConcurrencyConflict, GuichengError
from engine.exchange.gathering import gather
from engine.exchange.streams import Asked, append
from engine.exchange.tools import ExchangeTools
from engine.start_conditions import StartCondition, start_conditions
from engine.views import LAPSED, KeptMessage, StartTrigger, start_name

_log = logging.getLogger("guicheng.exchange")


def judge(tools: ExchangeTools, trigger: StartTrigger) -> int:
    """Judge the conditions of one start event now. How many commands that led to."""
    bundle = tools.newest(trigger.process)
    element = bundle.process.elements.get(trigger.element_id)
    if element is None:
        return 0
    changes = 0
    for condition in start_conditions(bundle, element):
        try:
            changes += _judge(tools, trigger, condition)
        except GuichengError as unclear:  # neither true nor false: as it was
            _log.warning("start condition %s of %s: %s", condition.text, trigger.process, unclear)
    return changes + _begin(tools, trigger.process, element)


def _judge(tools: ExchangeTools, trigger: StartTrigger, condition: StartCondition) -> int:
    stores = {name: _lines(tools, store) for name, store in condition.stores.items()}
    holds = condition.holds(stores, tools.clock.now())
    name = start_name(trigger.process, trigger.element_id, condition.part)
    last = tools.store.last_of_condition(name)
    if holds is (last is not None and last.status != LAPSED):
        return 0
    stream = InstanceId(f"start:{name}:{_turn(last):08d}")
    command: Command
    if holds:
        command = NoteStartTrigger(
            instance_id=stream,
            process=trigger.process,
            element_id=trigger.element_id,
            part=condition.part,
            expression=condition.text,
            reads=condition.reads(stores, tools.clock.now()),
        )
    else:
        command = NoteConditionLapsed(
            instance_id=stream,
            process=trigger.process,
            element_id=trigger.element_id,
            part=condition.part,
        )
    try:
        append(tools.store, Asked(command, SYSTEM, stream), tools.clock.now())
    except ConcurrencyConflict as conflict:
        _log.info("%s was judged by another: %s", stream, conflict)
        return 0
    return 1


def _begin(tools: ExchangeTools, process: str, element: Element) -> int:
    try:
        return 0 if gather(tools, process, element) is None else 1
    except (CommandRejected, ConcurrencyConflict) as later:
        _log.warning("start of %s at %s: %s", process, element.id, later)
        return 0


def _turn(last: KeptMessage | None) -> int:
    """Changes are counted from one."""
    return 1 if last is None else int(last.id.rpartition(":")[2]) + 1


def _lines(tools: ExchangeTools, register: str) -> list[object]:
    return [{"key": line.key, **line.data} for line in tools.store.register_lines(register)]
