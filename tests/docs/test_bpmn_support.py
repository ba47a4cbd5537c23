"""Every element and attribute of BPMN is run, kept or refused by name, and the page says so."""

from __future__ import annotations

import pytest

from engine.bpmn.reader.attribute_values import run_values
from engine.bpmn.reader.positions import Position
from engine.core.definition import Trigger
from tools.bpmn_probe import attribute_state, element_state, other_value_state
from tools.bpmn_sample_table import SAMPLES
from tools.bpmn_schema import KEPT, KEPT_ATTRIBUTES, SCHEMA
from tools.bpmn_support import TARGET, event_state, page

ELEMENTS = {
    element: attributes.split() for part in SCHEMA.values() for element, attributes in part.items()
}
ATTRIBUTES = [(element, one) for element, names in ELEMENTS.items() for one in names]
REFUSED = {
    "scriptTask",
    "globalScriptTask",
    "script",
    "rendering",
    "resourceRole",
    "performer",
    "resourceParameterBinding",
    "whileExecutingInputRefs",
    "whileExecutingOutputRefs",
    "ioBinding",
}
"""Everything else of the standard is run, or has no part in the execution."""


def test_every_element_of_the_schema_has_a_diagram():
    assert {sample.split()[0] for sample in SAMPLES} == set(ELEMENTS)


@pytest.mark.parametrize("element", ELEMENTS)
def test_element_is_run_or_kept_or_refused_by_name(element: str):
    state = element_state(element)
    if element in REFUSED:
        assert state.rules == {"unsupported-element"}
    else:
        assert not state.rules
        assert state.is_run is (element not in KEPT)


@pytest.mark.parametrize(("element", "attribute"), ATTRIBUTES)
def test_attribute_is_run_or_kept_or_refused_by_name(element: str, attribute: str):
    state = attribute_state(element, attribute)
    if element in REFUSED:
        assert state.rules == {"unsupported-element"}
    elif state.rules:
        assert state.rules == {"unsupported-attribute"}
    elif not state.is_run and run_values(element, attribute) is None:
        assert attribute in KEPT_ATTRIBUTES or f"{element} {attribute}" in KEPT_ATTRIBUTES


LIMITED = [one for one in ATTRIBUTES if one[0] not in REFUSED and run_values(*one) is not None]


@pytest.mark.parametrize(("element", "attribute"), LIMITED)
def test_value_that_is_not_run_is_refused_by_name(element: str, attribute: str):
    assert other_value_state(element, attribute).rules == {"unsupported-attribute"}


@pytest.mark.parametrize("trigger", Trigger)
@pytest.mark.parametrize("position", Position)
def test_event_is_run_wherever_the_standard_allows_it(position: Position, trigger: Trigger):
    state = event_state(position, trigger)
    assert state.is_run or state.rules <= {"event-position", "event-trigger"}


def test_page_is_what_the_code_says():
    assert TARGET.read_text(encoding="utf-8") == page(), "run python -m tools.bpmn_support"
