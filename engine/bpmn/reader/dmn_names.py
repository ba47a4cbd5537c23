"""The XML namespaces of DMN files and small functions over their elements."""

from __future__ import annotations

from typing import Final

from engine.bpmn.reader.names import FEEL_LANGUAGES, Node, elements_of, tag_of, text_of

DMN_NAMESPACES: Final = frozenset(
    {
        "http://www.omg.org/spec/DMN/20180521/MODEL/",  # 1.2, of which 1.3 is a superset
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
    }
)
LANGUAGES: Final = FEEL_LANGUAGES | {
    f"{space.removesuffix('MODEL/')}FEEL/" for space in DMN_NAMESPACES
}


def kind_of(node: Node) -> str | None:
    """The local name of a DMN element; None for elements of other namespaces."""
    namespace, local = tag_of(node)
    return local if namespace in DMN_NAMESPACES else None


def parts(node: Node, *locals_: str) -> list[Node]:
    """The DMN child elements with one of these local names."""
    return [child for child in elements_of(node) if kind_of(child) in locals_]


def part(node: Node, local: str) -> Node | None:
    """The first DMN child element with this local name."""
    found = parts(node, local)
    return found[0] if found else None


def content(node: Node | None) -> str:
    """The content of the child `text`, else the empty string."""
    inner = None if node is None else part(node, "text")
    return "" if inner is None else text_of(inner)


def type_of(node: Node | None) -> str | None:
    """The type that an element refers to: the attribute, or the child element of DMN 1.1."""
    if node is None:
        return None
    written = node.get("typeRef")
    if written is None:
        inner = part(node, "typeRef")
        written = None if inner is None else text_of(inner)
    return written or None


def spelt(name: str | None) -> str:
    """A name with each run of blanks as one space."""
    return " ".join((name or "").split())


def nearest_id(node: Node) -> str | None:
    """The id of the element, or else of the nearest one around it that has an id."""
    around: Node | None = node
    while around is not None:
        own = around.get("id")
        if own:
            return own
        around = around.getparent()
    return None
