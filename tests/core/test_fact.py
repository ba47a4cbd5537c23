"""What the log, the state and the commands are made of stays as it was made."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from engine.core.events import EVENT_TYPES, FlowTaken
from engine.core.fact import FACTS


def test_fact_refuses_a_change_throughout_the_tests() -> None:
    taken = FlowTaken(flow_id="f", token=1)
    with pytest.raises(AttributeError, match=r"FlowTaken\.flow_id"):
        taken.flow_id = "g"  # type: ignore[misc]
    assert taken.flow_id == "f"


def test_every_event_is_a_fact() -> None:
    assert set(EVENT_TYPES.values()) <= set(FACTS)


def test_facts_with_equal_fields_are_equal_and_hash_alike() -> None:
    taken = FlowTaken(flow_id="f", token=1)
    same = replace(replace(taken, token=2), token=1)
    assert taken == same
    assert hash(taken) == hash(same)
    assert [field.name for field in fields(taken)] == ["flow_id", "token", "reason"]
