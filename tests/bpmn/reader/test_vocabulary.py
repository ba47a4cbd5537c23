"""The reader's whitelist and the modeler's vocabulary file say the same."""

from __future__ import annotations

import json
from pathlib import Path

import engine.bpmn
from engine.bpmn.reader.shapes import EXTENSION_ATTRIBUTES, SHAPES

FILE = Path(engine.bpmn.__file__).parent / "guicheng-moddle.json"
TYPES = json.loads(FILE.read_text(encoding="utf-8"))["types"]

GLOBAL_TASKS = {tag for tag in SHAPES if tag.startswith("global") and SHAPES[tag].children}
ABSTRACT = {
    "FlowElement": {
        *(tag for tag in SHAPES if tag.endswith(("Event", "Task", "Gateway", "Activity"))),
        *("task", "subProcess", "transaction", "adHocSubProcess", "sequenceFlow", "event"),
        *("dataObject", "dataObjectReference", "dataStoreReference"),
    }
    - {tag for tag in SHAPES if tag.startswith("global")},
    "FlowNode": {
        *(tag for tag in SHAPES if tag.endswith(("Event", "Task", "Gateway", "Activity"))),
        *("task", "subProcess", "transaction", "adHocSubProcess", "event"),
    }
    - {tag for tag in SHAPES if tag.startswith("global")},
    "CatchEvent": {"startEvent", "intermediateCatchEvent", "boundaryEvent"},
    "ThrowEvent": {"intermediateThrowEvent", "endEvent", "event"},
    "GlobalTask": GLOBAL_TASKS,
}
"""BPMN's abstract classes -> the tags that carry our words."""


def tags_of(class_name: str) -> set[str]:
    local = class_name.removeprefix("bpmn:")
    return ABSTRACT.get(local, {local[0].lower() + local[1:]})


def words(name: str) -> str:
    return name[0].lower() + name[1:]


def test_every_attribute_of_the_modeler_is_read_and_the_other_way_round():
    modeler = {
        (tag, prop["name"])
        for kind in TYPES
        for base in kind.get("extends", ())
        for tag in tags_of(base)
        for prop in kind["properties"]
    }
    reader = {(tag, word) for tag, shape in SHAPES.items() for word in shape.vocabulary}
    assert reader == modeler


def test_every_element_of_the_modeler_is_read_with_its_attributes_and_the_other_way_round():
    elements = [kind for kind in TYPES if "superClass" in kind]
    assert {
        words(kind["name"]): frozenset(prop["name"] for prop in kind["properties"])
        for kind in elements
    } == EXTENSION_ATTRIBUTES
    allowed = {
        (tag, words(kind["name"]))
        for kind in elements
        for host in kind["meta"]["allowedIn"]
        for tag in tags_of(host)
    }
    assert allowed == {(tag, word) for tag, shape in SHAPES.items() for word in shape.extensions}
