"""Tries an element or attribute of BPMN in a tiny diagram: run, kept, or refused by which rule."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

from lxml import etree

from engine.bpmn.reader import inspect_bpmn
from engine.bpmn.reader.attribute_values import run_values
from engine.bpmn.rules import check
from engine.bundles import names_of
from engine.core.definition import Bundle, ProcessDefinition
from engine.errors import DeploymentRefused, Family
from engine.kernel import Kernel
from tools.bpmn_sample_table import SAMPLES, VALUES

_BPMN: Final = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
_PLACES: Final = re.compile(r"line=\d+|Digest\('[^']*'\)|'sha256:[0-9a-f]*'")
_NAMES: Final = frozenset("a order number mine k".split())


_BY_NAME: Final = frozenset({"unsupported-attribute", "unsupported-element"})
"""Rules that refuse a thing for itself, whatever else is wrong with the diagram then."""
_DECISIONS: Final[dict[str, Any]] = {"D": object()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a diagram comes to: the rules that refuse it, or what was understood of it."""

    rules: frozenset[str]
    meaning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """`run`: it changes what is executed; `kept`: it changes nothing; else refused by `rules`."""

    is_run: bool = False
    rules: frozenset[str] = frozenset()

    @property
    def word(self) -> str:
        return "refused" if self.rules else "run" if self.is_run else "kept"


@cache
def element_state(element: str) -> State:
    """What becomes of the element: judged by a diagram with it and the same without it."""
    before = outcome(_tree(element))
    if before.rules:
        return State(rules=before.rules & _BY_NAME or before.rules)
    root = _tree(element)
    for node in list(root.iter(_BPMN + element)) or [root]:
        parent = node.getparent()
        if parent is None:
            return State(is_run=True)
        parent.remove(node)
    return State(is_run=outcome(root) != before)


@cache
def attribute_state(element: str, attribute: str) -> State:
    """What becomes of the attribute: set to other values than it has, or taken away."""
    sample = f"{element} {attribute}"
    root = _as_handler(element) if attribute == "isForCompensation" else _tree(sample)
    if attribute == "default":
        _draw_second_way(root)
    before = outcome(root)
    if before.rules:
        return State(rules=before.rules)
    values = (None, *(run_values(element, attribute) or {_other(element, attribute)}))
    trials = [_tried(root, before, (element, attribute, value)) for value in values]
    return _summed([state for state in trials if state is not None])


@cache
def other_value_state(element: str, attribute: str) -> State:
    """What becomes of an attribute with a value that is not one of those that are run."""
    root = _tree(element)
    value = _other(element, attribute)
    return _tried(root, outcome(root), (element, attribute, value)) or State()


def _other(element: str, attribute: str) -> str:
    return VALUES.get(f"{element} {attribute}", VALUES.get(attribute, "x"))


def _tree(sample: str) -> Any:
    """The diagram for this attribute, or the one for its element."""
    found = SAMPLES.get(sample) or SAMPLES[sample.split(maxsplit=1)[0]]
    return etree.fromstring(found.xml().encode())


def _as_handler(element: str) -> Any:
    """The element as the activity that undoes another."""
    sample = replace(SAMPLES["compensateEventDefinition"], roots=SAMPLES[element].roots)
    root: Any = etree.fromstring(sample.xml().encode())
    handler = deepcopy(next(_tree(element).iter(_BPMN + element)))
    handler.set("id", "undo")
    handler.set("isForCompensation", "true")
    for old in root.iterfind(f".//{_BPMN}*[@id='undo']"):
        old.getparent().replace(old, handler)
    return root


def _draw_second_way(root: Any) -> None:
    """From the activity `t` a conditional flow and one that can be its default."""
    flow = root.find(f".//{_BPMN}sequenceFlow[@id='g']")
    if flow is None or flow.get("sourceRef") != "t":
        return
    etree.SubElement(flow, f"{_BPMN}conditionExpression").text = "a = 1"
    process = flow.getparent()
    etree.SubElement(process, f"{_BPMN}endEvent", id="z")
    etree.SubElement(process, f"{_BPMN}sequenceFlow", id="y", sourceRef="t", targetRef="z")
    root.find(f".//{_BPMN}*[@id='t']").set("default", "y")


def _tried(root: Any, before: Outcome, trial: tuple[str, str, str | None]) -> State | None:
    """One value of an attribute; None when the sample has it already."""
    element, attribute, value = trial
    changed = deepcopy(root)
    nodes = list(changed.iter(_BPMN + element))
    node = nodes[-1] if attribute == "isForCompensation" else nodes[0]
    if node.get(attribute) == value:
        return None
    if value is None:
        del node.attrib[attribute]
    else:
        node.set(attribute, value)
    return _compared(before, outcome(changed), value)


def outcome(root: Any) -> Outcome:
    """Read, check and prepare as a deployment would."""
    reading = inspect_bpmn(etree.tostring(root))
    wrong = frozenset(one.rule for one in reading.findings if one.severity == "error")
    if wrong:
        return Outcome(rules=wrong)
    bundles = _bundles(reading.definitions)
    wrong = frozenset(rule for one in bundles for rule in _broken(one))
    if not wrong:
        wrong = frozenset(rule for one in bundles for rule in _unprepared(one))
    meaning = _PLACES.sub("", repr([_unnamed(one) for one in reading.definitions]))
    return Outcome(rules=wrong, meaning=meaning)


def _bundles(definitions: tuple[ProcessDefinition, ...]) -> list[Bundle]:
    names = names_of(definitions, ()) | _NAMES
    return [
        Bundle(
            process=main,
            called={one.key: one for one in definitions if one.key != main.key},
            decisions=_DECISIONS,
            names=names,
        )
        for main in definitions
    ]


def _unnamed(definition: ProcessDefinition) -> ProcessDefinition:
    """Without what only people read."""
    elements = {
        own: replace(one, name="", documentation="", lane=None)
        for own, one in definition.elements.items()
    }
    flows = {own: replace(one, name="") for own, one in definition.flows.items()}
    plain = replace(definition, name="", documentation="", lanes={})
    return replace(plain, elements=elements, flows=flows)


def _broken(bundle: Bundle) -> list[str]:
    return [
        one.rule
        for one in check(bundle.process, bundle)
        if one.severity == "error" and one.family is Family.STRUCTURE
    ]


def _unprepared(bundle: Bundle) -> list[str]:
    try:
        Kernel().prepare(bundle)
    except DeploymentRefused as refused:
        return [one.rule for one in refused.findings]
    return []


def _compared(before: Outcome, after: Outcome, value: str | None) -> State:
    """Taking away what is needed is a refusal too, but not of the attribute."""
    if after.rules and value is not None:
        return State(rules=after.rules & _BY_NAME or after.rules)
    return State(is_run=after != before)


def _summed(states: list[State]) -> State:
    """Run when one of the trials shows it; a refusal counts only when nothing else is known."""
    for state in states:
        if state.is_run:
            return state
    for state in states:
        if state.rules:
            return state
    return State()
