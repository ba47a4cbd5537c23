"""Decides the beginning and the forced end of a case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from engine.core import policy
from engine.core.advance import Begin, Stop
from engine.core.commands import StartInstance, TerminateInstance
from engine.core.decide import Decision
from engine.core.definition import Bundle, ProcessDefinition
from engine.core.events import InstanceStarted
from engine.core.people import Person
from engine.core.state import InstanceState, InstanceStatus
from engine.core.values import Value
from engine.errors import InvalidCommand, InvalidState, NotPermitted


def decide_start(
    bundle: Bundle, actor: Person, command: StartInstance, variables: Mapping[str, Value]
) -> Begin:
    """The stimulus that starts the case; `variables` are the accepted start data."""
    definition = bundle.process
    if command.start_event is not None:
        return _triggered(definition, actor, command, command.start_event)
    if not policy.may_start_definition(actor, definition):
        raise NotPermitted(
            f"您不能发起“{definition.name}”",
            f"Expected somebody who may start {definition.key}",
        )
    if definition.start_event() is None and not definition.begins_at():
        raise InvalidState(
            f"“{definition.name}”没有可由人发起的开始事件",
            f"Expected {definition.key} to have a none start event, or no start event at all",
        )
    return Begin(variables=variables)


def _triggered(
    definition: ProcessDefinition, actor: Person, command: StartInstance, start_event: str
) -> Begin:
    """A trigger occurred: nobody's right to start is asked, but only the engine may say so."""
    if not policy.is_system(actor):
        raise NotPermitted("由事件触发的发起只由引擎进行", "Expected the engine to start the case")
    if start_event not in definition.elements:
        raise InvalidState(
            f"“{definition.name}”没有开始事件 {start_event}",
            f"Expected {definition.key} to have the start event {start_event}",
        )
    return Begin(
        variables={},
        start_event=start_event,
        payload=command.payload,
        correlation_key=command.correlation_key,
    )


def started(
    bundle: Bundle, actor: Person, command: StartInstance, facts: tuple[datetime, str, str]
) -> InstanceStarted:
    """The first event of a case; `facts` are its time, title and interpreter."""
    at, title, interpreter = facts
    return InstanceStarted(
        process=bundle.process.key,
        pinned=bundle.pinned,
        interpreter=interpreter,
        initiator=actor,
        at=at,
        title=title or bundle.process.name,
        business_key=command.business_key,
    )


def decide_termination(state: InstanceState, actor: Person, command: TerminateInstance) -> Decision:
    """An administrator ends a case for good; a reason is owed to the history."""
    if not policy.may_administer(actor):
        raise NotPermitted(
            "只有管理员可以终止案件", "Expected an administrator to terminate a case"
        )
    if state.status is not InstanceStatus.ACTIVE:
        raise InvalidState(
            f"案件 {state.id} 已经结束", f"Expected {state.id} to be active, it is {state.status}"
        )
    if not command.reason.strip():
        raise InvalidCommand("终止案件须说明原因", "Expected a reason for terminating the case")
    return Decision(stimulus=Stop(by=actor.id))
