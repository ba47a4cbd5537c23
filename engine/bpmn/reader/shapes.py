"""The whitelist: which attributes and children each BPMN element may have to be understood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from engine.core.definition import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What one BPMN element may carry; everything else in it is refused by name."""

    attributes: frozenset[str] = frozenset()
    children: frozenset[str] = frozenset()
    vocabulary: frozenset[str] = frozenset()  # attributes of our namespace
    extensions: frozenset[str] = frozenset()  # elements of our namespace in extensionElements
    has_text: bool = False


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _shape(
    attributes: str = "", children: str = "", vocabulary: str = "", extensions: str = ""
) -> Shape:
    """A shape with what every BPMN base element may have."""
    return Shape(
        attributes=_words("id " + attributes),
        children=_words("documentation extensionElements " + children),
        vocabulary=_words(vocabulary),
        extensions=_words(extensions),
    )


def _node(
    attributes: str = "", children: str = "", vocabulary: str = "", extensions: str = ""
) -> Shape:
    """A shape with what every flow node may have."""
    return _shape(
        "name " + attributes,
        "incoming outgoing " + children,
        "nameEn clauses " + vocabulary,
        extensions,
    )


READ_KINDS: Final = frozenset(Kind) - {
    Kind.TASK,
    Kind.MANUAL_TASK,
    Kind.SEND_TASK,
    Kind.RECEIVE_TASK,
    Kind.TRANSACTION,
    Kind.AD_HOC_SUB_PROCESS,
    Kind.EVENT_BASED_GATEWAY,
    Kind.COMPLEX_GATEWAY,
}
"""The flow nodes that the reader understands."""

_ACTIVITY: Final = "default startQuantity completionQuantity isForCompensation "
_ARTIFACTS: Final = "textAnnotation association group "
_FLOW_ELEMENTS: Final = " ".join(
    (
        *sorted(READ_KINDS),
        "sequenceFlow dataObject dataObjectReference dataStoreReference",
        _ARTIFACTS,
    )
)
_DATA_STORE_ARROWS: Final = "dataInputAssociation dataOutputAssociation property "
_LEAF: Final = Shape(has_text=True)

