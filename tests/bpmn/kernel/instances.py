"""Drives a case with one repeated activity `a`, followed by the user task `z`."""

from __future__ import annotations

from engine.core.advance import TaskDone, WorkOffered
from tests.bpmn.kernel.case import Case
from tests.builders import process, start, timer_event, user

A_DAY = timer_event('duration("P1D")')
NAMES = ("approved", "item", "opinion", "opinions", "count")


def line(*middle, flows="start a z", **more):
    return process("p", start(), *middle, user("z"), flows=flows, **more)


def case_of(activity, *more, flows="start a z", variables=None, called=(), **rest):
    activity = activity if isinstance(activity, tuple) else (activity,)
    definition = line(*activity, *more, flows=flows)
    return Case(definition, *called, variables=variables, names=NAMES, **rest)


def offered(case):
    return [one.element.id for one in case.events(WorkOffered)]


def done(case, nth, by="anna", **data):
    """Complete the nth open work item, oldest first."""
    items = sorted(case.instance.work_items.values(), key=lambda item: item.token)
    case.send(TaskDone(token=items[nth].token, data=data, by=by))
    return case.trace()
