"""What the whitelist says of one BPMN element, and the words from which it is put together."""

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
    is_drawing: bool = False  # kept whole for those who look at it; nothing in it is run


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def shape(
    attributes: str = "", children: str = "", vocabulary: str = "", extensions: str = ""
) -> Shape:
    """A shape with what every BPMN base element may have."""
    return Shape(
        attributes=words("id " + attributes),
        children=words("documentation extensionElements " + children),
        vocabulary=words(vocabulary),
        extensions=words(extensions),
    )


def flow_element(
    attributes: str = "", children: str = "", vocabulary: str = "", extensions: str = ""
) -> Shape:
    """A shape with what every flow element may have."""
    return shape(
        "name " + attributes,
        "auditing monitoring categoryValueRef " + children,
        "nameEn clauses " + vocabulary,
        extensions,
    )


def node(
    attributes: str = "", children: str = "", vocabulary: str = "", extensions: str = ""
) -> Shape:
    """A shape with what every flow node may have."""
    return flow_element(
        attributes, "incoming outgoing " + children, "multiMerge " + vocabulary, extensions
    )


def activity(
    attributes: str = "", children: str = "", vocabulary: str = "", extensions: str = ""
) -> Shape:
    """A shape with what every activity may have."""
    return node(
        "default startQuantity completionQuantity isForCompensation " + attributes,
        f"ioSpecification property {DATA_ARROWS} {LOOPS} " + children,
        vocabulary,
        extensions,
    )


def catch(attributes: str = "", children: str = "", vocabulary: str = "") -> Shape:
    """A shape with what every catching event may have."""
    return node(
        "parallelMultiple " + attributes,
        f"property dataOutput dataOutputAssociation outputSet {DEFINITIONS} " + children,
        "correlationKey " + vocabulary,
        "output",
    )


def throw(children: str = "") -> Shape:
    """A shape with what every throwing event may have."""
    return node(
        "",
        f"property dataInput dataInputAssociation inputSet {DEFINITIONS} " + children,
        "correlationKey",
        "input",
    )


def expression() -> Shape:
    """A FEEL expression in the body of an element."""
    return Shape(
        attributes=words("id language evaluatesToTypeRef"),
        children=words("documentation extensionElements"),
        has_text=True,
    )


READ_KINDS: Final = frozenset(Kind)
"""The flow nodes that the reader understands: all but script tasks."""

LOOPS: Final = "standardLoopCharacteristics multiInstanceLoopCharacteristics"
DATA_ARROWS: Final = "dataInputAssociation dataOutputAssociation"
ARTIFACTS: Final = "textAnnotation association group"
ROOT_DEFINITIONS: Final = " ".join(
    f"{trigger}EventDefinition"
    for trigger in (
        "cancel",
        "compensate",
        "conditional",
        "error",
        "escalation",
        "link",
        "message",
        "signal",
        "terminate",
        "timer",
    )
)
"""The event definitions; at the root of a file they are only used by reference."""
DEFINITIONS: Final = f"{ROOT_DEFINITIONS} eventDefinitionRef"
FLOW_ELEMENTS: Final = " ".join(
    (
        *sorted(READ_KINDS),
        "sequenceFlow dataObject dataObjectReference dataStoreReference laneSet",
        ARTIFACTS,
    )
)
