"""The registry: which behaviour runs which element kind and trigger. Nothing else is executed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from engine.core.definition import Element, Kind, Trigger
from engine.kernel.behaviours.ad_hoc_sub_process import AdHocSubProcess
from engine.kernel.behaviours.behaviour import Behaviour
from engine.kernel.behaviours.boundary_event import BoundaryEvent
from engine.kernel.behaviours.business_rule_task import BusinessRuleTask
from engine.kernel.behaviours.call_activity import CallActivity
from engine.kernel.behaviours.catch_event import CatchEvent
from engine.kernel.behaviours.compensation_event import (
    BoundaryCompensation,
    CompensationEnd,
    CompensationThrow,
)
from engine.kernel.behaviours.complex_gateway import ComplexGateway
from engine.kernel.behaviours.end_event import NoneEnd, ThrowingEnd
from engine.kernel.behaviours.event_based_gateway import EventBasedGateway
from engine.kernel.behaviours.event_sub_process import EventSubProcess
from engine.kernel.behaviours.exclusive_gateway import ExclusiveGateway
from engine.kernel.behaviours.inclusive_gateway import InclusiveGateway
from engine.kernel.behaviours.link_event import LinkCatch, LinkThrow
from engine.kernel.behaviours.multiple_event import MultipleEnd, MultipleThrow
from engine.kernel.behaviours.parallel_gateway import ParallelGateway
from engine.kernel.behaviours.pass_task import PassTask
from engine.kernel.behaviours.receive_task import ReceiveTask
from engine.kernel.behaviours.send_task import SendTask
from engine.kernel.behaviours.service_task import ServiceTask
from engine.kernel.behaviours.start_event import StartEvent
from engine.kernel.behaviours.sub_process import SubProcess
from engine.kernel.behaviours.terminate_end_event import TerminateEnd
from engine.kernel.behaviours.throw_event import NoneThrow, ThrowEvent
from engine.kernel.behaviours.transaction import BoundaryCancel, CancelEnd, Transaction
from engine.kernel.behaviours.user_task import UserTask

_START = StartEvent()
_CATCH = CatchEvent()
_BOUNDARY = BoundaryEvent()
_THROW = ThrowEvent()
_THROWING_END = ThrowingEnd()
_PASS = PassTask()
_EVENT_SUB_PROCESS = EventSubProcess()

BEHAVIOURS: Final[Mapping[tuple[Kind, Trigger], Behaviour]] = {
    (Kind.START_EVENT, Trigger.NONE): _START,
    (Kind.START_EVENT, Trigger.TIMER): _START,
    (Kind.START_EVENT, Trigger.MESSAGE): _START,
    (Kind.START_EVENT, Trigger.SIGNAL): _START,
    (Kind.START_EVENT, Trigger.CONDITIONAL): _START,
    (Kind.START_EVENT, Trigger.ERROR): _START,
    (Kind.START_EVENT, Trigger.ESCALATION): _START,
    (Kind.START_EVENT, Trigger.COMPENSATION): _START,
    (Kind.START_EVENT, Trigger.MULTIPLE): _START,
    (Kind.START_EVENT, Trigger.PARALLEL_MULTIPLE): _START,
    (Kind.END_EVENT, Trigger.NONE): NoneEnd(),
    (Kind.END_EVENT, Trigger.TERMINATE): TerminateEnd(),
    (Kind.END_EVENT, Trigger.ERROR): _THROWING_END,
    (Kind.END_EVENT, Trigger.MESSAGE): _THROWING_END,
    (Kind.END_EVENT, Trigger.SIGNAL): _THROWING_END,
    (Kind.END_EVENT, Trigger.ESCALATION): _THROWING_END,
    (Kind.END_EVENT, Trigger.COMPENSATION): CompensationEnd(),
    (Kind.END_EVENT, Trigger.CANCEL): CancelEnd(),
    (Kind.END_EVENT, Trigger.MULTIPLE): MultipleEnd(),
    (Kind.CATCH_EVENT, Trigger.TIMER): _CATCH,
    (Kind.CATCH_EVENT, Trigger.MESSAGE): _CATCH,
    (Kind.CATCH_EVENT, Trigger.SIGNAL): _CATCH,
    (Kind.CATCH_EVENT, Trigger.CONDITIONAL): _CATCH,
    (Kind.CATCH_EVENT, Trigger.LINK): LinkCatch(),
    (Kind.CATCH_EVENT, Trigger.MULTIPLE): _CATCH,
    (Kind.CATCH_EVENT, Trigger.PARALLEL_MULTIPLE): _CATCH,
    (Kind.THROW_EVENT, Trigger.NONE): NoneThrow(),
    (Kind.THROW_EVENT, Trigger.MESSAGE): _THROW,
    (Kind.THROW_EVENT, Trigger.SIGNAL): _THROW,
    (Kind.THROW_EVENT, Trigger.ESCALATION): _THROW,
    (Kind.THROW_EVENT, Trigger.LINK): LinkThrow(),
    (Kind.THROW_EVENT, Trigger.COMPENSATION): CompensationThrow(),
    (Kind.THROW_EVENT, Trigger.MULTIPLE): MultipleThrow(),
    (Kind.BOUNDARY_EVENT, Trigger.TIMER): _BOUNDARY,
    (Kind.BOUNDARY_EVENT, Trigger.MESSAGE): _BOUNDARY,
    (Kind.BOUNDARY_EVENT, Trigger.SIGNAL): _BOUNDARY,
    (Kind.BOUNDARY_EVENT, Trigger.CONDITIONAL): _BOUNDARY,
    (Kind.BOUNDARY_EVENT, Trigger.ERROR): _BOUNDARY,
    (Kind.BOUNDARY_EVENT, Trigger.ESCALATION): _BOUNDARY,
    (Kind.BOUNDARY_EVENT, Trigger.CANCEL): BoundaryCancel(),
    (Kind.BOUNDARY_EVENT, Trigger.COMPENSATION): BoundaryCompensation(),
    (Kind.BOUNDARY_EVENT, Trigger.MULTIPLE): _BOUNDARY,
    (Kind.BOUNDARY_EVENT, Trigger.PARALLEL_MULTIPLE): _BOUNDARY,
    (Kind.TASK, Trigger.NONE): _PASS,
    (Kind.MANUAL_TASK, Trigger.NONE): _PASS,
    (Kind.SEND_TASK, Trigger.MESSAGE): SendTask(),
    (Kind.RECEIVE_TASK, Trigger.MESSAGE): ReceiveTask(),
    (Kind.USER_TASK, Trigger.NONE): UserTask(),
    (Kind.SERVICE_TASK, Trigger.NONE): ServiceTask(),
    (Kind.BUSINESS_RULE_TASK, Trigger.NONE): BusinessRuleTask(),
    (Kind.CALL_ACTIVITY, Trigger.NONE): CallActivity(),
    (Kind.SUB_PROCESS, Trigger.NONE): SubProcess(),
    (Kind.TRANSACTION, Trigger.NONE): Transaction(),
    (Kind.AD_HOC_SUB_PROCESS, Trigger.NONE): AdHocSubProcess(),
    (Kind.EXCLUSIVE_GATEWAY, Trigger.NONE): ExclusiveGateway(),
    (Kind.INCLUSIVE_GATEWAY, Trigger.NONE): InclusiveGateway(),
    (Kind.PARALLEL_GATEWAY, Trigger.NONE): ParallelGateway(),
    (Kind.COMPLEX_GATEWAY, Trigger.NONE): ComplexGateway(),
    (Kind.EVENT_BASED_GATEWAY, Trigger.NONE): EventBasedGateway(),
}


def behaviour_of(element: Element) -> Behaviour | None:
    """What runs the element; None when nothing does."""
    if element.kind is Kind.SUB_PROCESS and element.triggered_by_event:
        return _EVENT_SUB_PROCESS
    return BEHAVIOURS.get((element.kind, element.event.trigger))
