"""The registry: which behaviour runs which element kind and trigger. Nothing else is executed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from engine.core.definition import Kind, Trigger
from engine.kernel.behaviours.behaviour import Behaviour
from engine.kernel.behaviours.boundary_event import BoundaryError, BoundaryMessage, BoundaryTimer
from engine.kernel.behaviours.business_rule_task import BusinessRuleTask
from engine.kernel.behaviours.call_activity import CallActivity
from engine.kernel.behaviours.catch_event import MessageCatch, TimerCatch
from engine.kernel.behaviours.compensation_event import (
    BoundaryCompensation,
    CompensationEnd,
    CompensationThrow,
)
from engine.kernel.behaviours.end_event import NoneEnd
from engine.kernel.behaviours.error_end_event import ErrorEnd
from engine.kernel.behaviours.exclusive_gateway import ExclusiveGateway
from engine.kernel.behaviours.inclusive_gateway import InclusiveGateway
from engine.kernel.behaviours.parallel_gateway import ParallelGateway
from engine.kernel.behaviours.service_task import ServiceTask
from engine.kernel.behaviours.start_event import NoneStart
from engine.kernel.behaviours.sub_process import SubProcess
from engine.kernel.behaviours.terminate_end_event import TerminateEnd
from engine.kernel.behaviours.throw_event import MessageEnd, MessageThrow, NoneThrow
from engine.kernel.behaviours.transaction import BoundaryCancel, CancelEnd, Transaction
from engine.kernel.behaviours.user_task import UserTask

BEHAVIOURS: Final[Mapping[tuple[Kind, Trigger], Behaviour]] = {
    (Kind.START_EVENT, Trigger.NONE): NoneStart(),
    (Kind.START_EVENT, Trigger.COMPENSATION): NoneStart(),
    (Kind.END_EVENT, Trigger.NONE): NoneEnd(),
    (Kind.END_EVENT, Trigger.TERMINATE): TerminateEnd(),
    (Kind.END_EVENT, Trigger.ERROR): ErrorEnd(),
    (Kind.END_EVENT, Trigger.MESSAGE): MessageEnd(),
    (Kind.END_EVENT, Trigger.COMPENSATION): CompensationEnd(),
    (Kind.END_EVENT, Trigger.CANCEL): CancelEnd(),
    (Kind.CATCH_EVENT, Trigger.TIMER): TimerCatch(),
    (Kind.CATCH_EVENT, Trigger.MESSAGE): MessageCatch(),
    (Kind.THROW_EVENT, Trigger.NONE): NoneThrow(),
    (Kind.THROW_EVENT, Trigger.MESSAGE): MessageThrow(),
    (Kind.THROW_EVENT, Trigger.COMPENSATION): CompensationThrow(),
    (Kind.BOUNDARY_EVENT, Trigger.TIMER): BoundaryTimer(),
    (Kind.BOUNDARY_EVENT, Trigger.MESSAGE): BoundaryMessage(),
    (Kind.BOUNDARY_EVENT, Trigger.ERROR): BoundaryError(),
    (Kind.BOUNDARY_EVENT, Trigger.CANCEL): BoundaryCancel(),
    (Kind.BOUNDARY_EVENT, Trigger.COMPENSATION): BoundaryCompensation(),
    (Kind.USER_TASK, Trigger.NONE): UserTask(),
    (Kind.SERVICE_TASK, Trigger.NONE): ServiceTask(),
    (Kind.BUSINESS_RULE_TASK, Trigger.NONE): BusinessRuleTask(),
    (Kind.CALL_ACTIVITY, Trigger.NONE): CallActivity(),
    (Kind.SUB_PROCESS, Trigger.NONE): SubProcess(),
    (Kind.TRANSACTION, Trigger.NONE): Transaction(),
    (Kind.EXCLUSIVE_GATEWAY, Trigger.NONE): ExclusiveGateway(),
    (Kind.INCLUSIVE_GATEWAY, Trigger.NONE): InclusiveGateway(),
    (Kind.PARALLEL_GATEWAY, Trigger.NONE): ParallelGateway(),
}
