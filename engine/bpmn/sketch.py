"""Texts of diagrams before they are understood: well-formed or refused, as UTF-8, and a new one."""

from __future__ import annotations

from typing import Final

from lxml import etree

from engine.bpmn.layout import layout
from engine.bpmn.reader.names import Node
from engine.bpmn.reader.problems import Problems
from engine.bpmn.reader.source import parse_xml

_BPMN: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
_OURS: Final = "urn:guicheng:bpmn:1"


def well_formed(data: bytes, file: str) -> Node:
    """The root of XML within our bounds. Raises DeploymentRefused: DOCTYPE, size, syntax."""
    problems = Problems(file)
    root = parse_xml(data, problems, keep_instructions=True)
    if root is None:
        raise problems.refusal()
    return root


def as_text(data: bytes, file: str) -> str:
    """A file of any encoding as text that says it is UTF-8; one in UTF-8 stays byte for byte.

    Raises DeploymentRefused for what is no XML.
    """
    root = well_formed(data, file)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = ""
    said = root.getroottree().docinfo.encoding
    if text and (said is None or said.upper() in ("UTF-8", "UTF8")):
        return text
    tree = root.getroottree()
    return etree.tostring(tree, encoding="UTF-8", xml_declaration=True).decode()


def process_ids(text: str, file: str) -> tuple[str, ...]:
    """The ids of a file's processes, those to be executed first, whatever else is wrong with it.

    Raises DeploymentRefused for what is no XML.
    """
    found = well_formed(text.encode(), file).iter(f"{{{_BPMN}}}process")
    processes = [(one.get("isExecutable") != "true", one.get("id")) for one in found]
    return tuple(key for _, key in sorted(processes, key=lambda one: one[0]) if key)


def blank(key: str, name: str, family: str) -> str:
    """A new diagram in the house's shape: a pool, one lane, a start, a task and an end."""
    spaces: dict[str | None, str] = {None: _BPMN, "guicheng": _OURS}
    root = etree.Element(f"{{{_BPMN}}}definitions", nsmap=spaces)  # type: ignore[arg-type]
    root.set("id", f"{key}-definitions")
    root.set("targetNamespace", "urn:guicheng:processes")
    pool = _child(root, "collaboration", id=f"{key}-pool")
    _child(pool, "participant", id=f"{key}-participant", name=name, processRef=key)
    process = _child(root, "process", id=key, name=name, isExecutable="true")
    if family:
        process.set(f"{{{_OURS}}}family", family)
    lane = _child(
        _child(process, "laneSet", id="lanes"), "lane", id="lane-applicant", name="申请人"
    )
    for node in ("requested", "handle", "done"):
        _child(lane, "flowNodeRef").text = node
    _child(process, "startEvent", id="requested", name="收到申请")
    _child(process, "userTask", id="handle", name="办理申请")
    _child(process, "endEvent", id="done", name="已办理")
    for source, target in (("requested", "handle"), ("handle", "done")):
        name = f"{source}-{target}"
        _child(process, "sequenceFlow", id=name, sourceRef=source, targetRef=target)
    return layout(etree.tostring(root, encoding="UTF-8", xml_declaration=True)).decode()


def _child(parent: Node, tag: str, **attributes: str) -> Node:
    return etree.SubElement(parent, f"{{{_BPMN}}}{tag}", attributes)
