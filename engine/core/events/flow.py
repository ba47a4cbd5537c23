"""Facts about control: elements reached and left, flows taken, decisions, what was thrown."""

from __future__ import annotations

from engine.core.events.base import Event, Reason, Words
from engine.core.fact import fact
from engine.core.values import Value


@fact
class ElementActivated(Event):
    """Control reached an element that waits or contains others. `scope` as in VariablesChanged."""

    element_id: str
    token: int
    scope: int = 0
    process: str = ""  # the called process's key when the scope is a call activity's


@fact
class ElementCompleted(Event):
    """An activated element ended as modelled."""

    element_id: str
    token: int


@fact
class ElementPassed(Event):
    """Control went through an element that does not wait: gateway, none event, rule, throw."""

    element_id: str
    token: int
    scope: int = 0


@fact
class ElementCanceled(Event):
    """An activated element was interrupted; `by` is the element that did it."""

    element_id: str
    token: int
    by: str = ""


@fact
class FlowTaken(Event):
    """A sequence flow was taken; `reason` is set where there was a choice."""

    flow_id: str
    token: int
    reason: Reason | None = None


@fact
class DecisionEvaluated(Event):
    """A decision was asked: inputs read, output, ids of the matched rules."""

    element_id: str
    token: int
    decision_id: str
    inputs: tuple[tuple[str, Value], ...]
    output: Value
    rule_ids: tuple[str, ...]
    zh: Words = ""
    en: Words = ""


@fact
class BpmnErrorThrown(Event):
    """A modelled error was thrown; `caught_by` is the boundary event, None makes an incident."""

    element_id: str
    token: int
    code: str
    message: str = ""
    caught_by: str | None = None


@fact
class EscalationThrown(Event):
    """An escalation was thrown; `caught_by` is the catching event, None: nobody caught it, and
    the process goes on."""

    element_id: str
    token: int
    code: str
    caught_by: str | None = None


@fact
class CompensationThrown(Event):
    """Completed activities are being undone; `activities` in the order in which they will be."""

    element_id: str
    token: int
    activities: tuple[str, ...] = ()
