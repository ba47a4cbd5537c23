"""What is missing at events is refused by name (BPMN 2.0.2, 10.5, 10.6.6)."""

from dataclasses import replace

import pytest

from engine.core.definition import EventDefinition, Kind, Trigger
from engine.errors import DeploymentRefused
from engine.kernel import Kernel
from tests.bpmn.kernel.activities import multi, receive
from tests.bpmn.kernel.event_builders import (
    all_of,
    any_of,
    catch,
    end_with,
    error_event,
    escalation_event,
    event_gateway,
    link_event,
    on_event,
    signal_event,
    throw,
)
from tests.builders import (
    boundary,
    bundle,
    message_catch,
    message_event,
    process,
    start,
    sub,
    timer_event,
    user,
)

HOUR = timer_event('duration("PT1H")')
MAIL = message_event("mail")
UNDO = EventDefinition(trigger=Trigger.COMPENSATION)
HASTY = EventDefinition(trigger=Trigger.COMPENSATION, wait_for_completion=False)
BARE = EventDefinition(trigger=Trigger.CONDITIONAL)
L = link_event("L")
BEGINS = receive("r", "m", instantiate=True)


def as_transaction(parts):
    return (replace(parts[0], kind=Kind.TRANSACTION), *parts[1:])


@pytest.mark.parametrize(
    ("rule", "elements", "flows"),
    [
        ("link-unpaired", (throw("x", L),), "start x"),
        ("link-unpaired", (throw("x", L), catch("y", link_event("M"))), "start x"),
        ("link-unpaired", (throw("x", L), *sub("s", start("si"), catch("y", L))), "start x"),
        ("link-unpaired", (catch("x", L),), ""),
        ("link-ambiguous", (throw("x", L), catch("y", L), catch("z", L)), "start x"),
        ("link-flow", (throw("x", L), catch("y", L), user("a")), "start x a"),
        ("link-flow", (throw("x", L), catch("y", L), user("a")), "start a y; start x"),
        ("signal-missing", (catch("x", signal_event("")),), "start x"),
        ("signal-missing", (throw("x", any_of(signal_event(""))),), "start x"),
        ("event-condition", (catch("x", BARE),), "start x"),
        ("multiple-empty", (catch("x", any_of()),), "start x"),
        ("multiple-part", (catch("x", any_of(error_event("E"))),), "start x"),
        ("multiple-part", (catch("x", all_of(escalation_event("E"))),), "start x"),
        ("multiple-part", (throw("x", any_of(error_event("E"))),), "start x"),
        ("multiple-part", (end_with("x", any_of(HOUR)),), "start x"),
        ("multiple-part", (end_with("x", any_of(HASTY)),), "start x"),
        ("multiple-part", (end_with("x", any_of(UNDO, UNDO)),), "start x"),
        ("multiple-part", (user("a"), boundary("x", "a", all_of(error_event("E")))), "start a"),
        ("multiple-part", on_event("es", all_of(MAIL, error_event("E"))), ""),
        (
            "error-interrupts",
            (user("a"), boundary("x", "a", any_of(error_event("E")), interrupting=False)),
            "start a",
        ),
        ("error-interrupts", on_event("es", error_event("E"), interrupting=False), ""),
        ("event-sub-process-start", sub("es", start("x"), triggered_by_event=True), ""),
        ("event-sub-process-start", sub("es", user("x"), triggered_by_event=True), ""),
        ("event-sub-process-flow", on_event("es", MAIL), "start es"),
        ("event-sub-process-kind", multi(on_event("es", MAIL), cardinality="2"), ""),
        ("event-sub-process-kind", as_transaction(on_event("es", MAIL)), ""),
        ("start-trigger", sub("s", start("x", event=MAIL)), "start s"),
        ("start-trigger", (start("x", event=error_event("E")),), ""),
        ("start-trigger", (start("x", event=escalation_event("E")),), ""),
        ("event-gateway-target", (event_gateway(), user("a")), "start g a"),
        ("event-gateway-target", (event_gateway(), throw("x", L), catch("y", L)), "start g y"),
        ("event-gateway-target", (event_gateway(),), "start g"),
        (
            "event-gateway-target",
            (event_gateway(), multi(receive("r", "m"), cardinality="2")),
            "start g r",
        ),
        (
            "event-gateway-target",
            (event_gateway(), receive("r", "m"), boundary("b", "r", HOUR)),
            "start g r",
        ),
        ("receive-instantiates", (multi(BEGINS, cardinality="2"),), ""),
        ("receive-instantiates", (BEGINS, boundary("b", "r", HOUR)), ""),
        ("condition-place", (event_gateway(), message_catch("m", "m")), "start g; g>m: true"),
    ],
)
def test_event_that_lacks_something_is_refused(rule, elements, flows):
    definition = process("p", start(), *elements, flows=flows)

    with pytest.raises(DeploymentRefused) as refused:
        Kernel().prepare(bundle(definition))
    assert rule in [one.rule for one in refused.value.findings]
