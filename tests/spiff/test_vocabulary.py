"""What is not drawn for SpiffWorkflow has no witness: one tiny diagram each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from engine.core.advance import AdHocActivated, AdHocFinished, Begin
from engine.core.definition import (
    DataAssociation,
    DataItem,
    DataKind,
    Element,
    EventBehavior,
    EventDefinition,
    Kind,
    MultiInstance,
    StandardLoop,
    Trigger,
)
from engine.errors import NoWitness
from engine.spiff import SpiffInterpreter
from tests.builders import bundle, end, feel, moment, process, start, sub, user


def around(element: Element) -> Any:
    """start -> the element -> end."""
    return process("p", start(), element, end(), flows=f"start {element.id} end")


def of_kind(kind: Kind, **more: Any) -> Any:
    return around(Element(id="x", kind=kind, **more))


def beside(trigger: Trigger, **more: Any) -> Any:
    event = EventDefinition(trigger=trigger, **more)
    on = Element(id="b", kind=Kind.BOUNDARY_EVENT, attached_to="a", event=event)
    return process("p", start(), user("a"), on, end(), flows="start a end; b end")


def throwing(trigger: Trigger, kind: Kind = Kind.THROW_EVENT) -> Any:
    return of_kind(kind, event=EventDefinition(trigger=trigger))


TELLING = MultiInstance(cardinality=feel("2"), behavior=EventBehavior.NONE)

UNDRAWN = {
    "compensation throw": throwing(Trigger.COMPENSATION),
    "conditional catch": throwing(Trigger.CONDITIONAL, Kind.CATCH_EVENT),
    "cancel boundary": beside(Trigger.CANCEL),
    "compensation boundary": beside(Trigger.COMPENSATION),
    "conditional boundary": beside(Trigger.CONDITIONAL, condition=feel("x")),
    "multiple boundary": beside(Trigger.MULTIPLE),
    "transaction": of_kind(Kind.TRANSACTION),
    "ad hoc": of_kind(Kind.AD_HOC_SUB_PROCESS),
    "complex gateway": of_kind(Kind.COMPLEX_GATEWAY),
    "instantiating gateway": of_kind(Kind.EVENT_BASED_GATEWAY, instantiate=True),
    "standard loop": around(user("a", loop=StandardLoop(condition=feel("x")))),
    "multi-instance with events": around(user("a", loop=TELLING)),
    "start quantity": around(user("a", start_quantity=2)),
    "completion quantity": around(user("a", completion_quantity=2)),
    "compensation handler": around(user("a", for_compensation=True)),
    "data input": around(user("a", data_inputs=(DataAssociation(target="d", source=feel("x")),))),
    "two starts": process("p", start(), start("other"), user("a"), flows="start a; other a"),
    "no start": process("p", user("a"), end(), flows="a end"),
    "event sub-process by condition": process(
        "p",
        start(),
        user("a"),
        *(
            replace(one, triggered_by_event=one.id == "e")
            for one in sub(
                "e", start("es", event=EventDefinition(trigger=Trigger.CONDITIONAL)), user("h")
            )
        ),
        flows="start a; es h",
    ),
    "data": replace(
        around(user("a")), data={"d": DataItem(id="d", name="d", kind=DataKind.OBJECT)}
    ),
}


@pytest.mark.parametrize("what", UNDRAWN)
def test_what_is_not_drawn_has_no_witness(what: str):
    with pytest.raises(NoWitness, match="not drawn for SpiffWorkflow"):
        SpiffInterpreter().prepare(bundle(UNDRAWN[what], names=["x"]))


@pytest.mark.parametrize(
    "told",
    [
        AdHocActivated(token=1, element_id="a", by="li"),
        AdHocFinished(token=1, by="li"),
    ],
    ids=lambda one: type(one).__name__,
)
def test_unknown_stimulus_has_no_witness(told: Any):
    spiff = SpiffInterpreter()
    prepared = spiff.prepare(bundle(around(user("a"))))
    begun = spiff.advance(prepared, None, Begin(variables={}), moment()).state
    with pytest.raises(NoWitness, match="Expected a stimulus that SpiffWorkflow is told"):
        spiff.advance(prepared, begun, told, moment())
