"""Data objects, properties, inputs and outputs, stores and correlation."""

from __future__ import annotations

import pytest

from engine.bpmn.reader import inspect_bpmn, read_bpmn
from engine.core.definition import DataItem, DataKind, ProcessDefinition
from engine.errors import DeploymentRefused
from tests.bpmn.diagrams import HEAD, diagram, errors_of


def read(body: str, roots: str = "") -> ProcessDefinition:
    (process,) = read_bpmn(diagram(body, roots=roots))
    return process


def rules(data: bytes) -> set[str]:
    with pytest.raises(DeploymentRefused) as caught:
        read_bpmn(data)
    return set(errors_of(caught.value))


def test_declared_variables_are_read_with_their_scope():
    process = read(
        '<property id="pr" name="state"/><dataObject id="do"/>'
        '<dataObjectReference id="r1" name="申请 单" dataObjectRef="do"/>'
        '<subProcess id="s"><property id="sp"/><dataObject id="so" name="inner"'
        ' isCollection="true"/><task id="t"><ioSpecification><dataInput id="i" name="in"/>'
        '<inputSet/><outputSet/></ioSpecification><property id="tp" name="own"/></task>'
        '</subProcess><dataStoreReference id="sr" name="登记簿" dataStoreRef="ds"/>'
        '<dataStoreReference id="loose"/>',
        roots='<dataStore id="ds" name="register"/>',
    )
    assert list(process.data.values()) == [
        DataItem(id="pr", name="state", kind=DataKind.PROPERTY),
        DataItem(id="do", name="申请 单", kind=DataKind.OBJECT),
        DataItem(id="sp", name="sp", kind=DataKind.PROPERTY, scope="s"),
        DataItem(id="so", name="inner", kind=DataKind.OBJECT, scope="s", is_collection=True),
        DataItem(id="i", name="in", kind=DataKind.INPUT, scope="t"),
        DataItem(id="tp", name="own", kind=DataKind.PROPERTY, scope="t"),
        DataItem(id="ds", name="register", kind=DataKind.STORE),
        DataItem(id="loose", name="loose", kind=DataKind.STORE),
    ]


TASK = (
    '<dataObject id="a" name="order"/><dataObject id="b" name="bill"/>'
    '<dataStoreReference id="st" name="book"/>'
    '<task id="t"><ioSpecification><dataInput id="i" name="in"/><dataOutput id="o" name="out"/>'
    "<inputSet><dataInputRefs>i</dataInputRefs></inputSet>"
    "<outputSet><dataOutputRefs>o</dataOutputRefs></outputSet></ioSpecification>{}</task>"
)


def into(inner: str) -> str:
    return TASK.format(f"<dataInputAssociation>{inner}</dataInputAssociation>")


def out_of(inner: str) -> str:
    return TASK.format(f"<dataOutputAssociation>{inner}</dataOutputAssociation>")


def test_data_association_copies_its_source():
    task = read(into("<sourceRef>a</sourceRef><targetRef>i</targetRef>")).elements["t"]
    ((target, source, store),) = [(d.target, d.source.text, d.store) for d in task.data_inputs]
    assert (target, source, store) == ("in", "order", None)
    task = read(out_of("<sourceRef>o</sourceRef><targetRef>st</targetRef>")).elements["t"]
    ((target, source, store),) = [(d.target, d.source.text, d.store) for d in task.data_outputs]
    assert (target, source, store) == ("book", "out", "st")


def test_data_association_with_a_transformation_has_its_value():
    inner = (
        "<sourceRef>a</sourceRef><sourceRef>b</sourceRef><targetRef>i</targetRef>"
        "<transformation>order + bill</transformation>"
    )
    (found,) = read(into(inner)).elements["t"].data_inputs
    assert (found.target, found.source.text) == ("in", "order + bill")


def test_assignments_write_a_name_or_a_path():
    inner = (
        "<sourceRef>a</sourceRef><targetRef>i</targetRef>"
        "<assignment><from>order</from><to>in</to></assignment>"
        "<assignment><from>1 + 1</from><to>in.total.net</to></assignment>"
    )
    first, second = read(into(inner)).elements["t"].data_inputs
    assert (first.target, first.source.text) == ("in", "order")
    assert second.target == "in"
    assert second.source.text == (
        'context put(if in = null then {} else in, ["total", "net"], 1 + 1)'
    )


@pytest.mark.parametrize(
    "inner",
    [
        "<sourceRef>a</sourceRef><sourceRef>b</sourceRef><targetRef>i</targetRef>",
        "<sourceRef>a</sourceRef><transformation>1</transformation>",
        "<targetRef>i</targetRef><assignment><from>1</from></assignment>",
        "<targetRef>i</targetRef><assignment><from>1</from><to>f(x)</to></assignment>",
    ],
)
def test_data_association_that_says_too_little_is_refused(inner: str):
    assert rules(diagram(into(inner))) == {"data-association"}


def test_data_association_to_nothing_is_refused():
    inner = "<sourceRef>zz</sourceRef><targetRef>i</targetRef>"
    assert "dangling-reference" in rules(diagram(into(inner)))


