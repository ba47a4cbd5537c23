"""Takes out of events what a person may not see: values, and what was read from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

from api.schemas.cases import Incident
from engine.core import events as ev
from engine.core.definition import Bundle, Element
from engine.feel import FeelError, compile_expression
from engine.views import IncidentView
from engine.visibility import reads_hidden, without

NOT_SHOWN: Final = {
    "zh": "原因涉及您无权查看的内容",
    "en": "The reason names what you may not see",
}


def redacted(event: ev.Event, hidden: frozenset[str], bundle: Bundle) -> ev.Event:
    """The event without the values of hidden variables and columns."""
    if not hidden:
        return event
    take_out = _BY_TYPE.get(type(event))
    return event if take_out is None else take_out(event, hidden, bundle)


def incident_seen(incident: IncidentView, hidden: frozenset[str], bundle: Bundle) -> Incident:
    """The incident without a reason that tells hidden values: its element read them."""
    told = Incident.of(incident)
    if touches(incident.element_id, hidden, bundle):
        return told.model_copy(update=NOT_SHOWN)
    return told


def _variables(event: ev.VariablesChanged, hidden: frozenset[str], _: Bundle) -> ev.Event:
    return replace(event, new=without(event.new, hidden), old=without(event.old, hidden))


def _data(event: Any, hidden: frozenset[str], bundle: Bundle) -> ev.Event:
    """What went out or came in: all of it is left out where the element read what is hidden."""
    element = getattr(event, "element_id", None)
    secret = element is not None and touches(element, hidden, bundle)
    kept = {} if secret else without(event.data, hidden)
    return replace(event, data=kept)  # type: ignore[no-any-return]


def _own_data(event: Any, hidden: frozenset[str], _: Bundle) -> ev.Event:
    return replace(event, data=without(event.data, hidden))  # type: ignore[no-any-return]


def _flow(event: ev.FlowTaken, hidden: frozenset[str], _: Bundle) -> ev.Event:
    reason = event.reason
    if reason is None or not _read(reason.reads, hidden):
        return event
    return replace(event, reason=ev.Reason(expression=reason.expression))


def _decision(event: ev.DecisionEvaluated, hidden: frozenset[str], bundle: Bundle) -> ev.Event:
    if not (_read(event.inputs, hidden) or touches(event.element_id, hidden, bundle)):
        return event
    return replace(event, inputs=(), output=None, rule_ids=(), zh="", en="")


def _job(event: ev.JobCreated, hidden: frozenset[str], bundle: Bundle) -> ev.Event:
    element = _element(event.element_id, bundle)
    sources = {one.name: one.source.text for one in element.inputs} if element else {}
    kept = {
        name: value
        for name, value in event.inputs.items()
        if not reads_hidden(_names(sources.get(name, name)), hidden)
    }
    return replace(event, inputs=without(kept, hidden))


def _job_result(event: ev.JobCompleted, hidden: frozenset[str], bundle: Bundle) -> ev.Event:
    if touches(event.element_id, hidden, bundle):
        return replace(event, result=None)
    if isinstance(event.result, Mapping):
        return replace(event, result=without(event.result, hidden))
    return event


def _incident(event: ev.IncidentRaised, hidden: frozenset[str], bundle: Bundle) -> ev.Event:
    if not touches(event.element_id, hidden, bundle):
        return event
    return replace(event, zh=NOT_SHOWN["zh"], en=NOT_SHOWN["en"])


TakeOut = Callable[[Any, frozenset[str], Bundle], ev.Event]
_BY_TYPE: Final[Mapping[type[ev.Event], TakeOut]] = {
    ev.VariablesChanged: _variables,
    ev.WorkItemCompleted: _own_data,
    ev.WorkItemFailed: _own_data,
    ev.WorkItemEscalated: _own_data,
    ev.MessageReceived: _own_data,
    ev.SignalReceived: _own_data,
    ev.MessageThrown: _data,
    ev.SignalThrown: _data,
    ev.RegisterEntryWritten: _data,
    ev.FlowTaken: _flow,
    ev.DecisionEvaluated: _decision,
    ev.JobCreated: _job,
    ev.JobCompleted: _job_result,
    ev.IncidentRaised: _incident,
}


def _read(pairs: Iterable[tuple[str, Any]], hidden: frozenset[str]) -> bool:
    return reads_hidden((name for name, _ in pairs), hidden)


def _element(element_id: str, bundle: Bundle) -> Element | None:
    for process in (bundle.process, *bundle.called.values()):
        if element_id in process.elements:
            return process.elements[element_id]
    return None


def touches(element_id: str, hidden: frozenset[str], bundle: Bundle) -> bool:
    """Whether anything that this element evaluates reads what is hidden."""
    if not hidden:
        return False
    return any(reads_hidden(_names(text), hidden) for text in _texts(element_id, bundle))


def _texts(element_id: str, bundle: Bundle) -> Iterable[str]:
    for process in (bundle.process, *bundle.called.values()):
        element = process.elements.get(element_id)
        if element is None:
            continue
        yield from (one.source.text for one in (*element.inputs, *element.outputs))
        yield from (one.source.text for one in (*element.data_inputs, *element.data_outputs))
        conditions = (process.flows[flow].condition for flow in element.outgoing)
        yield from (one.text for one in conditions if one is not None)


@lru_cache(maxsize=4096)
def _names(text: str) -> frozenset[str]:
    """The variables that an expression reads; a name that is no expression is itself."""
    try:
        return compile_expression(text).reads
    except FeelError:
        return frozenset({text})