SHAPES: Final[dict[str, Shape]] = {
    "definitions": _shape(
        "name targetNamespace expressionLanguage typeLanguage exporter exporterVersion",
        "process collaboration message error category dataStore",
    ),
    "collaboration": _shape("name isClosed", "participant messageFlow " + _ARTIFACTS),
    "participant": _shape("name processRef", vocabulary="nameEn clauses"),
    "messageFlow": _shape("name sourceRef targetRef", vocabulary="nameEn clauses"),
    "message": _shape("name"),
    "error": _shape("name errorCode"),
    "category": _shape("name", "categoryValue"),
    "categoryValue": _shape("value"),
    "dataStore": _shape("name capacity isUnlimited"),
    "process": _shape(
        "name processType isClosed isExecutable",
        "laneSet " + _FLOW_ELEMENTS,
        "nameEn clauses family startableBy placeholder title versionTag variables",
    ),
    "laneSet": _shape("name", "lane"),
    "lane": _shape("name", "flowNodeRef", "nameEn clauses"),
    "flowNodeRef": _LEAF,
    "incoming": _LEAF,
    "outgoing": _LEAF,
    "sourceRef": _LEAF,
    "targetRef": _LEAF,
    "text": _LEAF,
    "documentation": Shape(attributes=_words("id textFormat"), has_text=True),
    "sequenceFlow": _shape(
        "name sourceRef targetRef isImmediate", "conditionExpression", "nameEn clauses"
    ),
    "conditionExpression": Shape(attributes=_words("id language"), has_text=True),
    "timeDate": Shape(attributes=_words("id language"), has_text=True),
    "timeDuration": Shape(attributes=_words("id language"), has_text=True),
    "timeCycle": Shape(attributes=_words("id language"), has_text=True),
    "timerEventDefinition": _shape("", "timeDate timeDuration timeCycle"),
    "messageEventDefinition": _shape("messageRef"),
    "errorEventDefinition": _shape("errorRef"),
    "terminateEventDefinition": _shape(),
    "startEvent": _node("isInterrupting parallelMultiple", "", "formId"),
    "endEvent": _node(
        "",
        "terminateEventDefinition errorEventDefinition messageEventDefinition",
        "correlationKey",
        "input",
    ),
    "intermediateCatchEvent": _node(
        "parallelMultiple",
        "timerEventDefinition messageEventDefinition",
        "correlationKey",
        "output",
    ),
    "intermediateThrowEvent": _node("", "messageEventDefinition", "correlationKey", "input"),
    "boundaryEvent": _node(
        "attachedToRef cancelActivity parallelMultiple",
        "timerEventDefinition messageEventDefinition errorEventDefinition",
        "correlationKey",
        "output",
    ),
    "userTask": _node(
        _ACTIVITY + "implementation",
        "",
        "formId priority due nobodyFound separateFrom",
        "assignment fieldRights fieldRight output",
    ),
    "serviceTask": _node(
        _ACTIVITY + "implementation", _DATA_STORE_ARROWS, "connector", "input output"
    ),
    "businessRuleTask": _node(
        _ACTIVITY + "implementation", "", "decisionId resultVariable", "input"
    ),
    "callActivity": _node(_ACTIVITY + "calledElement", "", "", "input output"),
    "subProcess": _node(_ACTIVITY + "triggeredByEvent", _FLOW_ELEMENTS),
    "exclusiveGateway": _node("default gatewayDirection"),
    "inclusiveGateway": _node("default gatewayDirection"),
    "parallelGateway": _node("gatewayDirection"),
    "dataObject": _shape("name isCollection", "dataState", "nameEn clauses"),
    "dataObjectReference": _shape("name dataObjectRef", "dataState", "nameEn clauses"),
    "dataStoreReference": _shape("name dataStoreRef", "dataState", "nameEn clauses"),
    "dataState": _shape("name"),
    "dataInputAssociation": _shape("", "sourceRef targetRef"),
    "dataOutputAssociation": _shape("", "sourceRef targetRef"),
    "property": _shape("name"),
    "textAnnotation": _shape("textFormat", "text", "nameEn clauses"),
    "association": _shape("sourceRef targetRef associationDirection"),
    "group": _shape("categoryValueRef"),
}
"""BPMN tag -> what it may carry. A tag that is not here is not run and not drawn: refused."""

FIXED_VALUES: Final[dict[str, frozenset[str]]] = {
    "startQuantity": frozenset({"1"}),
    "completionQuantity": frozenset({"1"}),
    "isForCompensation": frozenset({"false"}),
    "triggeredByEvent": frozenset({"false"}),
    "parallelMultiple": frozenset({"false"}),
    "isInterrupting": frozenset({"true"}),
    "isImmediate": frozenset({"true"}),
    "isClosed": frozenset({"false"}),
    "isCollection": frozenset({"true", "false"}),
    "isUnlimited": frozenset({"true", "false"}),
    "cancelActivity": frozenset({"true", "false"}),
    "isExecutable": frozenset({"true"}),
    "processType": frozenset({"None", "Private"}),
    "implementation": frozenset({"##unspecified", "##WebService"}),
    "textFormat": frozenset({"text/plain"}),
    "gatewayDirection": frozenset({"Unspecified", "Converging", "Diverging", "Mixed"}),
    "associationDirection": frozenset({"None", "One", "Both"}),
}
"""Attributes of which only these values mean what we run; xsd:boolean `1` and `0` are `true` and
`false` here."""

BOOLEANS: Final = frozenset(
    name for name, allowed in FIXED_VALUES.items() if allowed <= {"true", "false"}
)

EXTENSION_ATTRIBUTES: Final[dict[str, frozenset[str]]] = {
    "assignment": _words("kind value"),
    "fieldRights": _words("default"),
    "fieldRight": _words("field access"),
    "input": _words("name value"),
    "output": _words("name value"),
}
"""Elements of our namespace -> their attributes."""