def test_arrow_of_a_drawing_tool_moves_no_data_and_says_so():
    body = (
        '<dataObject id="a"/><userTask id="t"><property id="ph" name="__targetRef_placeholder"/>'
        "<dataInputAssociation><sourceRef>a</sourceRef><targetRef>ph</targetRef>"
        "</dataInputAssociation><dataOutputAssociation><targetRef>a</targetRef>"
        "</dataOutputAssociation></userTask>"
    )
    reading = inspect_bpmn(diagram(body))
    (process,) = reading.definitions
    task = process.elements["t"]
    assert (task.data_inputs, task.data_outputs) == ((), ())
    assert list(process.data) == ["a"]
    assert "data-arrow" in {one.rule for one in reading.findings}


@pytest.mark.parametrize("which", ["inputSet", "outputSet"])
def test_second_set_of_inputs_or_outputs_is_refused(which: str):
    body = f'<task id="t"><ioSpecification><{which}/><{which}/></ioSpecification></task>'
    assert rules(diagram(body)) == {"repeated-element"}


MESSAGES = (
    '<message id="m" name="order"/><message id="n" name="other"/>'
    '<collaboration id="c"><participant id="pa" processRef="p"/>'
    '<correlationKey id="key" name="k">{refs}</correlationKey></collaboration>'
    '<correlationProperty id="no" name="number"><correlationPropertyRetrievalExpression '
    'messageRef="m"><messagePath>order.number</messagePath>'
    "</correlationPropertyRetrievalExpression></correlationProperty>"
    '<correlationProperty id="at" name="site"><correlationPropertyRetrievalExpression '
    'messageRef="m"><messagePath>site</messagePath></correlationPropertyRetrievalExpression>'
    "</correlationProperty>"
)
ONE = "<correlationPropertyRef>no</correlationPropertyRef>"
TWO = ONE + "<correlationPropertyRef>at</correlationPropertyRef>"


def conversation(refs: str, subscription: str, body: str) -> bytes:
    return (
        f'{HEAD}{MESSAGES.format(refs=refs)}<process id="p" isExecutable="true">{body}'
        f"{subscription}</process></definitions>"
    ).encode()


def subscribed(*bindings: str) -> str:
    inner = "".join(
        f'<correlationPropertyBinding correlationPropertyRef="{one}"><dataPath>my_{one}</dataPath>'
        "</correlationPropertyBinding>"
        for one in bindings
    )
    return f'<correlationSubscription correlationKeyRef="key">{inner}</correlationSubscription>'


CATCH = '<receiveTask id="t" messageRef="m"/>'
SEND = (
    '<sendTask id="t" messageRef="m"><extensionElements><guicheng:input name="order" '
    'value="= mine"/><guicheng:input name="site" value="A"/></extensionElements></sendTask>'
)


@pytest.mark.parametrize(
    ("refs", "bindings", "body", "expected"),
    [
        (ONE, ["no"], CATCH, "my_no"),
        (TWO, ["at", "no"], CATCH, "[(my_no), (my_at)]"),
        (ONE, ["no"], SEND, '(function(order, site) order.number)((mine), ("A"))'),
        (ONE, [], '<receiveTask id="t" messageRef="n"/>', None),
        (ONE, [], CATCH.replace("/>", ' guicheng:correlationKey="= x"/>'), "x"),
        (ONE, [], CATCH.replace("/>", ' instantiate="true"/>'), None),
    ],
)
def test_correlation_is_one_expression(
    refs: str, bindings: list[str], body: str, expected: str | None
):
    data = conversation(refs, subscribed(*bindings) if bindings else "", body)
    (process,) = read_bpmn(data)
    correlation = process.elements["t"].event.correlation
    assert (correlation.text if correlation else None) == expected


@pytest.mark.parametrize(
    ("refs", "subscription", "body"),
    [
        (TWO, subscribed("no"), CATCH),
        ("", "", '<task id="t"/>'),
    ],
)
def test_correlation_that_is_not_said_is_refused(refs: str, subscription: str, body: str):
    assert rules(conversation(refs, subscription, body)) == {"correlation"}


START = '<startEvent id="s"><messageEventDefinition messageRef="m"/></startEvent>'


@pytest.mark.parametrize(
    ("body", "element", "expected"),
    [
        (CATCH, "t", (None, "key", "order.number")),
        (CATCH + START, "s", (None, "key", "order.number")),
        (START, "s", (None, "", None)),  # nothing later must match
        (SEND, "t", ('(function(order, site) order.number)((mine), ("A"))', "", None)),
        (
            SEND + CATCH.replace('"t"', '"u"'),
            "t",
            ('(function(order, site) order.number)((mine), ("A"))', "key", None),
        ),
    ],
)
def test_without_a_subscription_the_first_message_gives_the_key(
    body: str, element: str, expected: tuple[str | None, str, str | None]
):
    (process,) = read_bpmn(conversation(ONE, "", body))
    event = process.elements[element].event
    texts = [one.text if one else None for one in (event.correlation, event.key_path)]
    assert (texts[0], event.conversation, texts[1]) == expected
