"""The XML namespaces of BPMN files and small functions over names in them."""

from __future__ import annotations

from typing import Final

from lxml import etree

Node = etree._Element  # lxml publishes the class of its elements under this name only

BPMN: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI: Final = "http://www.omg.org/spec/BPMN/20100524/DI"
DI: Final = "http://www.omg.org/spec/DD/20100524/DI"
DC: Final = "http://www.omg.org/spec/DD/20100524/DC"
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
XML: Final = "http://www.w3.org/XML/1998/namespace"
GUICHENG: Final = "urn:guicheng:bpmn:1"

DRAWING_NAMESPACES: Final = frozenset({BPMNDI, DI, DC})

FEEL_LANGUAGES: Final = frozenset(
    {
        "feel",
        "http://www.omg.org/spec/FEEL/20140401",
        "http://www.omg.org/spec/DMN/20180521/FEEL/",
        "https://www.omg.org/spec/DMN/20191111/FEEL/",
        "https://www.omg.org/spec/DMN/20211108/FEEL/",
        "https://www.omg.org/spec/DMN/20230324/FEEL/",
    }
)


def split_name(name: str) -> tuple[str, str]:
    """Namespace and local name of a tag or attribute in Clark notation."""
    if name.startswith("{"):
        namespace, _, local = name[1:].partition("}")
        return namespace, local
    return "", name


def tag_of(node: Node) -> tuple[str, str]:
    """Namespace and local name of an element."""
    return split_name(str(node.tag))


def local_of(node: Node) -> str:
    """The local name of an element."""
    return tag_of(node)[1]


def bpmn(local: str) -> str:
    """The Clark name of a BPMN element."""
    return f"{{{BPMN}}}{local}"


def guicheng(local: str) -> str:
    """The Clark name of an element or attribute of our vocabulary."""
    return f"{{{GUICHENG}}}{local}"


def elements_of(node: Node) -> list[Node]:
    """The child elements, without comments."""
    return list(node.iterchildren(etree.Element))


def children(node: Node, local: str) -> list[Node]:
    """The BPMN child elements with this local name."""
    return list(node.iterchildren(bpmn(local)))


def text_of(node: Node) -> str:
    """The element's own text, with comments cut out and the ends trimmed."""
    parts = [node.text or ""]
    parts += [child.tail or "" for child in node]
    return "".join(parts).strip()


def line_of(node: Node) -> int:
    """The line on which the element's start tag ends, as the parser counts them."""
    line: int | None = node.sourceline  # type: ignore[assignment]  # a gap in the stubs
    return line or 0


def reference(node: Node, value: str) -> str:
    """The id that a QName-valued reference means: a known prefix is dropped."""
    prefix, colon, local = value.strip().partition(":")
    return local if colon and prefix in node.nsmap else value.strip()


def truth(value: str) -> bool | None:
    """The value of an xsd:boolean; None when it is not one."""
    return {"true": True, "1": True, "false": False, "0": False}.get(value.strip())
