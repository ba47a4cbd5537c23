"""Events as files write them, read and run (BPMN 2.0.2, 10.5, 13.5)."""

from decimal import Decimal
from itertools import pairwise

from engine.bpmn.reader import read_bpmn
from engine.core.advance import Begin
from tests.bpmn.diagrams import diagram
from tests.bpmn.kernel.case import Case

ROOTS = """
<message id="mail" name="mail"/><signal id="fire" name="fire"/>
<error id="bad" errorCode="E"/><escalation id="high" escalationCode="high"/>
<signalEventDefinition id="onFire" signalRef="fire"/>
<timerEventDefinition id="soon"><timeDuration>PT1H</timeDuration></timerEventDefinition>
"""


def read(body, *, names=(), first=None, **variables):
    (definition,) = read_bpmn(diagram(body, roots=ROOTS), draft=True)
    return Case(definition, names=names, variables=variables, first=first)


def flow(*ids):
    pairs = pairwise(ids)
    return "".join(
        f'<sequenceFlow id="{one}-{other}" sourceRef="{one}" targetRef="{other}"/>'
        for one, other in pairs
    )


def task(ref):
    return f'<userTask id="{ref}"/>'


def test_event_definitions_by_reference_are_awaited():
    case = read(
        '<startEvent id="s"/><intermediateCatchEvent id="c">'
        "<eventDefinitionRef>onFire</eventDefinitionRef>"
        "<eventDefinitionRef>soon</eventDefinitionRef></intermediateCatchEvent>"
        '<endEvent id="e"/>' + flow("s", "c", "e")
    )

    assert case.trace()[3:] == ("await signal fire", "timer c")
    case.signal("c")
    assert case.is_over()


def test_parallel_multiple_event_awaits_all():
    case = read(
        '<startEvent id="s"/><intermediateCatchEvent id="c" parallelMultiple="true">'
        '<messageEventDefinition messageRef="mail"/><signalEventDefinition signalRef="fire"/>'
        '</intermediateCatchEvent><endEvent id="e"/>' + flow("s", "c", "e")
    )
    case.message("c")
    assert case.positions() == ["c"]

    case.signal("c")
    assert case.is_over()


def test_conditional_event_occurs_when_its_condition_becomes_true():
    case = read(
        '<startEvent id="s"/><parallelGateway id="f"/>'
        + task("a")
        + '<intermediateCatchEvent id="c">'
        "<conditionalEventDefinition><condition>n &gt; 5</condition></conditionalEventDefinition>"
        '</intermediateCatchEvent><endEvent id="e"/>' + flow("s", "f", "a") + flow("f", "c", "e"),
        names=["n"],
    )
    assert case.positions() == ["a", "c"]

    case.complete("a", n=Decimal(9))
    assert case.is_over()


def test_links_are_one_place():
    case = read(
        '<startEvent id="s"/><intermediateThrowEvent id="t"><linkEventDefinition name="L"/>'
        '</intermediateThrowEvent><intermediateCatchEvent id="c"><linkEventDefinition name="L"/>'
        "</intermediateCatchEvent>" + task("a") + flow("s", "t") + flow("c", "a")
    )

    assert case.positions() == ["a"]


def test_event_based_gateway_takes_the_first_event():
    case = read(
        '<startEvent id="s"/><eventBasedGateway id="g"/><intermediateCatchEvent id="m">'
        '<messageEventDefinition messageRef="mail"/></intermediateCatchEvent>'
        '<intermediateCatchEvent id="t"><timerEventDefinition><timeDuration>PT1H</timeDuration>'
        '</timerEventDefinition></intermediateCatchEvent><endEvent id="e"/>'
        + flow("s", "g", "m", "e")
        + flow("g", "t", "e")
    )

    assert "await canceled" in case.fire("t")
    assert case.is_over()


def test_gateway_without_incoming_flow_starts_cases():
    body = (
        '<eventBasedGateway id="g" instantiate="true" eventGatewayType="Parallel"/>'
        '<intermediateCatchEvent id="m"><messageEventDefinition messageRef="mail"/>'
        '</intermediateCatchEvent><intermediateCatchEvent id="n">'
        '<signalEventDefinition signalRef="fire"/></intermediateCatchEvent><endEvent id="e"/>'
        + flow("g", "m", "e")
        + flow("g", "n", "e")
    )
    case = read(body, first=Begin(variables={}, start_event="m"))

    assert case.positions() == ["n"]
    case.signal("n")
    assert case.is_over()


def test_event_sub_process_beside_the_rest():
    case = read(
        '<startEvent id="s"/>'
        + task("a")
        + '<endEvent id="e"/>'
        + flow("s", "a", "e")
        + '<subProcess id="es" triggeredByEvent="true">'
        '<startEvent id="m" isInterrupting="false"><messageEventDefinition messageRef="mail"/>'
        "</startEvent>" + task("h") + flow("m", "h") + "</subProcess>"
    )
    case.message("m")
    case.message("m")
    assert case.positions() == ["a", "es", "h", "es", "h"]

    for element in ("h", "a", "h"):
        case.complete(element)
    assert case.is_over()


def test_error_and_escalation_are_caught_where_they_are_drawn():
    case = read(
        '<startEvent id="s"/><subProcess id="p1"><startEvent id="si"/>'
        '<intermediateThrowEvent id="up"><escalationEventDefinition escalationRef="high"/>'
        '</intermediateThrowEvent><endEvent id="no"><errorEventDefinition errorRef="bad"/>'
        "</endEvent>" + task("w") + flow("si", "up", "w", "no") + "</subProcess>"
        '<boundaryEvent id="told" attachedToRef="p1" cancelActivity="false">'
        '<escalationEventDefinition escalationRef="high"/></boundaryEvent>'
        '<boundaryEvent id="oops" attachedToRef="p1"><errorEventDefinition/></boundaryEvent>'
        + task("chief")
        + task("mend")
        + flow("s", "p1")
        + flow("told", "chief")
        + flow("oops", "mend")
    )
    assert sorted(case.positions()) == ["chief", "p1", "w"]

    assert "error E to oops" in case.complete("w")
    assert sorted(case.positions()) == ["chief", "mend"]


def test_process_without_start_event_begins_where_nothing_leads():
    case = read(task("a") + task("b") + '<endEvent id="e"/>' + flow("a", "e"))

    assert case.positions() == ["a", "b"]


def test_several_start_events_begin_each_for_itself():
    body = (
        '<startEvent id="m"><messageEventDefinition messageRef="mail"/></startEvent>'
        '<startEvent id="f"><signalEventDefinition signalRef="fire"/></startEvent>'
        + task("a")
        + task("b")
        + flow("m", "a")
        + flow("f", "b")
    )

    assert read(body, first=Begin(variables={}, start_event="m")).positions() == ["a"]
    assert read(body, first=Begin(variables={}, start_event="f")).positions() == ["b"]
